package gregor.file;

import module java.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import gregor.deque.ArchiveException;

/// The checksums of a [DurableArchive], in a file next to it (`0.csv.sums`), by which [#check(Path)] finds rows that
/// were changed or lost after they had been written. The CSV file itself stays plain CSV.
///
/// Each line is for a span of about 1 MiB of the CSV file: its first byte, the byte after it, the last offset in it,
/// and the CRC-32C of its bytes.
///
/// ```
///                0          1049011             9310 5f3c9a10
///          1049011          1320042            11702 00ab12cd
/// ```
///
/// A line is written after its rows are on the disk, and is not forced. So after a crash rows may be without a
/// checksum, which opening the archive adds; but no checksum is wrong. A line of a finished span never changes: if rows
/// are lost and others appended, the old line still shows it.
public final class ArchiveChecksums implements AutoCloseable {
    private static final String ENDING = ".sums";
    private static final int SPAN_BYTES = 1 << 20;
    private static final int LINE_BYTES = 3 * (18 + 1) + 8 + 1;
    private static final Pattern LINE = Pattern.compile(" *(\\d{1,18}) +(\\d{1,18}) +(-?\\d{1,18}) ([0-9a-f]{8})");

    private final DataFile file;
    private final CRC32C crc = new CRC32C();
    private long from;
    private long to;
    private long line;

    /// The bytes of a file from one to before another, with their checksum.
    private record Span(long from, long to, long lastOffset, int crc) {
        static Span of(Matcher line) {
            return new Span(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)), Long.parseLong(line.group(3)),
                    Integer.parseUnsignedInt(line.group(4), 16));
        }
    }

    /// What [#check(Path)] has found.
    public enum State {
        /// Every byte is as it was written.
        OK,
        /// The archive has no checksums, or not for its last rows: it is older than they are, or a broker writes to it
        /// or was killed. A broker adds them when it opens the archive.
        UNCHECKED,
        /// Rows differ from what was written, or are missing.
        DAMAGED
    }

    /// The result of a check.
    ///
    /// @param problem what is wrong and what to do; empty unless the state is [State#DAMAGED]
    public record Check(State state, String problem) {}

    /// Opens the checksums of an archive, and adds one for rows that have none.
    ///
    /// @param lastOffset the last offset in the archive; -1 if it is empty
    ArchiveChecksums(Path archive, FileChannel rows, long lastOffset) throws IOException {
        file = new DataFile(beside(archive));
        List<Span> spans = file.exists() ? spans(archive) : List.of();
        long length = file.exists() ? file.size() : file.createEmpty().size();
        line = length - length % LINE_BYTES;
        to = Math.min(rows.size(), spans.isEmpty() ? 0 : spans.getLast().to());
        from = to;
        read(rows, from, rows.size(), crc);
        to = rows.size();
        write(lastOffset);
    }

    private static Path beside(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ENDING);
    }

    /// Adds bytes at the end of the archive; [#write(long)] must follow when the disk has them.
    void add(byte[] bytes) {
        if (to - from >= SPAN_BYTES) {
            line += LINE_BYTES;
            from = to;
            crc.reset();
        }
        crc.update(bytes);
        to += bytes.length;
    }

    /// Writes the line of the current span. If that fails, a later call writes it: the archive has its rows.
    void write(long lastOffset) {
        try {
            if (to > from) {
                file.write(ByteBuffer.wrap(line(lastOffset)), line);
            }
        } catch (StorageException e) {
            // a check then reports the rows as unchecked
        }
    }

    /// Returns the line of the current span, which always has the same length, so that it can be written over.
    private byte[] line(long lastOffset) {
        return "%18d %18d %18d %08x\n".formatted(from, to, lastOffset, (int) crc.getValue()).getBytes(ISO_8859_1);
    }

    /// Reads the lines; one that is damaged is omitted, so that its rows count as unchecked.
    private static List<Span> spans(Path archive) throws IOException {
        return Files.readAllLines(beside(archive), ISO_8859_1).stream().map(LINE::matcher).filter(Matcher::matches)
                .map(Span::of).toList();
    }

    private static void read(FileChannel rows, long from, long to, CRC32C crc) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        for (long at = from; at < to; at += buffer.limit()) {
            int count = rows.read(buffer.clear().limit((int) Math.min(buffer.capacity(), to - at)), at);
            if (count < 0) {
                return;
            }
            crc.update(buffer.flip());
        }
    }

    /// Compares an archive with its checksums. It changes nothing, and another process may be writing to the archive.
    ///
    /// @throws ArchiveException if the archive cannot be read
    public static Check check(Path archive) {
        try {
            if (!Files.exists(beside(archive))) {
                return new Check(State.UNCHECKED, "");
            }
            try (FileChannel rows = FileChannel.open(archive)) {
                return check(archive, rows);
            }
        } catch (IOException e) {
            throw new ArchiveException("cannot read the archive " + archive, e);
        }
    }

    private static Check check(Path archive, FileChannel rows) throws IOException {
        List<Span> spans = spans(archive);
        long checked = 0;
        long firstOffset = 0;
        var wrong = new ArrayList<String>();
        for (Span span : spans) {
            if (!matches(span, rows) && spans(archive).contains(span)) {
                wrong.add("offsets " + firstOffset + " to " + span.lastOffset() + " (bytes " + span.from() + " to "
                        + span.to() + (rows.size() < span.to() ? ", and the file ends at " + rows.size() : "") + ")");
            }
            checked = span.from() <= checked ? Math.max(checked, span.to()) : checked;
            firstOffset = span.lastOffset() + 1;
        }
        if (wrong.isEmpty()) {
            return new Check(checked < rows.size() ? State.UNCHECKED : State.OK, "");
        }
        return new Check(State.DAMAGED, "the archive " + archive + " is not as it was written: rows are changed or"
                + " missing among " + wrong.getFirst()
                + (wrong.size() == 1 ? "" : ", and later (" + (wrong.size() - 1) + " more)")
                + "; restore the file from a backup, or delete " + beside(archive) + " to accept it as it is");
    }

    private static boolean matches(Span span, FileChannel rows) throws IOException {
        var crc = new CRC32C();
        read(rows, span.from(), span.to(), crc);
        return (int) crc.getValue() == span.crc() && span.to() <= rows.size();
    }

    /// Returns the archive whose checksums a file has; empty if the file is none or the archive exists.
    public static Optional<Path> missingArchive(Path sums) {
        String name = sums.getFileName().toString();
        return name.endsWith(".csv" + ENDING)
                ? Optional.of(sums.resolveSibling(name.substring(0, name.length() - ENDING.length())))
                        .filter(archive -> !Files.exists(archive))
                : Optional.empty();
    }

    @Override
    public void close() {
        file.close();
    }
}
