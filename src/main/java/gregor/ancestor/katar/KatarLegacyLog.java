package gregor.ancestor.katar;

import gregor.ancestor.TailFile;
import gregor.file.FormatException;
import gregor.list.Event;
import gregor.list.Log;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A topic of Katar as its first version wrote it, to be read and carried over.
///
/// ```
/// logs.katar  = { length message }          the length in bytes; 4 bytes, big-endian
/// index.katar = { number place }            4 bytes each, big-endian
///             | { digits " " place LF }     as its document shows it
/// ```
///
/// For example, `logs.katar` with two messages, `hi` and `ho`: 00 00 00 02 68 69 00 00 00 02 68 6F.
/// One thread at a time may call it.
public final class KatarLegacyLog implements AutoCloseable {
    private static final int LENGTH_BYTES = 4;

    private final TailFile messages;
    private final TailFile index;

    /// Opens a folder that has the two files.
    ///
    /// @throws FormatException if they cannot be opened
    public KatarLegacyLog(Path folder) {
        messages = TailFile.open(folder.resolve("logs.katar"));
        index = TailFile.open(folder.resolve("index.katar"));
    }

    /// Finds a message by its number, with the help of the index; empty if the index does not know it.
    ///
    /// @throws FormatException if the index points to a place where there is none
    public Optional<Event> at(long number) {
        return isText() ? textPlace(number).map(this::pointed) : binaryPlace(number).map(this::pointed);
    }

    private boolean isText() {
        return index.size() > 0 && Character.isDigit(index.at(0));
    }

    private Optional<Long> textPlace(long number) {
        return new String(index.bytes(0, Math.toIntExact(index.size()))).lines().map(line -> line.split(" "))
                .filter(pair -> pair.length == 2 && Long.parseLong(pair[0]) == number)
                .map(pair -> Long.parseLong(pair[1])).findFirst();
    }

    private Optional<Long> binaryPlace(long number) {
        for (long entry = 0; entry + 8 <= index.size(); entry += 8) {
            if (index.int32(entry) == number) {
                return Optional.of(index.int32(entry + 4));
            }
        }
        return Optional.empty();
    }

    private Event pointed(long place) {
        return message(place).orElseThrow(() -> new FormatException(messages.path() + ", byte " + place
                + ": the index says that a message begins here, and none does; copyTo finds what there is"));
    }

    private Optional<Event> message(long position) {
        long data = position + LENGTH_BYTES;
        if (data > messages.size() || data + messages.int32(position) > messages.size()) {
            return Optional.empty();
        }
        byte[] value = messages.bytes(data, Math.toIntExact(messages.int32(position)));
        return Optional.of(new Event(Event.NO_TIMESTAMP, null, value, List.of()));
    }

    /// Appends all messages to a log, in their order, and returns how many there were. It does without the index.
    ///
    /// @throws FormatException if the file ends in the middle of a message; all before it were appended
    public long copyTo(Log log) {
        long position = 0;
        long count = 0;
        while (position < messages.size()) {
            long here = position;
            Event event = message(position).orElseThrow(() -> new FormatException(messages.path() + ", byte " + here
                    + ": the last message is not complete; those before it were carried over"));
            log.append(event);
            position += LENGTH_BYTES + event.value().length;
            count++;
        }
        return count;
    }

    @Override
    public void close() {
        messages.close();
        index.close();
    }
}
