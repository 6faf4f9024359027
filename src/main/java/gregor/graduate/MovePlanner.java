package gregor.graduate;

import module java.base;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/// Looks at both sides of a move, and changes nothing.
final class MovePlanner {
    private static final int DEFAULT_REPLICAS = 3;
    /// The name of a topic that no cluster has, with which the target says which settings it knows.
    private static final String UNUSED = "gregor-settings-of-a-topic";

    private final ClusterConnection source;
    private final ClusterConnection target;
    private final MoveLimits limits;

    MovePlanner(ClusterConnection source, ClusterConnection target, MoveLimits limits) {
        this.source = source;
        this.target = target;
        this.limits = limits;
    }

    /// @throws MoveException if the source does not have a topic that is named, or has none at all
    MovePlan plan() {
        Set<String> names = names();
        Map<String, TopicDescription> topics = ClusterConnection
                .get(source.admin().describeTopics(names).allTopicNames());
        Map<String, SortedMap<String, String>> settings = settings(names);
        Set<String> known = knownSettings();
        known.remove(Move.MOVED_TO); // it says where the source's topic has moved
        Set<String> existing = ClusterConnection.get(target.admin().listTopics().names());
        Map<TopicPartition, MovePlan.Partition> partitions = partitions(topics.values());
        short replicas = limits.replicas().orElse((short) Math.min(DEFAULT_REPLICAS, target.brokers()));
        List<MovePlan.Topic> plans = topics.values().stream().sorted(Comparator.comparing(TopicDescription::name))
                .map(topic -> {
                    var kept = new TreeMap<>(settings.get(topic.name()));
                    var unknown = new TreeMap<>(kept);
                    kept.keySet().retainAll(known);
                    unknown.keySet().removeAll(known);
                    return new MovePlan.Topic(topic.name(), topic.topicId(), kept, unknown, topic.partitions().stream()
                            .map(each -> partitions.get(new TopicPartition(topic.name(), each.partition()))).toList(),
                            existing.contains(topic.name()), replicas);
                }).toList();
        return new MovePlan(plans, groups(partitions.keySet()), notes(plans));
    }

    private Set<String> names() {
        Set<String> all = ClusterConnection.get(source.admin().listTopics().names()).stream()
                .filter(name -> !name.startsWith("__")).collect(Collectors.toCollection(TreeSet::new));
        List<String> missing = limits.topics().stream().filter(name -> !all.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new MoveException("there is no topic " + String.join(", ", missing) + " at " + source.address());
        }
        if (all.isEmpty()) {
            throw new MoveException("there is no topic at " + source.address() + ", so there is nothing to move");
        }
        return limits.topics().isEmpty() ? all : limits.topics();
    }

    private Map<String, SortedMap<String, String>> settings(Set<String> names) {
        List<ConfigResource> resources = names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        var settings = new HashMap<String, SortedMap<String, String>>();
        ClusterConnection.get(source.admin().describeConfigs(resources).all()).forEach((topic, config) -> {
            var own = new TreeMap<String, String>();
            config.entries().stream().filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                    .forEach(entry -> own.put(entry.name(), entry.value()));
            settings.put(topic.name(), own);
        });
        return settings;
    }

    private Set<String> knownSettings() {
        var options = new CreateTopicsOptions().validateOnly(true);
        Config config = ClusterConnection.get(target.admin()
                .createTopics(List.of(new NewTopic(UNUSED, Optional.of(1), Optional.empty())), options).config(UNUSED));
        return config.entries().stream().map(ConfigEntry::name).collect(Collectors.toCollection(HashSet::new));
    }

    private Map<TopicPartition, MovePlan.Partition> partitions(Collection<TopicDescription> topics) {
        List<TopicPartition> names = topics.stream().flatMap(topic -> topic.partitions().stream()
                .map(TopicPartitionInfo::partition).map(number -> new TopicPartition(topic.name(), number))).toList();
        Map<TopicPartition, Long> begins = offsets(names, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(names, OffsetSpec.latest());
        Map<TopicPartition, Long> since = limits.since()
                .map(time -> offsets(names, OffsetSpec.forTimestamp(time.toEpochMilli()))).orElse(Map.of());
        Map<TopicPartition, Long> bytes = bytes();
        return names.stream().collect(Collectors.toMap(name -> name, name -> {
            long begin = Objects.requireNonNull(begins.get(name));
            long end = Objects.requireNonNull(ends.get(name));
            long at = since.getOrDefault(name, begin);
            long first = Math.max(begin, at < 0 ? end : at);
            long size = bytes.getOrDefault(name, 0L);
            return new MovePlan.Partition(name, limits.first(first, end, end == begin ? 0 : size / (end - begin)), end,
                    size);
        }));
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> names, OffsetSpec spec) {
        var options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, ListOffsetsResultInfo> offsets = ClusterConnection.get(source.admin()
                .listOffsets(names.stream().collect(Collectors.toMap(name -> name, _ -> spec)), options).all());
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /// The size of each partition on the disk of one broker.
    private Map<TopicPartition, Long> bytes() {
        var bytes = new HashMap<TopicPartition, Long>();
        List<Integer> brokers = ClusterConnection.get(source.admin().describeCluster().nodes()).stream()
                .map(org.apache.kafka.common.Node::id).toList();
        for (Map<String, LogDirDescription> folders : ClusterConnection
                .get(source.admin().describeLogDirs(brokers).allDescriptions()).values()) {
            folders.values().forEach(folder -> folder.replicaInfos()
                    .forEach((partition, replica) -> bytes.merge(partition, replica.size(), Math::max)));
        }
        return bytes;
    }

    private List<String> groups(Set<TopicPartition> partitions) {
        List<String> all = ClusterConnection.get(source.admin().listGroups().all()).stream().map(GroupListing::groupId)
                .toList();
        if (all.isEmpty()) {
            return List.of();
        }
        var spec = new ListConsumerGroupOffsetsSpec();
        var committed = ClusterConnection.get(source.admin()
                .listConsumerGroupOffsets(all.stream().collect(Collectors.toMap(group -> group, _ -> spec))).all());
        return committed.entrySet().stream()
                .filter(group -> group.getValue().keySet().stream().anyMatch(partitions::contains))
                .map(Map.Entry::getKey).sorted().toList();
    }

    private List<String> notes(List<MovePlan.Topic> topics) {
        var notes = new ArrayList<String>();
        topics.forEach(topic -> topic.unknown().entrySet().stream()
                .filter(setting -> !setting.getKey().equals(Move.MOVED_TO)).forEach(setting -> notes.add(topic.name()
                        + ": " + setting + " has no counterpart at " + target.address() + " and is left out")));
        topics.stream()
                .filter(topic -> topic.settings().containsKey("min.insync.replicas")
                        && Integer.parseInt(topic.settings().get("min.insync.replicas")) > topic.replicas())
                .forEach(topic -> notes.add(topic.name() + ": min.insync.replicas="
                        + topic.settings().get("min.insync.replicas") + " is more than its " + topic.replicas()
                        + " replicas, so no acks=all write would succeed"));
        return notes;
    }
}
