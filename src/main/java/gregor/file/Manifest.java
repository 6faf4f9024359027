package gregor.file;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.list.Event;

/// The list of the segments of a log, and the offset at which it starts. Files that it does not name do not belong to
/// the log.
///
/// It is a text file that is replaced atomically:
///
/// ```
/// manifest = "gregor.file 2" LF "format " name LF "start " offset LF "forced " position " " offset LF segment*
///            "crc32c " 8 hex digits LF
/// segment  = "segment " name " " length " " size " " created " " newest LF
/// format   = the name of the format of its batches
/// forced   = the position up to which the disk has the last segment for certain, and the end of the log there
/// length   = of the .log file; size = of its batches that have not been deleted; both 0 for the last segment
/// created  = milliseconds since 1970; newest = the largest timestamp in it, -1 for the last segment
/// ```
///
/// For example, a log of two segments whose first 12 events have been deleted:
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
/// Cost: two forces for each roll, each `deleteBefore` and each `replace`: one of the file and one of the folder.
record Manifest(String format, long start, long forced, long end, List<Line> segments) {
    static final String NAME = "manifest";

    private static final String HEAD = "gregor.file 2";

    /// What the manifest says about a segment.
    record Line(SegmentName name, long length, long sizeInBytes, long created, long maxTimestamp) {
        @Override
        public String toString() {
            return "segment " + name + " " + length + " " + sizeInBytes + " " + created + " " + maxTimestamp;
        }

        /// Returns the line for the last segment, whose numbers are not written because it grows.
        Line growing() {
            return new Line(name, 0, 0, created, Event.NO_TIMESTAMP);
        }

        static Line of(String[] words) {
            return new Line(SegmentName.of(words[1]).orElseThrow(), Long.parseLong(words[2]), Long.parseLong(words[3]),
                    Long.parseLong(words[4]), Long.parseLong(words[5]));
        }
    }

    /// Whether a folder has a manifest. If it has, the disk has the name of the folder too.
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
            throw new CorruptLogException(file, 0, "it is not UTF-8 text");
        } catch (IOException e) {
            throw new StorageException("cannot read " + file + "; allow this process to read it", e);
        }
    }

    private static Manifest parse(Path file, String text) {
        int last = text.lastIndexOf("crc32c ");
        if (last < 0 || !text.substring(last).equals(checksum(text.substring(0, last)))) {
            throw new CorruptLogException(file, Math.max(0, last), "the checksum is wrong");
        }
        List<String[]> lines = text.substring(0, last).lines().map(line -> line.split(" ")).toList();
        if (!text.startsWith(HEAD + "\n")) {
            throw new FormatException(
                    file + " has another version than " + HEAD + "; open this log with the program that wrote it");
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

    /// Writes it under a temporary name. The log has not changed yet.
    Path writeAside(Folder folder) {
        var lines = new ArrayList<>(
                List.of(HEAD, "format " + format, "start " + start, "forced " + forced + " " + end));
        segments.forEach(line -> lines.add(line.toString()));
        String text = String.join("\n", lines) + "\n";
        return folder.writeAside(NAME, ByteBuffer.wrap((text + checksum(text)).getBytes(UTF_8)));
    }

    /// Replaces the manifest by the one that was written. After a failure it is unknown which of the two the disk has.
    static void commit(Folder folder, Path aside) {
        folder.rename(aside, NAME);
        folder.force();
    }
}
