package gregor.file;

import module java.base;

/// The name of a segment's files: its base offset in 20 digits, so that names sort as offsets do. The files of a
/// rewritten segment first have a generation number too, `00000000000000000000-1`, and get the names of the old ones
/// when the manifest names them.
record SegmentName(long baseOffset, int generation) implements Comparable<SegmentName> {
    private static final Pattern FILE = Pattern
            .compile("(0[0-8]\\d{18})(?:-(\\d{1,9}))?(\\.log|\\.index|\\.timeindex|\\.txnindex)?(\\.new)?");

    /// Reads the name of a segment or of one of its files; empty if it is another name.
    static Optional<SegmentName> of(String file) {
        Matcher name = FILE.matcher(file);
        if (!name.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SegmentName(Long.parseLong(name.group(1)),
                name.group(2) == null ? 0 : Integer.parseInt(name.group(2))));
    }

    /// Returns the name without the generation.
    String plain() {
        return "%020d".formatted(baseOffset);
    }

    /// Whether each batch begins at the offset after the previous one. Compaction leaves gaps.
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
