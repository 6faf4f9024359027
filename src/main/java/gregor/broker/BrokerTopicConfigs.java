package gregor.broker;

import module java.base;

import gregor.compact.CompactionSettings;
import gregor.deque.Retention;
import gregor.file.FileSettings;
import gregor.file.FsyncPolicy;
import gregor.topic.ConfigKey;
import gregor.topic.InvalidConfigurationException;
import gregor.topic.TopicConfig;

/// The settings of a broker's topics, with Kafka's names and defaults.
///
/// `archive`, `retention.messages` and `moved.to` are Gregor's own; Kafka has none of them. Two defaults differ from
/// Kafka's: `segment.bytes`, because opening a log reads its last segment, and `flush.messages`, because no other machine
/// has a copy of an event. The timestamp settings apply to batches that a client has made; a door that makes batches of
/// events sets their timestamps itself.
///
/// `compression.type` has no effect on a log whose format has no compression. `min.insync.replicas` has none at all:
/// Kafka demands at most as many replicas as a partition has, and here that is one. A batch that is larger than
/// `segment.bytes` gets a segment of its own (Kafka: `RECORD_LIST_TOO_LARGE`).
final class BrokerTopicConfigs {
    private static final String RETENTION_MESSAGES = "retention.messages";
    private static final String CLEANUP = "cleanup.policy";
    private static final String ARCHIVE = "archive";
    private static final String MOVED_TO = "moved.to";
    private static final String MESSAGE_BYTES = "max.message.bytes";
    private static final String SEGMENT_BYTES = "segment.bytes";
    private static final String SEGMENT_MS = "segment.ms";
    private static final String INDEX_BYTES = "index.interval.bytes";
    private static final String FLUSH_MESSAGES = "flush.messages";
    private static final String FLUSH_MS = "flush.ms";
    private static final String DIRTY_RATIO = "min.cleanable.dirty.ratio";
    private static final String MIN_LAG = "min.compaction.lag.ms";
    private static final String MAX_LAG = "max.compaction.lag.ms";
    private static final String DELETE_RETENTION = "delete.retention.ms";
    private static final String COMPRESSION = "compression.type";
    private static final String MIN_REPLICAS = "min.insync.replicas";
    private static final String TIMESTAMP_TYPE = "message.timestamp.type";
    private static final String TIMESTAMP_BEFORE = "message.timestamp.before.max.ms";
    private static final String TIMESTAMP_AFTER = "message.timestamp.after.max.ms";
    private static final Pattern HOST_PORT = Pattern.compile("(\\S+:\\d{1,5}(,\\S+:\\d{1,5})*)?");
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private BrokerTopicConfigs() {}

    /// Returns all settings with their defaults.
    static TopicConfig defaults(FsyncPolicy fsync) {
        return TopicConfig.of(List.of(ConfigKey.RETENTION_MS, ConfigKey.RETENTION_BYTES,
                new ConfigKey(RETENTION_MESSAGES, "-1", "-1, or a whole number from 1 on",
                        value -> value.matches("-1|[1-9]\\d{0,17}")),
                choice(CLEANUP, "delete", "compact", "compact,delete", "delete,compact"),
                choice(ARCHIVE, "none", "csv"),
                new ConfigKey(MOVED_TO, "", "the host:port to which the topic has moved",
                        value -> HOST_PORT.matcher(value).matches()),
                number(MESSAGE_BYTES, 1_048_588, 1, 1 << 26), number(SEGMENT_BYTES, 1 << 26, 14, 1 << 30),
                ConfigKey.number(SEGMENT_MS, 7 * DAY, 1), number(INDEX_BYTES, 4096, 1, 1 << 30),
                ConfigKey.number(FLUSH_MESSAGES, fsync.events(), 1),
                ConfigKey.number(FLUSH_MS, millis(fsync.time()), 0), ratio(DIRTY_RATIO, "0.5"),
                ConfigKey.number(MIN_LAG, 0, 0), ConfigKey.number(MAX_LAG, Long.MAX_VALUE, 1),
                ConfigKey.number(DELETE_RETENTION, DAY, 0),
                choice(COMPRESSION, "producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"),
                number(MIN_REPLICAS, 1, 1, Integer.MAX_VALUE), choice(TIMESTAMP_TYPE, "CreateTime", "LogAppendTime"),
                ConfigKey.number(TIMESTAMP_BEFORE, Long.MAX_VALUE, 0), ConfigKey.number(TIMESTAMP_AFTER, HOUR, 0)));
    }

