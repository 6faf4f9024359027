package gregor.broker;

import module java.base;

import gregor.compact.CleanerCheckpoint;
import gregor.compact.CompactionSettings;
import gregor.compact.Compactor;
import gregor.deque.ArchiveException;
import gregor.deque.Retention;
import gregor.deque.SpillingLog;
import gregor.list.Log;
import gregor.thread.LogClosedException;
import gregor.topic.TopicConfig;

/// Maintains one partition: forces what waits for the disk, deletes what exceeds retention, compacts. One thread at a
/// time may call it.
final class PartitionHousekeeper {
    private final Partition partition;
    private final UUID topic;
    private final Archives archives;
    private final Catalog catalog;
    private final InstantSource clock;
    private final Supplier<Maintenance> maintenance;
    private long cleanBytes;
    private String lastFailure = "";

    PartitionHousekeeper(Partition partition, UUID topic, Archives archives, Catalog catalog, InstantSource clock,
            Supplier<Maintenance> maintenance) {
        this.maintenance = maintenance;
        this.partition = partition;
        this.topic = topic;
        this.archives = archives;
        this.catalog = catalog;
        this.clock = clock;
    }

    /// Does what is due, and returns a report of it; empty if nothing was. A failure is reported once, and what failed
    /// is tried again in the next run.
    Optional<String> run(TopicConfig configuration, BooleanSupplier goOn) {
        String report = "";
        try {
            partition.log().flush();
            report += retain(configuration);
            if (BrokerTopicConfigs.compacts(configuration) && goOn.getAsBoolean()) {
                report += compact(configuration, goOn);
            }
            lastFailure = "";
        } catch (LogClosedException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            closeArchive();
            partition.recordError(e);
            report = e.toString().equals(lastFailure) ? "" : e.getMessage();
            lastFailure = e.toString();
        }
        return Optional.ofNullable(report).filter(text -> !text.isEmpty());
    }

    private void closeArchive() {
        try {
            archives.closeOne(partition.name());
        } catch (ArchiveException e) {
            // the failure before this one is reported
        }
    }

    private String retain(TopicConfig configuration) {
        if (!BrokerTopicConfigs.deletes(configuration)) {
            return "";
        }
        PartitionLog log = partition.log();
        long before = log.start();
        Retention retention = log.retention(configuration);
        boolean archived = BrokerTopicConfigs.isArchived(configuration);
        Log archivable = archived ? maintenance.get().cleanable(partition, log, Duration.ZERO) : log;
        long upTo = Math.min(retention.firstRetainedOffset(log, clock.instant()), archivable.end());
        if (upTo <= before) {
            return "";
        }
        if (archived) {
            new SpillingLog(archivable, retention, archives.of(partition.name()), clock).deleteBefore(upTo);
        } else {
            log.deleteBefore(upTo);
        }
        return "deleted offsets " + before + " to " + (upTo - 1) + (archived ? ", which are in the archive" : "");
    }

    /// Computes the dirty ratio only if enough bytes were added, since that reads the whole log.
    private String compact(TopicConfig configuration, BooleanSupplier goOn) {
        CompactionSettings compaction = BrokerTopicConfigs.compaction(configuration);
        Log log = maintenance.get().cleanable(partition, partition.log(), compaction.deleteRetention());
        long size = log.sizeInBytes();
        var compactor = new Compactor(log, compaction, clock, cleanPoints(log));
        boolean enough = size - cleanBytes > size * compaction.minDirtyRatio();
        if (!enough && !compactor.isOverdue()) {
            return "";
        }
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

    /// Returns the stored checkpoints, or none if the log ends before the last one: a power cut may have shortened it.
    private List<CleanerCheckpoint> cleanPoints(Log log) {
        List<CleanerCheckpoint> points = catalog.cleanPoints(topic, partition.name().partition());
        return points.isEmpty() || points.getLast().offset() <= log.end() ? points : List.of();
    }
}
