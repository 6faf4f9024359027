package gregor.file;

import module java.base;

/// The settings of a log in files.
///
/// @param segmentBytes the largest size of a segment with more than one batch, 1 byte to 1 GiB (Kafka:
///                     `segment.bytes`)
/// @param segmentAge   the age at which a segment is full (Kafka: `segment.ms`)
/// @param indexBytes   the bytes between two batches with an entry in the indexes (Kafka: `index.interval.bytes`)
/// @param fsync        when the disk must have what was written
/// @param clock        the time for the age of segments and for the fsync policy
public record FileSettings(int segmentBytes, Duration segmentAge, int indexBytes, FsyncPolicy fsync, BatchFormat format,
        InstantSource clock) {
    /// @throws IllegalArgumentException if a number is out of range
    public FileSettings {
        if (segmentBytes < 1 || segmentBytes > 1 << 30) {
            throw new IllegalArgumentException("the size of a segment must be 1 byte to 1 GiB, not " + segmentBytes);
        }
        if (indexBytes < 1) {
            throw new IllegalArgumentException("the bytes between index entries must be 1 or more, not " + indexBytes);
        }
    }

    /// Returns the defaults: segments of 64 MiB or a week, an index entry every 4 KiB, a force for each append.
    public static FileSettings defaults() {
        return new FileSettings(1 << 26, Duration.ofDays(7), 1 << 12, FsyncPolicy.everyAppend(), new EventFormat(),
                InstantSource.system());
    }

    public FileSettings withSegmentBytes(int bytes) {
        return new FileSettings(bytes, segmentAge, indexBytes, fsync, format, clock);
    }

    public FileSettings withSegmentAge(Duration age, InstantSource clock) {
        return new FileSettings(segmentBytes, age, indexBytes, fsync, format, clock);
    }

    public FileSettings withIndexBytes(int bytes) {
        return new FileSettings(segmentBytes, segmentAge, bytes, fsync, format, clock);
    }

    public FileSettings with(FsyncPolicy policy) {
        return new FileSettings(segmentBytes, segmentAge, indexBytes, policy, format, clock);
    }

    public FileSettings with(BatchFormat other) {
        return new FileSettings(segmentBytes, segmentAge, indexBytes, fsync, other, clock);
    }
}
