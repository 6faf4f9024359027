package gregor.file;

import java.nio.file.Path;

/// A file of a log holds other bytes than were written to it. What lies before the position can still be read.
public final class CorruptLogException extends RuntimeException {
    private final Path file;
    private final long position;
    private final String what;

    /// Says where, and what is wrong there.
    public CorruptLogException(Path file, long position, String what) {
        super(file + " is damaged at position " + position + ": " + what
                + "; restore the file from a copy, or read on behind the damage");
        this.file = file;
        this.position = position;
        this.what = what;
    }

    /// The damaged file.
    public Path file() {
        return file;
    }

    /// Where in the file the damage was found: where a batch, an entry or a line should begin.
    public long position() {
        return position;
    }

    /// What is wrong there.
    public String what() {
        return what;
    }
}
