package gregor.ancestor.kaf;

import module java.base;

import static java.nio.charset.StandardCharsets.US_ASCII;

import gregor.ancestor.ExtraFields;
import gregor.ancestor.RecordGrammar;
import gregor.ancestor.TailFile;
import gregor.ancestor.UnsupportedEventException;
import gregor.file.FormatException;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Origin;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The format of Kaf's files.
///
/// ```
/// file    = "KAF_DB|v1|" before { record } { LF }
/// record  = LF { LF } "KAF_MSG|" number "|" size LF data
/// before  = the number before the first message, in decimal; 0 in a new file
/// number  = of the message, from 1 to 4294967295, ascending
/// size    = of the data, in bytes; only it tells where the data ends
/// ```
///
/// For example, these 29 bytes are a log with one message, `hello`:
///
/// ```
/// KAF_DB|v1|0
/// KAF_MSG|1|5
/// hello
/// ```
///
/// The data of an event that has only a value is that value. An event with a key, headers, a timestamp or a producer,
/// or with a null or empty value, which Kaf does not accept, is stored as the JSON `{"gregor":{…}}` of [ExtraFields];
/// so is a value that starts like that JSON.
///
/// Downside: there is no checksum, so a flipped bit in the data is not noticed. A wrong size is noticed only if no
/// record follows the data.
final class KafGrammar implements RecordGrammar {
    private static final String HEAD = "KAF_DB|v1|";
    private static final String RECORD = "KAF_MSG|";
    private static final byte[] ENVELOPE = "{\"gregor\":{".getBytes(US_ASCII);
    private static final int MAX_BYTES = 5 << 20;
    private static final long MAX_NUMBER = (1L << 32) - 1;

    private record Digits(long value, long after) {}

    /// The first line of a record.
    ///
    /// @param data the position after it
    private record Header(long number, long data, long size) {
        long after() {
            return data + size;
        }
    }

    @Override
    public byte[] head(long start) {
        return (HEAD + start).getBytes(US_ASCII);
    }

    @Override
    public Optional<Head> head(TailFile file) {
        if (file.size() <= HEAD.length() && file.has(0, HEAD.substring(0, (int) file.size()))) {
            return Optional.empty();
        }
        Optional<Digits> before = file.has(0, HEAD) ? digits(file, HEAD.length()) : Optional.empty();
        return Optional.of(before.filter(digits -> isEndOfLine(file, digits.after()))
                .map(digits -> new Head(digits.value(), digits.after()))
                .orElseThrow(() -> new FormatException(file.path() + ", byte 0: a file of Kaf starts with " + HEAD
                        + " and a number; this one does not, and was not changed")));
    }

    private static Optional<Digits> digits(TailFile file, long position) {
        long value = 0;
        long at = position;
        while (Character.isDigit(file.at(at)) && value <= MAX_NUMBER) {
            value = 10 * value + file.at(at++) - '0';
        }
        return at == position || value > MAX_NUMBER ? Optional.empty() : Optional.of(new Digits(value, at));
    }

    /// Accepts a zero byte too: a power failure may leave zeros after the last message.
    private static boolean isEndOfLine(TailFile file, long position) {
        return position == file.size() || file.at(position) == '\n' || file.at(position) == 0;
    }

    @Override
    public byte[] record(Entry entry, Origin origin, long expected) {
        byte[] data = isPlain(entry.event(), origin) ? entry.event().value() : envelope(entry.event(), origin);
        if (data.length > MAX_BYTES || entry.offset() >= MAX_NUMBER) {
            throw new UnsupportedEventException(data.length > MAX_BYTES
                    ? "Kaf takes messages of up to " + MAX_BYTES + " bytes, and this one has " + data.length
                    : "Kaf counts up to " + MAX_NUMBER + ", and this log has reached it; start another log");
        }
        var record = new ByteArrayOutputStream();
        record.writeBytes(("\n" + RECORD + (entry.offset() + 1) + "|" + data.length + "\n").getBytes(US_ASCII));
        record.writeBytes(data);
        return record.toByteArray();
    }

    private static boolean isPlain(Event event, Origin origin) {
        return event.value() != null && event.value().length > 0 && !isEnvelope(event.value()) && event.key() == null
                && event.headers().isEmpty() && event.timestamp() == Event.NO_TIMESTAMP
                && origin.equals(Origin.UNKNOWN);
    }

