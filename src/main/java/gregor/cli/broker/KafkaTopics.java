package gregor.cli.broker;

import static gregor.cli.broker.KafkaCalls.get;

import gregor.broker.TopicDescription;
import gregor.topic.ConfigKey;
import gregor.topic.TopicConfig;
import gregor.topic.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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

/// The topics of a broker elsewhere, by Kafka's own client for administrators.
final class KafkaTopics {
    private static final int PATIENCE_MS = 5000;

    private final Admin admin;
    private final Set<TopicPartition> unled = new HashSet<>();

    KafkaTopics(Admin admin) {
        this.admin = admin;
    }

    /// The names of all, in alphabetical order.
    List<String> names() {
        return get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names()).stream().sorted().toList();
    }

    /// Says what there is to know of topics that are there.
    List<TopicDescription> describe(List<String> names) {
        var topics = get(admin.describeTopics(names).allTopicNames());
        var settings = get(admin.describeConfigs(names.stream().map(KafkaTopics::resource).toList()).all());
        List<TopicPartition> partitions = topics.values().stream().flatMap(this::partitions).toList();
        var starts = new Offsets(partitions, OffsetSpec.earliest());
        var ends = new Offsets(partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> sizes = sizes();
        return names.stream().map(topics::get).map(topic -> new TopicDescription(topic.name(),
                new UUID(topic.topicId().getMostSignificantBits(), topic.topicId().getLeastSignificantBits()),
                Optional.empty(), configuration(settings.get(resource(topic.name()))),
                partitions(topic).map(partition -> part(partition, starts, ends, sizes)).toList())).toList();
    }

    /// Whoever asked for an offset where no broker leads would wait for the answer in vain: so that is remembered.
    private Stream<TopicPartition> partitions(org.apache.kafka.clients.admin.TopicDescription topic) {
        return topic.partitions().stream().map(part -> {
            var partition = new TopicPartition(topic.name(), part.partition());
            if (part.leader() == null || part.leader().isEmpty()) {
                unled.add(partition);
            } else {
                unled.remove(partition);
            }
            return partition;
        });
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /// What is said for a topic is told apart from what holds for all.
    private static TopicConfig configuration(Config config) {
        List<ConfigEntry> entries = config.entries().stream().filter(entry -> entry.value() != null).toList();
        return TopicConfig.of(entries.stream()
                .map(entry -> new ConfigKey(entry.name(), entry.value(), "", value -> true)).toList())
                .with(entries.stream().filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)));
    }

    private static TopicDescription.PartitionDescription part(TopicPartition partition, Offsets starts, Offsets ends,
            Map<TopicPartition, Long> sizes) {
        Optional<String> trouble = starts.trouble(partition).or(() -> ends.trouble(partition));
        return trouble.isPresent() ? new TopicDescription.PartitionDescription(partition.partition(), 0, 0, 0, trouble)
                : new TopicDescription.PartitionDescription(partition.partition(), starts.of(partition), ends.of(partition),
                        sizes.getOrDefault(partition, 0L), trouble);
    }

    /// Offsets of partitions, or why there are none.
    private final class Offsets {
        private final ListOffsetsResult answers;

        Offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
            answers = admin.listOffsets(partitions.stream().filter(partition -> !unled.contains(partition))
                    .collect(Collectors.toMap(KafkaTopics::kafka, partition -> which)),
                    new ListOffsetsOptions().timeoutMs(PATIENCE_MS));
        }

        long of(TopicPartition partition) {
            if (unled.contains(partition)) {
                throw new CommandException(partition + " is not available; the broker says why when it starts");
            }
            return get(answers.partitionResult(kafka(partition))).offset();
        }

        Optional<String> trouble(TopicPartition partition) {
            try {
                of(partition);
                return Optional.empty();
            } catch (CommandException e) {
                return Optional.of(e.getCause() == null ? e.getMessage()
                        : "the broker does not give it (" + e.getCause().getMessage() + ")");
            }
        }
    }

    /// The offset of a partition that a specification names; -1 if there is none.
    long offset(TopicPartition partition, OffsetSpec which) {
        return new Offsets(List.of(partition), which).of(partition);
    }

    static org.apache.kafka.common.TopicPartition kafka(TopicPartition partition) {
        return new org.apache.kafka.common.TopicPartition(partition.topic(), partition.partition());
    }

    static TopicPartition ours(org.apache.kafka.common.TopicPartition partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }

    /// How much the partitions hold. A broker tells only who may look after it.
    private Map<TopicPartition, Long> sizes() {
        var sizes = new HashMap<TopicPartition, Long>();
        try {
            var nodes = get(admin.describeCluster().nodes()).stream().map(node -> node.id()).toList();
            get(admin.describeLogDirs(nodes).allDescriptions()).values().stream()
                    .flatMap(dirs -> dirs.values().stream()).map(LogDirDescription::replicaInfos)
                    .forEach(all -> all.forEach((partition, replica) -> sizes.put(ours(partition), replica.size())));
        } catch (CommandException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            System.err.println("gregor: the broker tells only its administrators how many bytes there are; "
                    + "they are shown as 0");
        }
        return sizes;
    }

    void create(String topic, int partitions, Map<String, String> settings) {
        var wish = new NewTopic(topic, Optional.of(partitions), Optional.empty());
        get(admin.createTopics(List.of(wish.configs(settings))).all());
    }

    void addPartitions(String topic, int total) {
        get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total))).all());
    }

    void alter(String topic, Map<String, String> changes) {
        List<AlterConfigOp> wishes = changes.entrySet().stream().map(change -> new AlterConfigOp(
                new ConfigEntry(change.getKey(), change.getValue()),
                change.getValue() == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET)).toList();
        get(admin.incrementalAlterConfigs(Map.of(resource(topic), wishes)).all());
    }

    void delete(String topic) {
        get(admin.deleteTopics(List.of(topic)).all());
    }
}
