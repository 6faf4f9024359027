package gregor.file;

import module java.base;

/// What the disk has of a log for certain: a position in the last segment, and the end of the log there.
final class ForcedState {
    private long position;
    private long end;
    private Instant time;

    /// Records that the disk has all before an offset, which is the base offset of an empty last segment.
    void startSegment(long offset) {
        position = 0;
        end = offset;
    }

    /// Records a force that has ended.
    ///
    /// @param last the last segment now; the force may have been of an earlier one
    void record(FileLog.Force force, Segment last, InstantSource clock) {
        if (force.segment() == last) {
            position = force.length();
        }
        end = Math.max(end, force.end());
        time = clock.instant();
    }

    /// Returns the position in the last segment, in bytes.
    long position() {
        return position;
    }

    /// Returns the offset before which the disk has every event.
    long end() {
        return end;
    }

    /// Whether a force is due when the log ends at an offset.
    boolean isDue(FileSettings settings, long logEnd) {
        return settings.fsync().isDue(logEnd - end, Duration.between(time, settings.clock().instant()));
    }
}
