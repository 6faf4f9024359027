package gregor.file;

import gregor.list.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.zip.CRC32C;

/// A segment file of our own format as lines for a person: a batch a line, with what its first bytes say and whether
/// its checksum is right. It reads the whole file, so let it be short. Kafka: `kafka-dump-log.sh`.
public final class SegmentDump {
    private static final EventFormat FORMAT = new EventFormat();

    private SegmentDump() {}

    /// Prints the batches of a file, up to its end or to where no batch can begin.
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
            BatchHeader frame = FORMAT.frame(bytes, at);
            if (frame.length() == 0 || frame.length() > bytes.limit() - at) {
                break;
            }
            lines.add(line(at, frame, bytes.slice(at, frame.length())));
            at += frame.length();
        }
        if (at < bytes.limit()) {
            lines.add("%8d  %d bytes that are no batch".formatted(at, bytes.limit() - at));
        }
        return lines;
    }

    private static String line(int at, BatchHeader frame, ByteBuffer stored) {
        var checksum = new CRC32C();
        checksum.update(stored.slice(frame.checkedFrom(), frame.length() - frame.checkedFrom()));
        boolean right = (int) checksum.getValue() == frame.checksum();
        return "%8d  %08x  %08x %s  %6d  %s".formatted(at, frame.length() - frame.checkedFrom(), frame.checksum(),
                right ? "right" : "WRONG", frame.baseOffset(), right ? events(stored) : "?");
    }

    private static String events(ByteBuffer stored) {
        var events = new StringJoiner(" | ");
        for (Entry entry : FORMAT.entries(stored)) {
            events.add(entry.event().toString());
        }
        return events.toString();
    }
}
