package gregor.file;

import module java.base;

import gregor.list.Entry;

/// Prints a segment in [EventFormat], one line a batch: the fields of its header, its events, and whether its checksum
/// is right. It reads the whole file into memory. Kafka: `kafka-dump-log.sh`.
public final class SegmentDump {
    private static final EventFormat FORMAT = new EventFormat();

    private SegmentDump() {}

    /// Prints the batches of a file up to its end, or to the first bytes that are not a batch.
    ///
    /// @throws StorageException if the file cannot be read
    public static void draw(Path file) {
        System.out.println("position  length    checksum        offset  payload");
        lines(read(file)).forEach(System.out::println);
    }

    private static ByteBuffer read(Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new StorageException("cannot read " + file + "; is it the .log file of a segment?", e);
        }
    }

    private static List<String> lines(ByteBuffer bytes) {
        var lines = new ArrayList<String>();
        int at = 0;
        while (bytes.limit() - at >= FORMAT.headerBytes()) {
            BatchHeader header = FORMAT.header(bytes, at);
            if (header.length() == 0 || header.length() > bytes.limit() - at) {
                break;
            }
            lines.add(line(at, header, bytes.slice(at, header.length())));
            at += header.length();
        }
        if (at < bytes.limit()) {
            lines.add("%8d  %d bytes that are not a batch".formatted(at, bytes.limit() - at));
        }
        return lines;
    }

    private static String line(int at, BatchHeader header, ByteBuffer stored) {
        var checksum = new CRC32C();
        checksum.update(stored.slice(header.checkedFrom(), header.length() - header.checkedFrom()));
        boolean right = (int) checksum.getValue() == header.checksum();
        return "%8d  %08x  %08x %s  %6d  %s".formatted(at, header.length() - header.checkedFrom(), header.checksum(),
                right ? "right" : "WRONG", header.baseOffset(), right ? events(stored) : "?");
    }

    private static String events(ByteBuffer stored) {
        var events = new StringJoiner(" | ");
        for (Entry entry : FORMAT.entries(stored)) {
            events.add(entry.event().toString());
        }
        return events.toString();
    }
}
