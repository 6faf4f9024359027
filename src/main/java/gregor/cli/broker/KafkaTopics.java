package gregor.cli.broker;

import static gregor.cli.broker.KafkaCalls.get;

import gregor.broker.TopicDescription;
import gregor.cli.console.CommandException;
import gregor.topic.ConfigKey;
import gregor.topic.TopicConfig;
import gregor.topic.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/// The topics of a running broker, by Kafka's admin client.
final class KafkaTopics {
    private static final int TIMEOUT_MS = 5000;

    private final Admin admin;

    KafkaTopics(Admin admin) {
        this.admin = admin;
    }

    /// The names of all, in alphabetical order.
    List<String> names() {
        return get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names()).stream().sorted().toList();
    }

    /// Describes topics that exist.
    List<TopicDescription> describe(List<String> names) {
        var topics = get(admin.describeTopics(names).allTopicNames());
        var settings = get(admin.describeConfigs(names.stream().map(KafkaTopics::resource).toList()).all());
        Set<TopicPartition> led = topics.values().stream().flatMap(KafkaTopics::led).collect(Collectors.toSet());
        var starts = new Offsets(led, OffsetSpec.earliest());
        var ends = new Offsets(led, OffsetSpec.latest());
        Map<TopicPartition, Long> sizes = sizes();
        return names.stream().map(topics::get).map(topic -> new TopicDescription(topic.name(),
                new UUID(topic.topicId().getMostSignificantBits(), topic.topicId().getLeastSignificantBits()),
                Optional.empty(), configuration(settings.get(resource(topic.name()))),
                topic.partitions().stream()
                        .map(info -> part(new TopicPartition(topic.name(), info.partition()), starts, ends, sizes))
                        .toList()))
                .toList();
    }

    /// The partitions that have a leader: a look-up of any other partition's offset would wait for its timeout.
    private static Stream<TopicPartition> led(org.apache.kafka.clients.admin.TopicDescription topic) {
        return topic.partitions().stream().filter(info -> info.leader() != null && !info.leader().isEmpty())
                .map(info -> new TopicPartition(topic.name(), info.partition()));
    }

    /// The number of partitions of a topic that exists.
    int partitions(String topic) {
        return get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().size();
    }

    /// The settings of a topic that exists.
    TopicConfig configuration(String topic) {
        return configuration(get(admin.describeConfigs(List.of(resource(topic))).all()).get(resource(topic)));
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
                        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)));
    }

    private static TopicDescription.PartitionDescription part(TopicPartition partition, Offsets starts, Offsets ends,
            Map<TopicPartition, Long> sizes) {
        Optional<String> trouble = starts.trouble(partition).or(() -> ends.trouble(partition));
        return trouble.isPresent()
                ? new TopicDescription.PartitionDescription(partition.partition(), 0, 0, 0, trouble)
                : new TopicDescription.PartitionDescription(partition.partition(), starts.of(partition),
                        ends.of(partition), sizes.getOrDefault(partition, 0L), trouble);
    }

    /// Offsets of partitions, or the reason why there is none.
    private final class Offsets {
        private final Set<TopicPartition> led;
        private final ListOffsetsResult answers;

        Offsets(Set<TopicPartition> led, OffsetSpec which) {
            this.led = led;
            answers = admin.listOffsets(led.stream().collect(Collectors.toMap(KafkaRecords::kafka, each -> which)),
                    new ListOffsetsOptions().timeoutMs(TIMEOUT_MS));
        }

        long of(TopicPartition partition) {
            return get(answers.partitionResult(KafkaRecords.kafka(partition))).offset();
        }

        Optional<String> trouble(TopicPartition partition) {
            if (!led.contains(partition)) {
                return Optional.of(partition + " is not available; the broker prints the reason when it starts");
            }
            try {
                of(partition);
                return Optional.empty();
            } catch (CommandException e) {
                return Optional.of("the broker does not return its offsets (" + e.getCause().getMessage() + ")");
            }
        }
    }

    /// The bytes of each partition. Only administrators receive them.
    private Map<TopicPartition, Long> sizes() {
        var sizes = new HashMap<TopicPartition, Long>();
        try {
            var nodes = get(admin.describeCluster().nodes()).stream().map(node -> node.id()).toList();
            get(admin.describeLogDirs(nodes).allDescriptions()).values().stream()
                    .flatMap(dirs -> dirs.values().stream()).map(LogDirDescription::replicaInfos).forEach(all -> all
                            .forEach((partition, replica) -> sizes.put(KafkaRecords.ours(partition), replica.size())));
        } catch (CommandException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            System.err.println("gregor: the broker reports sizes only to its administrators; they are shown as 0");
        }
        return sizes;
    }

    void create(String topic, int partitions, Map<String, String> settings) {
        var created = new NewTopic(topic, Optional.of(partitions), Optional.empty());
        get(admin.createTopics(List.of(created.configs(settings))).all());
    }

    void addPartitions(String topic, int total) {
        get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total))).all());
    }

    void alter(String topic, Map<String, String> changes) {
        List<AlterConfigOp> operations = changes.entrySet().stream()
                .map(change -> new AlterConfigOp(new ConfigEntry(change.getKey(), change.getValue()),
                        change.getValue() == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET))
                .toList();
        get(admin.incrementalAlterConfigs(Map.of(resource(topic), operations)).all());
    }

    void delete(String topic) {
        get(admin.deleteTopics(List.of(topic)).all());
    }
}
