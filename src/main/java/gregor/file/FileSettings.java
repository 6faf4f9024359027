package gregor.file;

import java.time.Duration;
import java.time.InstantSource;

/// How a log in files is kept.
///
/// @param segmentBytes  a segment is full when the next batch would make it larger; at most 1 GiB (Kafka:
///                      `segment.bytes`, 1 GiB)
/// @param segmentAge    and also when it is as old as that (Kafka: `segment.ms`, a week)
/// @param indexBytes    one batch in so many bytes has an entry in the indexes (Kafka: `index.interval.bytes`)
/// @param fsync         when the disk must have what was written
/// @param format        how a batch is written
/// @param clock         says how old a segment is, and how long something has waited for the disk
public record FileSettings(int segmentBytes, Duration segmentAge, int indexBytes, FsyncPolicy fsync,
        BatchFormat format, InstantSource clock) {
    /// @throws IllegalArgumentException if a number is not possible
    public FileSettings {
        if (segmentBytes < 1 || segmentBytes > 1 << 30) {
            throw new IllegalArgumentException("a segment has 1 byte to 1 GiB, not " + segmentBytes);
        }
        if (indexBytes < 1) {
            throw new IllegalArgumentException("an index has an entry for each 1 byte or more, not " + indexBytes);
        }
    }

    /// Segments of 64 MiB or a week, an entry for each 4 KiB, and each append waits for the disk.
    public static FileSettings defaults() {
        return new FileSettings(1 << 26, Duration.ofDays(7), 1 << 12, FsyncPolicy.everyAppend(), new EventFormat(),
                InstantSource.system());
    }

    /// Returns the same settings with another size of segments.
    public FileSettings withSegmentBytes(int bytes) {
        return new FileSettings(bytes, segmentAge, indexBytes, fsync, format, clock);
    }

    /// Returns the same settings with another age of segments, by a clock.
    public FileSettings withSegmentAge(Duration age, InstantSource clock) {
        return new FileSettings(segmentBytes, age, indexBytes, fsync, format, clock);
    }

    /// Returns the same settings with another distance between entries of the indexes.
    public FileSettings withIndexBytes(int bytes) {
        return new FileSettings(segmentBytes, segmentAge, bytes, fsync, format, clock);
    }

    /// Returns the same settings with another policy.
    public FileSettings with(FsyncPolicy policy) {
        return new FileSettings(segmentBytes, segmentAge, indexBytes, policy, format, clock);
    }

    /// Returns the same settings with another format.
    public FileSettings with(BatchFormat other) {
        return new FileSettings(segmentBytes, segmentAge, indexBytes, fsync, other, clock);
    }
}
