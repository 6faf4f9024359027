package gregor.deque;

import module java.base;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import gregor.list.Entry;
import gregor.list.Event;

/// An archive in a CSV file: a header, then a row for each event, as [CsvRow] describes.
///
/// It trusts the file and the disk: a crash in the middle of a row leaves half a row, and the next reader refuses it
/// (`gregor.file.DurableArchive` repairs that, and waits for the disk). One thread at a time may call it.
public final class CsvArchive implements EventArchive {
    /// The first line of every archive, with its line break.
    public static final String HEADER = CsvRow.HEADER;

    private final Path file;
    private final Output output;
    private long end;

    /// Appends text to the file of an archive.
    @FunctionalInterface
    public interface Output {
        /// Appends a text, completely or not at all.
        void append(String text) throws IOException;
    }

    /// Opens an archive; creates it if it does not exist.
    ///
    /// @throws ArchiveException if it cannot be opened or is not an archive; it names file and line
    public static CsvArchive open(Path file) {
        var archive = new CsvArchive(file, 0, text -> Files.writeString(file, text, CREATE, APPEND));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!Files.exists(file) || Files.size(file) == 0) {
                archive.output.append(HEADER);
            }
        } catch (IOException e) {
            throw new ArchiveException("cannot open the archive " + file + "; choose a file that can be written", e);
        }
        try (Stream<Entry> archived = entries(file)) {
            archived.forEach(entry -> archive.end = entry.offset() + 1);
        }
        return archive;
    }

    /// Opens an archive without reading it.
    ///
    /// @param end    the offset after the last archived event
    /// @param output receives the rows
    public CsvArchive(Path file, long end, Output output) {
        this.file = file;
        this.end = end;
        this.output = output;
    }

    @Override
    public void add(List<Entry> entries) {
        List<Entry> fresh = entries.stream().filter(entry -> entry.offset() >= end).toList();
        if (fresh.size() < entries.size()) {
            checkSame(entries.subList(0, entries.size() - fresh.size()));
        }
        if (!fresh.isEmpty()) {
            try {
                output.append(CsvRow.text(fresh));
            } catch (IOException e) {
                throw new ArchiveException(
                        "cannot write to the archive " + file + "; make room on the disk, or choose another file", e);
            }
            end = fresh.getLast().offset() + 1;
        }
    }

    /// Two logs must not share an archive: the events of the second would not be archived, since their offsets are.
    private void checkSame(List<Entry> entries) {
        var missing = new HashMap<Long, Event>();
        entries.forEach(entry -> missing.put(entry.offset(), entry.event()));
        try (Stream<Entry> archived = entries(file)) {
            archived.forEach(entry -> missing.remove(entry.offset(), entry.event()));
        }
        if (!missing.isEmpty()) {
            throw new ArchiveException("the archive " + file + " ends at offset " + (end - 1)
                    + " and does not have the event " + missing.keySet().stream().sorted().findFirst().orElseThrow()
                    + " of this log; it belongs to another log, so choose another file");
        }
    }

    /// Reads an archive, row by row. Close the stream.
    ///
    /// @throws ArchiveException here or while reading, if the file is not an archive; it names file and line
    public static Stream<Entry> entries(Path file) {
        try {
            return entries(Files.newBufferedReader(file), file.toString());
        } catch (IOException e) {
            throw new ArchiveException("cannot read the archive " + file, e);
        }
    }

    /// Reads a text with the header and rows of an archive. Close the stream.
    ///
    /// @param name the name of the text in messages
    /// @throws ArchiveException here or while reading, if the text is not an archive; it names text and line
    public static Stream<Entry> entries(Reader text, String name) {
        return CsvRow.read(text, name);
    }

    /// Returns a payload as a cell of an archive: the text, or `base64:` and base64 if it is not UTF-8, is empty, or
    /// begins with `base64:` itself; null for null.
    public static String cell(byte[] payload) {
        return CsvRow.cell(payload);
    }

    /// Returns an entry as a row of an archive, with its line break.
    public static String row(Entry entry) {
        return CsvRow.text(List.of(entry));
    }

    /// Reads an event from the cells of a row.
    ///
    /// @throws ArchiveException if a cell does not have the format of an archive
    public static Event event(String timestamp, String key, String value, String headers) {
        return CsvRow.event(timestamp, key, value, headers);
    }

    /// Returns the offset after the last archived event; 0 if there is none.
    public long end() {
        return end;
    }

    public Path file() {
        return file;
    }
}
