package gregor.list;

/// Somebody asked for an offset that the log does not have: it has left already, or nobody has written it yet.
public final class OffsetOutOfRangeException extends RuntimeException {
    private final long start;
    private final long end;

    /// Says what was asked for, and what there is.
    public OffsetOutOfRangeException(long offset, long start, long end) {
        super("offset " + offset + (offset < start ? " has left the log" : " is past the end of the log")
                + ": the earliest is " + start + ", the next to be written is " + end);
        this.start = start;
        this.end = end;
    }

    /// Does nothing if an offset lies in a log or at its end.
    public static void check(long offset, Log log) {
        if (offset < log.start() || offset > log.end()) {
            throw new OffsetOutOfRangeException(offset, log.start(), log.end());
        }
    }

    /// The earliest offset that can be read.
    public long start() {
        return start;
    }

    /// The offset that the next event will get.
    public long end() {
        return end;
    }
}
