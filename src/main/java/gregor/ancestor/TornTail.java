package gregor.ancestor;

import java.nio.file.Path;

/// A report: what stood at the end of a file and was no complete record. It was set aside in a file of its own
/// before anything was written behind it, and its offsets are not given again.
///
/// @param file     the file that it was the end of
/// @param position the byte of that file at which it began
/// @param bytes    how long it was
/// @param aside    the file that has it now
public record TornTail(Path file, long position, long bytes, Path aside) {
    @Override
    public String toString() {
        return file.getFileName() + ": from byte " + position + " on there was no complete record; the last " + bytes
                + " bytes are in " + aside.getFileName() + " now";
    }
}
