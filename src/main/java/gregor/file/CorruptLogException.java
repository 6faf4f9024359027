package gregor.file;

import module java.base;

/// A file of a log is missing, or has other bytes than were written to it. The bytes before the position can still be
/// read, and so can the offsets from [#nextOffset()] on.
public final class CorruptLogException extends RuntimeException {
    private final Path file;
    private final long position;
    private final String what;
    private final long nextOffset;

    /// @param what what is wrong at this position
    public CorruptLogException(Path file, long position, String what) {
        this(file, position, what, -1, "", "; restore the file from a copy");
    }

    private CorruptLogException(Path file, long position, String what, long nextOffset, String before, String advice) {
        super(before + place(file, position) + what + advice);
        this.file = file;
        this.position = position;
        this.what = what;
        this.nextOffset = nextOffset;
    }

    private static String place(Path file, long position) {
        return file + " is damaged at position " + position + ": ";
    }

    /// Returns the same exception with the offsets that the damage makes unreadable, `first` to `next` - 1.
    CorruptLogException at(long first, long next) {
        var located = new CorruptLogException(file, position, what, next, offsets(first, next) + " cannot be read: ",
                advice(next));
        located.initCause(this);
        return located;
    }

    static String advice(long next) {
        return "; restore the file from a copy, or continue reading at offset " + next;
    }

    /// Returns the offsets `first` to `next` - 1 as words.
    static String offsets(long first, long next) {
        return next - first <= 1 ? "offset " + first : "offsets " + first + " to " + (next - 1);
    }

    public Path file() {
        return file;
    }

    /// Returns the position of the damage in the file, in bytes: where a batch, an entry or a line should begin.
    public long position() {
        return position;
    }

    public String what() {
        return what;
    }

    /// Returns the first offset after the damage at which reading can continue; -1 if the damage is not of events.
    public long nextOffset() {
        return nextOffset;
    }
}
