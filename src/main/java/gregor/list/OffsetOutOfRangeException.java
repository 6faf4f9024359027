package gregor.list;

/// Reports an offset before the start of a log or after its end. Kafka: `OFFSET_OUT_OF_RANGE`.
public final class OffsetOutOfRangeException extends RuntimeException {
    private final long start;
    private final long end;

    /// @param start the earliest offset of the log
    /// @param end   the offset that the next event will get
    public OffsetOutOfRangeException(long offset, long start, long end) {
        super("offset " + offset + (offset < start ? " has left the log" : " is past the end of the log")
                + ": the earliest is " + start + ", the next to be written is " + end);
        this.start = start;
        this.end = end;
    }

    /// Checks that a log has an offset, or ends there.
    ///
    /// @throws OffsetOutOfRangeException if not
    public static void check(long offset, Log log) {
        if (offset < log.start() || offset > log.end()) {
            throw new OffsetOutOfRangeException(offset, log.start(), log.end());
        }
    }

    /// Returns the earliest offset that can be read.
    public long start() {
        return start;
    }

    /// Returns the offset that the next event will get.
    public long end() {
        return end;
    }
}
