package gregor.broker;

import gregor.compact.CompactionSettings;
import gregor.file.FileSettings;
import gregor.file.FsyncPolicy;
import gregor.topic.ConfigKey;
import gregor.topic.InvalidConfigurationException;
import gregor.topic.TopicConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The settings of a broker's topics, by Kafka's names and with its standards, and what follows from them.
///
/// One is ours, `archive`, and two have another standard: `segment.bytes`, since opening reads the last segment, and
/// `flush.messages`, since there is no second machine that has the event too. Those about timestamps are for batches
/// that come in whole; a door that makes them of events stamps them itself.
final class BrokerTopicConfigs {
    private static final String CLEANUP = "cleanup.policy";
    private static final String ARCHIVE = "archive";
    private static final String MESSAGE_BYTES = "max.message.bytes";
    private static final String SEGMENT_BYTES = "segment.bytes";
    private static final String SEGMENT_MS = "segment.ms";
    private static final String INDEX_BYTES = "index.interval.bytes";
    private static final String FLUSH_MESSAGES = "flush.messages";
    private static final String FLUSH_MS = "flush.ms";
    private static final String DIRTY_RATIO = "min.cleanable.dirty.ratio";
    private static final String COMPACTION_LAG = "min.compaction.lag.ms";
    private static final String DELETE_RETENTION = "delete.retention.ms";
    private static final String TIMESTAMP_TYPE = "message.timestamp.type";
    private static final String TIMESTAMP_BEFORE = "message.timestamp.before.max.ms";
    private static final String TIMESTAMP_AFTER = "message.timestamp.after.max.ms";
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private BrokerTopicConfigs() {}

    /// All settings, each at its standard.
    static TopicConfig standard(FsyncPolicy fsync) {
        return TopicConfig.of(List.of(
                ConfigKey.RETENTION_MS, ConfigKey.RETENTION_BYTES,
                choice(CLEANUP, "delete", "compact", "compact,delete", "delete,compact"),
                choice(ARCHIVE, "none", "csv"),
                number(MESSAGE_BYTES, 1_048_588, 1, 1 << 26),
                number(SEGMENT_BYTES, 1 << 26, 1024, 1 << 30),
                ConfigKey.number(SEGMENT_MS, 7 * DAY, 1),
                number(INDEX_BYTES, 4096, 1, 1 << 30),
                ConfigKey.number(FLUSH_MESSAGES, fsync.events(), 1),
                ConfigKey.number(FLUSH_MS, millis(fsync.time()), 0),
                ratio(DIRTY_RATIO, "0.5"),
                ConfigKey.number(COMPACTION_LAG, 0, 0),
                ConfigKey.number(DELETE_RETENTION, DAY, 0),
                choice(TIMESTAMP_TYPE, "CreateTime", "LogAppendTime"),
                ConfigKey.number(TIMESTAMP_BEFORE, Long.MAX_VALUE, 0),
                ConfigKey.number(TIMESTAMP_AFTER, HOUR, 0)));
    }

    private static long millis(Duration time) {
        return time.compareTo(Duration.ofMillis(Long.MAX_VALUE)) >= 0 ? Long.MAX_VALUE : time.toMillis();
    }

    private static ConfigKey choice(String name, String... values) {
        return new ConfigKey(name, values[0], "one of " + String.join(", ", values), Set.of(values)::contains);
    }

    private static ConfigKey number(String name, long standard, long least, long most) {
        Predicate<String> atLeast = ConfigKey.number(name, standard, least).accepts();
        return new ConfigKey(name, "" + standard, "a whole number from " + least + " to " + most,
                value -> atLeast.test(value) && Long.parseLong(value) <= most);
    }

    private static ConfigKey ratio(String name, String standard) {
        return new ConfigKey(name, standard, "a number from 0 to 1", value -> value.matches("0|1|[01]?\\.\\d+")
                && Double.parseDouble(value) <= 1);
    }

    /// Checks what no setting can know of another.
    ///
    /// @throws InvalidConfigurationException if two of them contradict each other
    static void check(TopicConfig configuration) {
        if (isArchived(configuration) && !forgets(configuration)) {
            throw new InvalidConfigurationException("archive=csv keeps what retention removes, and with "
                    + "cleanup.policy=compact it removes nothing; set cleanup.policy=compact,delete, or archive=none");
        }
        if (configuration.number(MESSAGE_BYTES) > configuration.number(SEGMENT_BYTES)) {
            throw new InvalidConfigurationException("a batch of " + MESSAGE_BYTES + "="
                    + configuration.number(MESSAGE_BYTES) + " would not fit into a segment of " + SEGMENT_BYTES + "="
                    + configuration.number(SEGMENT_BYTES) + "; make the batch smaller or the segment larger");
        }
    }

    /// Whether the latest event of each key stays, and each event must have one.
    static boolean compacts(TopicConfig configuration) {
        return configuration.value(CLEANUP).contains("compact");
    }

    /// Whether events leave by age and size.
    static boolean forgets(TopicConfig configuration) {
        return configuration.value(CLEANUP).contains("delete");
    }

    /// Whether what leaves goes to an archive first.
    static boolean isArchived(TopicConfig configuration) {
        return configuration.value(ARCHIVE).equals("csv");
    }

    static int maxMessageBytes(TopicConfig configuration) {
        return (int) configuration.number(MESSAGE_BYTES);
    }

    static CompactionSettings compaction(TopicConfig configuration) {
        return new CompactionSettings(Double.parseDouble(configuration.value(DIRTY_RATIO)),
                Duration.ofMillis(configuration.number(COMPACTION_LAG)),
                Duration.ofMillis(configuration.number(DELETE_RETENTION)), CompactionSettings.DEFAULT.maxKeys());
    }

    static FileSettings files(TopicConfig configuration, BrokerSettings settings) {
        return new FileSettings((int) configuration.number(SEGMENT_BYTES),
                Duration.ofMillis(configuration.number(SEGMENT_MS)), (int) configuration.number(INDEX_BYTES),
                fsync(configuration), settings.format(), settings.clock());
    }

    private static FsyncPolicy fsync(TopicConfig configuration) {
        long events = configuration.number(FLUSH_MESSAGES);
        return events == 1 ? FsyncPolicy.everyAppend()
                : new FsyncPolicy(events, Duration.ofMillis(configuration.number(FLUSH_MS)));
    }
}