    private static long millis(Duration time) {
        return time.compareTo(Duration.ofMillis(Long.MAX_VALUE)) >= 0 ? Long.MAX_VALUE : time.toMillis();
    }

    private static ConfigKey choice(String name, String... values) {
        return new ConfigKey(name, values[0], "one of " + String.join(", ", values), Set.of(values)::contains);
    }

    private static ConfigKey number(String name, long defaultValue, long min, long max) {
        Predicate<String> atLeast = ConfigKey.number(name, defaultValue, min).accepts();
        return new ConfigKey(name, "" + defaultValue, "a whole number from " + min + " to " + max,
                value -> atLeast.test(value) && Long.parseLong(value) <= max);
    }

    private static ConfigKey ratio(String name, String defaultValue) {
        return new ConfigKey(name, defaultValue, "a number from 0 to 1",
                value -> value.matches("0|1|[01]?\\.\\d+") && Double.parseDouble(value) <= 1);
    }

    /// Checks the settings against each other.
    ///
    /// @throws InvalidConfigurationException if two of them contradict each other
    static void check(TopicConfig configuration) {
        if (isArchived(configuration) && !deletes(configuration)) {
            throw new InvalidConfigurationException("archive=csv keeps what retention deletes, and with "
                    + "cleanup.policy=compact it deletes nothing; set cleanup.policy=compact,delete, or archive=none");
        }
        if (configuration.number(MIN_LAG) > configuration.number(MAX_LAG)) {
            throw new InvalidConfigurationException(MIN_LAG + "=" + configuration.number(MIN_LAG) + " is larger than "
                    + MAX_LAG + "=" + configuration.number(MAX_LAG) + "; make it smaller, or " + MAX_LAG + " larger");
        }
    }

    /// Returns whether the topic is compacted; then each event needs a key.
    static boolean compacts(TopicConfig configuration) {
        return configuration.value(CLEANUP).contains("compact");
    }

    /// Returns whether events are deleted by age and size.
    static boolean deletes(TopicConfig configuration) {
        return configuration.value(CLEANUP).contains("delete");
    }

    /// Returns the retention rule of `retention.messages`: the offsets that a partition retains at most, gaps included.
    static Retention retentionByCount(TopicConfig configuration) {
        long max = configuration.number(RETENTION_MESSAGES);
        return max == -1 ? Retention.forever() : Retention.count(max, 1);
    }

    /// Returns whether events go to an archive before they are deleted.
    static boolean isArchived(TopicConfig configuration) {
        return configuration.value(ARCHIVE).equals("csv");
    }

    /// Returns where a topic has moved, which takes no new events since; empty if it has not.
    static String movedTo(TopicConfig configuration) {
        return configuration.value(MOVED_TO);
    }

    static int maxMessageBytes(TopicConfig configuration) {
        return (int) configuration.number(MESSAGE_BYTES);
    }

    /// Returns the codec in which batches are stored; `producer` for the one that their producers chose.
    static String compression(TopicConfig configuration) {
        return configuration.value(COMPRESSION);
    }

    static CompactionSettings compaction(TopicConfig configuration) {
        return new CompactionSettings(Double.parseDouble(configuration.value(DIRTY_RATIO)),
                Duration.ofMillis(configuration.number(MIN_LAG)), Duration.ofMillis(configuration.number(MAX_LAG)),
                Duration.ofMillis(configuration.number(DELETE_RETENTION)), CompactionSettings.DEFAULT.maxKeys());
    }

    static FileSettings files(TopicConfig configuration, BrokerSettings settings) {
        return new FileSettings((int) configuration.number(SEGMENT_BYTES),
                Duration.ofMillis(configuration.number(SEGMENT_MS)), (int) configuration.number(INDEX_BYTES),
                fsync(configuration), settings.format(), settings.clock());
    }

    private static FsyncPolicy fsync(TopicConfig configuration) {
        long events = configuration.number(FLUSH_MESSAGES);
        return events == 1
                ? FsyncPolicy.everyAppend()
                : new FsyncPolicy(events, Duration.ofMillis(configuration.number(FLUSH_MS)));
    }
}
