package gregor.file;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.deque.ArchiveException;
import gregor.deque.CsvArchive;
import gregor.list.Entry;

/// The end of a CSV archive: its last complete row, and the bytes after that row.
///
/// A row ends at a line break outside quotes. Bytes after the last row were cut short by a crash, or written by an
/// editor that omits the last line break. After a power cut a file may have its length and not all of its bytes; the
/// missing ones are zero.
final class CsvTail {
    private final Path file;
    private final byte[] rest;
    private final long lastOffset;
    private final ByteArrayOutputStream row = new ByteArrayOutputStream();
    private final ByteArrayOutputStream holes = new ByteArrayOutputStream();
    private byte[] lastRow = {};
    private long wholeBytes;
    private int lines;

    /// Reads the file through a channel, which stays open: closing another channel would release the lock of this one.
    ///
    /// @throws ArchiveException if the file is not an archive, or is damaged before its end
    CsvTail(Path file, FileChannel channel) throws IOException {
        this.file = file;
        boolean quoted = false;
        boolean holed = false;
        var in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
        for (int next = in.read(); next >= 0; next = in.read()) {
            row.write(next);
            quoted ^= next == '"';
            holed |= next == 0;
            if (next == '\n' && !quoted) {
                endRow(holed);
                holed = false;
            }
        }
        row.writeTo(holes);
        rest = holes.toByteArray();
        lastOffset = isComplete() ? row(rest).offset() : lastRow.length == 0 ? -1 : row(lastRow).offset();
        checkRest();
    }

    /// Counts a row with all holes before it, or takes it for a hole.
    private void endRow(boolean holed) throws IOException {
        if (holed && !isRow(row.toByteArray())) {
            row.writeTo(holes);
        } else {
            if (wholeBytes == 0) {
                checkHeader(row.toString(UTF_8).strip());
            } else if (row.size() > 2) {
                lastRow = row.toByteArray();
            }
            wholeBytes += holes.size() + row.size();
            lines++;
            holes.reset();
        }
        row.reset();
    }

    private void checkHeader(String line) {
        if (!(line + "\n").equals(CsvArchive.HEADER)) {
            throw new ArchiveException(file + ", line 1: the header of an archive is " + CsvArchive.HEADER.strip()
                    + " in UTF-8, which this file does not have; choose another file");
        }
    }

    /// Refuses a file with a quote that is opened and never closed: it hides all rows after it, and no crash leaves
    /// that.
    private void checkRest() {
        if (wholeBytes == 0 && !isCutHeader()) {
            checkHeader(new String(rest, UTF_8).strip());
        }
        for (String line : new String(rest, UTF_8).split("\n")) {
            if (!isComplete() && isRow(line.getBytes(UTF_8))) {
                throw new ArchiveException(file + ", after row " + lines
                        + ": a quote is opened and never closed; fix that line with an editor");
            }
        }
    }

    private boolean isCutHeader() {
        boolean cut = rest.length <= CsvArchive.HEADER.length();
        for (int i = 0; cut && i < rest.length; i++) {
            cut = rest[i] == 0 || rest[i] == CsvArchive.HEADER.charAt(i);
        }
        return cut;
    }

    private Entry row(byte[] bytes) {
        return CsvArchive
                .entries(new StringReader(CsvArchive.HEADER + new String(bytes, UTF_8)), "the last row of " + file)
                .findFirst().orElseThrow();
    }

    /// Whether bytes are a row. If a zero is among them, they must be exactly as this program writes the row: else the
    /// zero is a hole.
    private boolean isRow(byte[] bytes) {
        try {
            Entry entry = row(bytes);
            String text = new String(bytes, UTF_8);
            return text.indexOf(0) < 0 || CsvArchive.row(entry).startsWith(text);
        } catch (RuntimeException e) {
            return false;
        }
    }

    /// Whether the file is empty, or was cut short within its header.
    boolean isBeginning() {
        return wholeBytes == 0;
    }

    /// Whether only the last line break is missing.
    boolean isComplete() {
        return wholeBytes > 0 && rest.length > 0 && isRow(rest);
    }

    /// Whether the last row was cut short.
    boolean isTorn() {
        return rest.length > 0 && !isComplete();
    }

    /// Returns the length of the header and the complete rows in bytes.
    long wholeBytes() {
        return wholeBytes;
    }

    /// Returns the offset in the last complete row; -1 if there is none.
    long lastOffset() {
        return lastOffset;
    }

    /// Copies the torn row into a file next to the archive, waits until the disk has it, and returns that file.
    Path setAside() {
        Path torn = new Folder(file.toAbsolutePath().getParent()).unused(file.getFileName() + ".torn");
        try (DataFile copy = DataFile.create(torn)) {
            copy.write(ByteBuffer.wrap(rest), 0);
            copy.force();
        }
        return torn;
    }
}
