package gregor.ancestor;

import module java.base;

/// Reports a part of a file, mostly its incomplete end, that is no record and was moved to another file. Its offsets
/// are not used again.
///
/// @param file     the file that had the part
/// @param position where in that file the part began
/// @param bytes    its length; 0 if only a line break was missing there
/// @param aside    the file that has it now
public record TornTail(Path file, long position, long bytes, Path aside) {
    public void log() {
        System.getLogger(TornTail.class.getName()).log(System.Logger.Level.WARNING, toString());
    }

    @Override
    public String toString() {
        return file.getFileName() + ": " + (bytes == 0
                ? "no line break before the record at byte " + position + "; added it"
                : "no complete record at byte " + position + "; moved " + bytes + " bytes to " + aside.getFileName());
    }
}
