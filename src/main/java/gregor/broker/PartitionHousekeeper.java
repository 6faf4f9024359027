package gregor.broker;

import gregor.compact.CleanerCheckpoint;
import gregor.compact.CompactionSettings;
import gregor.compact.Compactor;
import gregor.deque.Retention;
import gregor.deque.SpillingLog;
import gregor.file.FileLog;
import gregor.file.GroupCommit;
import gregor.list.Log;
import gregor.thread.LogClosedException;
import gregor.topic.ConfigKey;
import gregor.topic.TopicConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// The chores of one partition: what waits for the disk goes there, what is too old or too much leaves, what is
/// superseded is compacted. One thread at a time may call it.
final class PartitionHousekeeper {
    private final Partition partition;
    private final UUID topic;
    private final Archives archives;
    private final Catalog catalog;
    private final InstantSource clock;
    private long cleanBytes;
    private String told = "";

    PartitionHousekeeper(Partition partition, UUID topic, Archives archives, Catalog catalog, InstantSource clock) {
        this.partition = partition;
        this.topic = topic;
        this.archives = archives;
        this.catalog = catalog;
        this.clock = clock;
    }

    /// Does what is due, and returns what there is to tell about it; nothing twice. Whatever goes wrong is told too,
    /// and tried again the next time.
    Optional<String> run(TopicConfig configuration, BooleanSupplier goOn) {
        String news = "";
        try {
            flush();
            news += retain(configuration);
            if (BrokerTopicConfigs.compacts(configuration) && goOn.getAsBoolean()) {
                news += compact(configuration, goOn);
            }
            told = "";
        } catch (LogClosedException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            archives.closeOne(partition.name());
            partition.recordError(e);
            news = e.toString().equals(told) ? "" : e.getMessage();
            told = e.toString();
        }
        return Optional.ofNullable(news).filter(some -> !some.isEmpty());
    }

    private void flush() {
        if (partition.log() instanceof GroupCommit files) {
            files.withLog(file -> {
                file.flushIfDue();
                return null;
            });
        }
    }

    private String retain(TopicConfig configuration) {
        if (!BrokerTopicConfigs.forgets(configuration)) {
            return "";
        }
        Log log = partition.log();
        long before = log.start();
        Retention retention = retention(configuration);
        long upTo = retention.firstRetainedOffset(log, clock.instant());
        if (upTo <= before) {
            return "";
        }
        if (BrokerTopicConfigs.isArchived(configuration)) {
            new SpillingLog(log, retention, archives.of(partition.name()), clock).deleteBefore(upTo);
        } else {
            log.deleteBefore(upTo);
        }
        return "let go of offsets " + before + " to " + (upTo - 1)
                + (BrokerTopicConfigs.isArchived(configuration) ? ", which are in the archive" : "");
    }

    /// Files go segment by segment, so that nothing needs to be read. A segment is as old as its youngest event.
    private Retention retention(TopicConfig configuration) {
        if (!(partition.log() instanceof GroupCommit files)) {
            return configuration.retention();
        }
        long age = configuration.number(ConfigKey.RETENTION_MS.name());
        long bytes = configuration.number(ConfigKey.RETENTION_BYTES.name());
        return (log, now) -> {
            long oldest = age == -1 ? Long.MIN_VALUE : now.toEpochMilli() - age;
            long[] held = {bytes == -1 ? Long.MIN_VALUE : log.sizeInBytes()};
            return files.withLog(file -> file.firstRetainedOffset(part -> isOld(part, oldest)
                    || bytes != -1 && (held[0] -= part.sizeInBytes()) >= bytes));
        };
    }

    private static boolean isOld(FileLog.SegmentDescription part, long oldest) {
        return 0 <= part.maxTimestamp() && part.maxTimestamp() < oldest;
    }

    /// To know how much is dirty takes reading all of the log; so first there must be enough that has come since.
    private String compact(TopicConfig configuration, BooleanSupplier goOn) {
        Log log = partition.log();
        CompactionSettings compaction = BrokerTopicConfigs.compaction(configuration);
        long size = log.sizeInBytes();
        if (size - cleanBytes <= size * compaction.minDirtyRatio()) {
            return "";
        }
        var compactor = new Compactor(log, compaction, clock, cleanPoints(log));
        if (!compactor.isDue()) {
            cleanBytes = size / 2;
            return "";
        }
        long clean = compactor.cleanPoint();
        compactor.compact(goOn);
        cleanBytes = log.sizeInBytes();
        if (compactor.cleanPoint() == clean) {
            return "";
        }
        catalog.put(topic, partition.name().partition(), compactor.cleanPoints());
        return "compacted up to offset " + compactor.cleanPoint() + ", from " + size + " bytes to " + cleanBytes;
    }

    /// A log that has lost its end in a power cut may be shorter than it was when it was clean.
    private List<CleanerCheckpoint> cleanPoints(Log log) {
        List<CleanerCheckpoint> points = catalog.cleanPoints(topic, partition.name().partition());
        return points.isEmpty() || points.getLast().offset() <= log.end() ? points : List.of();
    }
}
