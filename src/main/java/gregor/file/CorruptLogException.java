package gregor.file;

import java.nio.file.Path;

/// A file of a log has other bytes than were written to it. The bytes before the position can still be read.
public final class CorruptLogException extends RuntimeException {
    private final Path file;
    private final long position;
    private final String what;

    /// @param what what is wrong at this position
    public CorruptLogException(Path file, long position, String what) {
        super(file + " is damaged at position " + position + ": " + what
                + "; restore the file from a copy, or continue reading after the damage");
        this.file = file;
        this.position = position;
        this.what = what;
    }

    /// Returns the damaged file.
    public Path file() {
        return file;
    }

    /// Returns the position of the damage in the file, in bytes: where a batch, an entry or a line should begin.
    public long position() {
        return position;
    }

    /// Returns what is wrong there.
    public String what() {
        return what;
    }
}
