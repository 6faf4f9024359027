package gregor.cli.broker;

import module java.base;

import static gregor.cli.broker.KafkaTypes.get;
import static gregor.cli.broker.KafkaTypes.kafka;
import static gregor.cli.broker.KafkaTypes.ours;
import static java.util.stream.Collectors.toMap;

import gregor.broker.TopicDescription;
import gregor.broker.TopicDescription.PartitionDescription;
import gregor.cli.console.CommandException;
import gregor.topic.ConfigKey;
import gregor.topic.TopicConfig;
import gregor.topic.TopicPartition;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The topics and groups of a running broker, by Kafka's admin client.
abstract class KafkaAdmin implements BrokerClient {
    private static final int TIMEOUT_MS = 5000;

    /// The admin client, which is created when it is needed first.
    abstract Admin admin();

    @Override
    public final List<String> topics() {
        return get(admin().listTopics(new ListTopicsOptions().listInternal(true)).names()).stream().sorted().toList();
    }

    @Override
    public final List<TopicDescription> describeExisting(List<String> names) {
        var topics = get(admin().describeTopics(names).allTopicNames());
        var settings = get(admin().describeConfigs(names.stream().map(KafkaAdmin::resource).toList()).all());
        // A look-up of an offset of any other partition would wait for its timeout.
        Set<TopicPartition> led = topics.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .filter(info -> info.leader() != null && !info.leader().isEmpty())
                        .map(info -> new TopicPartition(topic.name(), info.partition())))
                .collect(Collectors.toSet());
        var starts = new Offsets(led, OffsetSpec.earliest());
        var ends = new Offsets(led, OffsetSpec.latest());
        Map<TopicPartition, Long> sizes = sizes();
        return names.stream().map(topics::get).map(topic -> new TopicDescription(topic.name(),
                new UUID(topic.topicId().getMostSignificantBits(), topic.topicId().getLeastSignificantBits()),
                Optional.empty(), configuration(settings.get(resource(topic.name()))),
                topic.partitions().stream().map(info -> new TopicPartition(topic.name(), info.partition()))
                        .map(partition -> starts.trouble(partition).or(() -> ends.trouble(partition))
                                .map(trouble -> new PartitionDescription(partition.partition(), 0, 0, 0,
                                        Optional.of(trouble)))
                                .orElseGet(() -> new PartitionDescription(partition.partition(), starts.of(partition),
                                        ends.of(partition), sizes.getOrDefault(partition, 0L), Optional.empty())))
                        .toList()))
                .toList();
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /// Distinguishes what is set for the topic from the broker's defaults.
    private static TopicConfig configuration(Config config) {
        List<ConfigEntry> entries = config.entries().stream().filter(entry -> entry.value() != null).toList();
        return TopicConfig
                .of(entries.stream().map(entry -> new ConfigKey(entry.name(), entry.value(), "", value -> true))
                        .toList())
                .with(entries.stream().filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                        .collect(toMap(ConfigEntry::name, ConfigEntry::value)));
    }

    /// Offsets of partitions, or the reason why there is none.
    private final class Offsets {
        private final Set<TopicPartition> led;
        private final ListOffsetsResult answers;

        Offsets(Set<TopicPartition> led, OffsetSpec which) {
            this.led = led;
            answers = admin().listOffsets(led.stream().collect(toMap(KafkaTypes::kafka, each -> which)),
                    new ListOffsetsOptions().timeoutMs(TIMEOUT_MS));
        }

        long of(TopicPartition partition) {
            return get(answers.partitionResult(kafka(partition))).offset();
        }

        Optional<String> trouble(TopicPartition partition) {
            if (!led.contains(partition)) {
                return Optional.of(partition + " is not available; the broker prints the reason when it starts");
            }
            try {
                of(partition);
                return Optional.empty();
            } catch (CommandException e) {
                return Optional.of("the broker does not return its offsets (" + e.getMessage() + ")");
            }
        }
    }

    /// The bytes of each partition. Only administrators receive them.
    private Map<TopicPartition, Long> sizes() {
        var sizes = new HashMap<TopicPartition, Long>();
        try {
            var nodes = get(admin().describeCluster().nodes()).stream().map(node -> node.id()).toList();
            get(admin().describeLogDirs(nodes).allDescriptions())
                    .forEach((node, folders) -> folders.values().forEach(folder -> folder.replicaInfos()
                            .forEach((partition, replica) -> sizes.put(ours(partition), replica.size()))));
        } catch (CommandException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            System.err.println("gregor: the broker reports sizes only to its administrators; they are shown as 0");
        }
        return sizes;
    }

    @Override
    public final void create(String topic, int partitions, Map<String, String> settings) {
        var created = new NewTopic(topic, Optional.of(partitions), Optional.empty());
        get(admin().createTopics(List.of(created.configs(settings))).all());
    }

    @Override
    public Optional<Target> find(String topic) {
        var topics = admin().describeTopics(List.of(topic)).allTopicNames();
        var settings = admin().describeConfigs(List.of(resource(topic))).all();
        try {
            return Optional.of(new Target(get(topics).get(topic).partitions().size(),
                    configuration(get(settings).get(resource(topic)))));
        } catch (CommandException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public final void addPartitions(String topic, int total) {
        get(admin().createPartitions(Map.of(topic, NewPartitions.increaseTo(total))).all());
    }

    @Override
    public final void alter(String topic, Map<String, String> changes) {
        List<AlterConfigOp> operations = changes.entrySet().stream()
                .map(change -> new AlterConfigOp(new ConfigEntry(change.getKey(), change.getValue()),
                        change.getValue() == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET))
                .toList();
        get(admin().incrementalAlterConfigs(Map.of(resource(topic), operations)).all());
    }

    @Override
    public final void delete(String topic) {
        get(admin().deleteTopics(List.of(topic)).all());
    }

    @Override
    public final List<String> groups() {
        return get(admin().listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream().map(GroupListing::groupId)
                .sorted().toList();
    }

    @Override
    public final GroupDescription describeGroup(String name) {
        ConsumerGroupDescription group = get(admin().describeConsumerGroups(List.of(name)).all()).get(name);
        var readers = new HashMap<TopicPartition, String>();
        group.members().forEach(member -> member.assignment().topicPartitions()
                .forEach(partition -> readers.put(ours(partition), member.consumerId())));
        return GroupDescription.of(this, name, group.groupState().toString(), committed(name), readers);
    }

    @Override
    public final Map<TopicPartition, Long> committed(String group) {
        var committed = new HashMap<TopicPartition, Long>();
        get(admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(ours(partition), offset.offset());
            }
        });
        return committed;
    }

    @Override
    public final void reset(String group, Map<TopicPartition, Long> offsets) {
        get(admin()
                .alterConsumerGroupOffsets(group,
                        offsets.entrySet().stream()
                                .collect(toMap(to -> kafka(to.getKey()), to -> new OffsetAndMetadata(to.getValue()))))
                .all());
    }

    @Override
    public final void deleteGroup(String name) {
        get(admin().deleteConsumerGroups(List.of(name)).all());
    }

    /// Only those of partitions: Kafka's protocol has no others.
    @Override
    public final List<String> troubles() {
        return describe(topics()).stream()
                .flatMap(topic -> topic.partitions().stream()
                        .flatMap(part -> part.trouble().stream()
                                .map(trouble -> new TopicPartition(topic.name(), part.partition()) + ": " + trouble)))
                .toList();
    }
}
