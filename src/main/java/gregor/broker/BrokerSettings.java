package gregor.broker;

import gregor.file.BatchFormat;
import gregor.file.EventFormat;
import gregor.file.FsyncPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// How a broker is run.
///
/// @param folder     where its data is; empty if all of it is to be in memory, and gone when the broker is
/// @param archive    where the events go that retention removes from a topic with `archive=csv`
/// @param fsync      when the disk must have an event, unless its topic says otherwise
/// @param format     how batches are written to files
/// @param partitions how many a topic gets that somebody makes by writing to it; Kafka: `num.partitions`
/// @param autoCreate whether somebody can; Kafka: `auto.create.topics.enable`
/// @param statistics how often the broker writes down what it did
/// @param clock      what time it is
public record BrokerSettings(Optional<Path> folder, Path archive, FsyncPolicy fsync, BatchFormat format, int partitions,
        boolean autoCreate, Duration statistics, InstantSource clock) {
    /// @throws IllegalArgumentException if a number is not possible
    public BrokerSettings {
        if (partitions < 1) {
            throw new IllegalArgumentException("a topic has 1 partition or more, not " + partitions);
        }
        if (!statistics.isPositive()) {
            throw new IllegalArgumentException("statistics are written after some time, not after " + statistics);
        }
    }

    /// Data in a folder; each append waits for the disk; topics are made when they are written to, with one partition;
    /// statistics every five minutes.
    public static BrokerSettings in(Path folder) {
        return new BrokerSettings(Optional.of(folder), folder.resolve("archive"), FsyncPolicy.everyAppend(),
                new EventFormat(),
                1, true, Duration.ofMinutes(5), InstantSource.system());
    }

    /// The same, but nothing is on the disk, except for archives that a topic asks for.
    public static BrokerSettings inMemory(Path archive) {
        return new BrokerSettings(Optional.empty(), archive, FsyncPolicy.never(), new EventFormat(), 1, true,
                Duration.ofMinutes(5), InstantSource.system());
    }

    /// Returns the same settings with another clock.
    public BrokerSettings with(InstantSource other) {
        return new BrokerSettings(folder, archive, fsync, format, partitions, autoCreate, statistics, other);
    }

    /// Returns the same settings with another policy.
    public BrokerSettings with(FsyncPolicy other) {
        return new BrokerSettings(folder, archive, other, format, partitions, autoCreate, statistics, clock);
    }

    /// Returns the same settings with another format.
    public BrokerSettings with(BatchFormat other) {
        return new BrokerSettings(folder, archive, fsync, other, partitions, autoCreate, statistics, clock);
    }

    /// Returns the same settings with another place for archives.
    public BrokerSettings withArchive(Path other) {
        return new BrokerSettings(folder, other, fsync, format, partitions, autoCreate, statistics, clock);
    }

    /// Returns the same settings with other topics that are made by writing to them.
    ///
    /// @throws IllegalArgumentException if there is to be no partition
    public BrokerSettings withNewTopics(int partitions, boolean autoCreate) {
        return new BrokerSettings(folder, archive, fsync, format, partitions, autoCreate, statistics, clock);
    }

    /// Returns the same settings with statistics at another interval.
    ///
    /// @throws IllegalArgumentException if the interval is not positive
    public BrokerSettings withStatistics(Duration interval) {
        return new BrokerSettings(folder, archive, fsync, format, partitions, autoCreate, interval, clock);
    }
}