    private static boolean isEnvelope(byte[] data) {
        return data.length > ENVELOPE.length && Arrays.equals(data, 0, ENVELOPE.length, ENVELOPE, 0, ENVELOPE.length);
    }

    private static byte[] envelope(Event event, Origin origin) {
        ObjectNode extra = ExtraFields.of(event, event.headers(), origin);
        extra.put("value", ExtraFields.text(event.value()));
        if (event.timestamp() != Event.NO_TIMESTAMP) {
            extra.put("timestamp", event.timestamp());
        }
        return ExtraFields.JSON.writeValueAsBytes(ExtraFields.JSON.createObjectNode().set(ExtraFields.FIELD, extra));
    }

    @Override
    public Optional<Parsed> parse(TailFile file, long position, long expected) {
        long at = position;
        while (file.at(at) == '\n') {
            at++;
        }
        if (at == file.size()) {
            return Optional.of(new Parsed(position, at, null));
        }
        return at == position ? Optional.empty() : recordAt(file, at);
    }

    /// Reads a record without the line break before it. Its size alone says where its data ends.
    private static Optional<Parsed> recordAt(TailFile file, long at) {
        Optional<Header> header = header(file, at);
        if (header.isEmpty() || header.get().after() > file.size() || header.get().size() > ExtraFields.MAX_BYTES) {
            return Optional.empty();
        }
        byte[] data = file.bytes(header.get().data(), (int) header.get().size());
        return event(data, at, header.get().after(), header.get().number() - 1);
    }

    private static Optional<Header> header(TailFile file, long at) {
        if (!file.has(at, RECORD)) {
            return Optional.empty();
        }
        return digits(file, at + RECORD.length()).filter(number -> number.value() > 0 && file.at(number.after()) == '|')
                .flatMap(number -> digits(file, number.after() + 1).filter(size -> file.at(size.after()) == '\n')
                        .map(size -> new Header(number.value(), size.after() + 1, size.value())));
    }

    /// Finds a record that the end of the file or another record follows. After a message that is longer than the rest
    /// of the file there is none: a crash cut it off, and its own data may look like a record.
    @Override
    public Optional<Parsed> parseAfter(TailFile file, long position, long expected) {
        long begin = position;
        while (file.at(begin) == '\n') {
            begin++;
        }
        if (header(file, begin).filter(header -> header.after() > file.size()).isPresent()) {
            return Optional.empty();
        }
        for (long at = begin; at < file.size(); at++) {
            if (file.at(at) == 'K' && (at == begin || file.at(at - 1) == '\n')) {
                Optional<Parsed> found = recordAt(file, at)
                        .filter(record -> record.batch().baseOffset() >= expected && isFollowed(file, record));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private boolean isFollowed(TailFile file, Parsed record) {
        return parse(file, record.after(), 0)
                .filter(next -> next.batch() == null || next.batch().baseOffset() > record.batch().baseOffset())
                .isPresent();
    }

    private static Optional<Parsed> event(byte[] data, long begin, long after, long offset) {
        if (isEnvelope(data)) {
            try {
                JsonNode extra = ExtraFields.JSON.readTree(data).path(ExtraFields.FIELD);
                var event = new Event(extra.path("timestamp").asLong(Event.NO_TIMESTAMP), ExtraFields.key(extra),
                        ExtraFields.value(extra.required("value"), extra), ExtraFields.headers(extra));
                return Parsed.of(begin, after, ExtraFields.origin(extra), offset, event);
            } catch (JacksonException | IllegalArgumentException e) {
                // not our envelope but a message that starts like one
            }
        }
        return Parsed.of(begin, after, Origin.UNKNOWN, offset, new Event(Event.NO_TIMESTAMP, null, data, List.of()));
    }

    /// Counts the number of a torn message as used, and every other number in the torn end that is not too large.
    @Override
    public long lastOffset(TailFile file, long position, long expected) {
        long last = expected;
        for (long at = position; at < file.size(); at++) {
            if (file.at(at) == 'K' && file.has(at, RECORD)) {
                long number = digits(file, at + RECORD.length()).map(Digits::value).orElse(0L);
                last = number - expected <= file.size() - position ? Math.max(last, number - 1) : last;
            }
        }
        return last;
    }

    /// Returns a name that starts with two dashes: Kaf ignores such files.
    @Override
    public Path tornFile(Path file) {
        return file.resolveSibling("--" + file.getFileName() + "--torn");
    }
}
