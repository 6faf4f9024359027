package gregor.ancestor;

import java.nio.file.Path;

/// Reports an incomplete end of a file that was moved to another file. Its offsets are not used again.
///
/// @param file     the file that had the incomplete end
/// @param position where in that file the end began
/// @param bytes    its length
/// @param aside    the file that has it now
public record TornTail(Path file, long position, long bytes, Path aside) {
    @Override
    public String toString() {
        return file.getFileName() + ": incomplete record at byte " + position + "; moved the last " + bytes
                + " bytes to " + aside.getFileName();
    }
}
