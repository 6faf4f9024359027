package gregor.deque;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.list.Entry;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How an archive ends: where its last complete row does, and what comes after it.
///
/// A row ends at a line break outside quotes. What comes after the last one was cut short, by a crash or by an
/// editor that leaves out the last line break. After a power cut a file may have its length and not all of its bytes:
/// those that are missing are zero.
final class CsvTail {
    private final Path file;
    private final long wholeBytes;
    private final int lines;
    private final byte[] rest;
    private final long lastOffset;

    /// @throws ArchiveException if the file is not an archive, or is damaged before its end
    CsvTail(Path file) throws IOException {
        this.file = file;
        long bytes = 0;
        int breaks = 0;
        boolean quoted = false;
        boolean holed = false;
        byte[] last = {};
        var row = new ByteArrayOutputStream();
        var holes = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                row.write(next);
                quoted ^= next == '"';
                holed |= next == 0;
                if (next == '\n' && !quoted) {
                    if (holed && !isRow(row.toByteArray())) {
                        row.writeTo(holes);
                    } else {
                        if (bytes == 0) {
                            checkHeader(row.toString(UTF_8).strip());
                        } else if (row.size() > 2) {
                            last = row.toByteArray();
                        }
                        bytes += holes.size() + row.size();
                        breaks++;
                        holes.reset();
                    }
                    row.reset();
                    holed = false;
                }
            }
        }
        row.writeTo(holes);
        wholeBytes = bytes;
        lines = breaks;
        rest = holes.toByteArray();
        lastOffset = isComplete() ? row(rest).offset() : last.length == 0 ? -1 : row(last).offset();
        checkRest();
    }

    private void checkHeader(String line) {
        if (!(line + "\n").equals(CsvRow.HEADER)) {
            throw new ArchiveException(file + ", line 1: the header of an archive is " + CsvRow.HEADER.strip()
                    + " in UTF-8; this file is something else, so choose another");
        }
    }

    /// A quote that is opened and never closed swallows all rows after it. That is no crash: a person must mend it.
    private void checkRest() {
        if (wholeBytes == 0 && !isCutHeader()) {
            checkHeader(new String(rest, UTF_8).strip());
        }
        for (String line : new String(rest, UTF_8).split("\n")) {
            if (!isComplete() && isRow(line.getBytes(UTF_8))) {
                throw new ArchiveException(file + ", after row " + lines
                        + ": a quote is opened and never closed; mend that line with an editor");
            }
        }
    }

    private boolean isCutHeader() {
        boolean cut = rest.length <= CsvRow.HEADER.length();
        for (int i = 0; cut && i < rest.length; i++) {
            cut = rest[i] == 0 || rest[i] == CsvRow.HEADER.charAt(i);
        }
        return cut;
    }

    private Entry row(byte[] row) {
        return CsvRow.read(new StringReader(CsvRow.HEADER + new String(row, UTF_8)), "the last row of " + file)
                .findFirst().orElseThrow();
    }

    /// A row with a zero in it is one only if it is as we would write it: else that is a hole.
    private boolean isRow(byte[] bytes) {
        try {
            Entry entry = row(bytes);
            String text = new String(bytes, UTF_8);
            return text.indexOf(0) < 0 || CsvRow.text(List.of(entry)).startsWith(text);
        } catch (RuntimeException e) {
            return false;
        }
    }

    /// The file is empty, or was cut short in the middle of its header.
    boolean isBeginning() {
        return wholeBytes == 0;
    }

    /// Only the last line break is missing.
    boolean isComplete() {
        return wholeBytes > 0 && rest.length > 0 && isRow(rest);
    }

    /// The last row is cut short.
    boolean isTorn() {
        return rest.length > 0 && !isComplete();
    }

    /// How many bytes the header and the complete rows take.
    long wholeBytes() {
        return wholeBytes;
    }

    /// The offset in the last complete row; -1 if there is none.
    long lastOffset() {
        return lastOffset;
    }

    /// Copies the torn row into a file beside the archive, and returns that file.
    Path setAside() throws IOException {
        Path torn = file.resolveSibling(file.getFileName() + ".torn");
        for (int number = 1; Files.exists(torn); number++) {
            torn = file.resolveSibling(file.getFileName() + ".torn-" + number);
        }
        return Files.write(torn, rest);
    }
}
