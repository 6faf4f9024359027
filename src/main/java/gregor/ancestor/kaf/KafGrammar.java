package gregor.ancestor.kaf;

import static java.nio.charset.StandardCharsets.US_ASCII;

import gregor.ancestor.ExtraFields;
import gregor.ancestor.RecordGrammar;
import gregor.ancestor.TailFile;
import gregor.ancestor.UnsupportedEventException;
import gregor.file.FormatException;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Origin;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Kaf's own bytes.
///
/// ```
/// file    = "KAF_DB|v1|" before { record } { LF }
/// record  = LF { LF } "KAF_MSG|" number "|" size LF data
/// before  = the number before the first message, in decimal; 0 in a new file
/// number  = counts the messages from 1, up to 4294967295; later ones are larger
/// size    = of the data, in bytes; it alone says where the data ends
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
/// The data of an event that is a value and nothing else is that value. An event with more than that (a key, headers,
/// a timestamp, a producer; or a value that is null or empty, which Kaf would not take) is the JSON
/// `{"gregor":{…}}`, as [ExtraFields] describes it; and so is a value that begins so itself.
///
/// What it costs: there is no checksum, so a flipped bit in the data is served as it is. A length that lies is found
/// out only if no line break follows the data.
final class KafGrammar implements RecordGrammar {
    private static final String HEAD = "KAF_DB|v1|";
    private static final String RECORD = "KAF_MSG|";
    private static final byte[] ENVELOPE = "{\"gregor\":{".getBytes(US_ASCII);
    private static final int MAX_BYTES = 5 << 20;
    private static final long MAX_NUMBER = (1L << 32) - 1;

    /// A number, and the byte behind it.
    private record Digits(long value, long after) {}

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
                .orElseThrow(() -> new FormatException(file.path() + ", byte 0: a file of Kaf begins with " + HEAD
                        + " and a number; this one does not, so it was left alone")));
    }

    private static Optional<Digits> digits(TailFile file, long position) {
        long value = 0;
        long at = position;
        while (Character.isDigit(file.at(at)) && value <= MAX_NUMBER) {
            value = 10 * value + file.at(at++) - '0';
        }
        return at == position || value > MAX_NUMBER ? Optional.empty() : Optional.of(new Digits(value, at));
    }

    /// A power cut may leave zeros where the next message was to be.
    private static boolean isEndOfLine(TailFile file, long position) {
        return position == file.size() || file.at(position) == '\n' || file.at(position) == 0;
    }

    @Override
    public byte[] record(Entry entry, Origin origin, long expected) {
        byte[] data = isPlain(entry.event(), origin) ? entry.event().value() : envelope(entry.event(), origin);
        if (data.length > MAX_BYTES || entry.offset() >= MAX_NUMBER) {
            throw new UnsupportedEventException(data.length > MAX_BYTES
                    ? "Kaf takes messages of up to " + MAX_BYTES + " bytes, and this one has " + data.length
                    : "Kaf counts up to " + MAX_NUMBER + ", and the log is there; begin another");
        }
        var record = new ByteArrayOutputStream();
        record.writeBytes(("\n" + RECORD + (entry.offset() + 1) + "|" + data.length + "\n").getBytes(US_ASCII));
        record.writeBytes(data);
        return record.toByteArray();
    }

    private static boolean isPlain(Event event, Origin origin) {
        return event.value() != null && event.value().length > 0 && !isEnvelope(event.value())
                && event.key() == null && event.headers().isEmpty() && event.timestamp() == Event.NO_TIMESTAMP
                && origin.equals(Origin.UNKNOWN);
    }

    private static boolean isEnvelope(byte[] data) {
        return data.length > ENVELOPE.length && Arrays.equals(data, 0, ENVELOPE.length, ENVELOPE, 0, ENVELOPE.length);
    }

    private static byte[] envelope(Event event, Origin origin) {
        ObjectNode notes = ExtraFields.of(event, event.headers(), origin);
        notes.put("value", ExtraFields.text(event.value()));
        if (event.timestamp() != Event.NO_TIMESTAMP) {
            notes.put("timestamp", event.timestamp());
        }
        return ExtraFields.JSON.writeValueAsBytes(ExtraFields.JSON.createObjectNode().set(ExtraFields.FIELD, notes));
    }

    @Override
    public Optional<Piece> piece(TailFile file, long position, long expected) {
        long at = position;
        while (file.at(at) == '\n') {
            at++;
        }
        if (at == file.size()) {
            return Optional.of(new Piece(at, null));
        }
        if (at == position || !file.has(at, RECORD)) {
            return Optional.empty();
        }
        return digits(file, at + RECORD.length())
                .filter(number -> number.value() > 0 && file.at(number.after()) == '|')
                .flatMap(number -> digits(file, number.after() + 1)
                        .flatMap(size -> message(file, number.value(), size)));
    }

    private static Optional<Piece> message(TailFile file, long number, Digits size) {
        long data = size.after() + 1;
        long after = data + size.value();
        if (file.at(size.after()) != '\n' || size.value() > ExtraFields.MAX_BYTES || !isEndOfLine(file, after)) {
            return Optional.empty();
        }
        return event(file.bytes(data, (int) size.value()), after, number - 1);
    }

    private static Optional<Piece> event(byte[] data, long after, long offset) {
        if (isEnvelope(data)) {
            try {
                JsonNode notes = ExtraFields.JSON.readTree(data).path(ExtraFields.FIELD);
                var event = new Event(notes.path("timestamp").asLong(Event.NO_TIMESTAMP), ExtraFields.key(notes),
                        ExtraFields.value(notes.required("value"), notes), ExtraFields.headers(notes));
                return Piece.of(after, ExtraFields.origin(notes), offset, event);
            } catch (JacksonException | IllegalArgumentException e) {
                // no envelope of ours: a message that begins like one
            }
        }
        return Piece.of(after, Origin.UNKNOWN, offset, new Event(Event.NO_TIMESTAMP, null, data, List.of()));
    }

    /// The number of a torn message counts as given; and so does every number that the torn end mentions, unless it is
    /// too large to be one.
    @Override
    public long lastIn(TailFile file, long position, long expected) {
        long last = expected;
        for (long at = position; at < file.size(); at++) {
            if (file.at(at) == 'K' && file.has(at, RECORD)) {
                long number = digits(file, at + RECORD.length()).map(Digits::value).orElse(0L);
                last = number - expected <= file.size() - position ? Math.max(last, number - 1) : last;
            }
        }
        return last;
    }

    /// Kaf leaves alone what begins with two dashes.
    @Override
    public Path aside(Path file) {
        return file.resolveSibling("--" + file.getFileName() + "--torn");
    }
}
