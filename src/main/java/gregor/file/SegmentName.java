package gregor.file;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the files of a segment are called: its first offset, in 20 digits so that names sort as offsets do. While a
/// segment is rewritten its new files stand beside the old ones, and carry the number of their generation as well:
/// `00000000000000000000-1`. When the manifest names them, they get the names of the old ones.
record SegmentName(long baseOffset, int generation) implements Comparable<SegmentName> {
    private static final Pattern FILE =
            Pattern.compile("(0[0-8]\\d{18})(?:-(\\d{1,9}))?(\\.log|\\.index|\\.timeindex)?(\\.new)?");

    /// Reads the name of a segment, or of a file of one; empty if it is something else.
    static Optional<SegmentName> of(String file) {
        Matcher name = FILE.matcher(file);
        if (!name.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SegmentName(Long.parseLong(name.group(1)),
                name.group(2) == null ? 0 : Integer.parseInt(name.group(2))));
    }

    /// What its files are called when there are no others.
    String plain() {
        return "%020d".formatted(baseOffset);
    }

    /// Whether each of its batches begins where the one before ends. Compaction leaves gaps.
    boolean isDense() {
        return generation == 0;
    }

    @Override
    public int compareTo(SegmentName other) {
        int byOffset = Long.compare(baseOffset, other.baseOffset);
        return byOffset == 0 ? Integer.compare(generation, other.generation) : byOffset;
    }

    @Override
    public String toString() {
        return plain() + (generation == 0 ? "" : "-" + generation);
    }
}
