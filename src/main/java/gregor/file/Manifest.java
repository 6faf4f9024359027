package gregor.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.list.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Which files are the log, and where it starts. A file that is not in it is a leftover, whatever its name.
///
/// It is a text file, written aside and renamed, so that a crash leaves the old one or the new one and no mixture:
///
/// ```
/// manifest = "gregor.file 2" LF "format " name LF "start " offset LF "forced " position " " offset LF segment*
///            "crc32c " 8 hex digits LF
/// segment  = "segment " name " " length " " size " " created " " youngest LF
/// format   = what the format of its batches is called
/// forced   = up to which position the disk has the last segment for certain, and the end of the log there
/// length   = of the .log file, size = of the batches in it that have not left; both 0 for the last segment
/// created  = milliseconds since 1970; youngest = the largest timestamp in it, -1 for the last segment
/// ```
///
/// For example, a log of two segments that has forgotten its first 12 events:
///
/// ```
/// gregor.file 2
/// format events
/// start 12
/// forced 0 1000
/// segment 00000000000000000000 81000 5928 1772409600000 1772409659000
/// segment 00000000000000001000 0 0 1772409660000 -1
/// crc32c 40355fb0
/// ```
///
/// What it costs: two forces for each roll, each forget and each replace, one of the file and one of the folder.
record Manifest(String format, long start, long forced, long end, List<Line> segments) {
    static final String NAME = "manifest";

    private static final String HEAD = "gregor.file 2";

    /// What it says about a segment.
    record Line(SegmentName name, long length, long sizeInBytes, long created, long maxTimestamp) {
        @Override
        public String toString() {
            return "segment " + name + " " + length + " " + sizeInBytes + " " + created + " " + maxTimestamp;
        }

        /// What it says about the last segment, which grows.
        Line growing() {
            return new Line(name, 0, 0, created, Event.NO_TIMESTAMP);
        }

        static Line of(String[] words) {
            return new Line(SegmentName.of(words[1]).orElseThrow(), Long.parseLong(words[2]), Long.parseLong(words[3]),
                    Long.parseLong(words[4]), Long.parseLong(words[5]));
        }
    }

    /// Whether a folder has a manifest. Who wrote it had waited before until the disk had the name of the folder.
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    /// Reads the manifest of a folder, if it has one.
    ///
    /// @throws CorruptLogException if it is damaged
    static Optional<Manifest> read(Folder folder) {
        Path file = folder.path().resolve(NAME);
        try {
            return Optional.of(parse(file, Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            throw new CorruptLogException(file, 0, "it is not a text");
        } catch (IOException e) {
            throw new StorageException("cannot read " + file + "; let me read there", e);
        }
    }

    private static Manifest parse(Path file, String text) {
        int last = text.lastIndexOf("crc32c ");
        if (last < 0 || !text.substring(last).equals(checksum(text.substring(0, last)))) {
            throw new CorruptLogException(file, Math.max(0, last), "the checksum is wrong");
        }
        List<String[]> lines = text.substring(0, last).lines().map(line -> line.split(" ")).toList();
        if (!text.startsWith(HEAD + "\n")) {
            throw new FormatException(file + " is of another version than " + HEAD
                    + "; read this log with the program that wrote it");
        }
        List<Line> segments = lines.subList(4, lines.size()).stream().map(Line::of).toList();
        return new Manifest(lines.get(1)[1], Long.parseLong(lines.get(2)[1]), Long.parseLong(lines.get(3)[1]),
                Long.parseLong(lines.get(3)[2]), segments);
    }

    private static String checksum(String text) {
        var checksum = new CRC32C();
        checksum.update(text.getBytes(UTF_8));
        return "crc32c %08x\n".formatted(checksum.getValue());
    }

    /// Writes it aside. Nothing has changed yet, whatever happens.
    Path writeAside(Folder folder) {
        var lines = new ArrayList<>(List.of(HEAD, "format " + format, "start " + start,
                "forced " + forced + " " + end));
        segments.forEach(line -> lines.add(line.toString()));
        String text = String.join("\n", lines) + "\n";
        return folder.writeAside(NAME, ByteBuffer.wrap((text + checksum(text)).getBytes(UTF_8)));
    }

    /// Makes what was written aside the manifest. If this fails, nobody knows which of the two it is.
    static void commit(Folder folder, Path aside) {
        folder.rename(aside, NAME);
        folder.force();
    }
}
