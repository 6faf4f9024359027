package gregor.cli.broker;

import module java.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import gregor.cli.console.CommandException;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.TimeParser;
import gregor.deque.ArchiveException;
import gregor.deque.CsvArchive;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Makes events of rows whose cells have names: of CSV, or JSON objects.
///
/// Cells are read as in an archive: an empty one is null, and `base64:` precedes bytes. Without a cell for the value, the
/// whole row is the value, as a JSON object.
///
/// @param key   the name of the cell with the key; value and time alike
/// @param asked those of the three names that the user has given, which must exist
record RowEvents(String key, String value, String time, List<String> asked, TimeParser times, List<Header> headers) {
    private static final String NO_HEADERS = "[]";
    /// An empty text, which in JSON is not null, as in an archive.
    private static final String EMPTY = "base64:";

    /// @param row the cells: texts, numbers, JSON or null
    /// @throws CommandException if a cell cannot be read
    Event event(Map<String, ?> row, Supplier<byte[]> whole) {
        String notes = text(row.get("headers"));
        try {
            Event event = CsvArchive.event("", text(row.get(key)), row.containsKey(value) ? text(row.get(value)) : "",
                    notes.isEmpty() ? NO_HEADERS : notes);
            byte[] payload = row.containsKey(value) ? event.value() : whole.get();
            return new Event(millis(text(row.get(time))), event.key(), payload,
                    Stream.concat(event.headers().stream(), headers.stream()).toList());
        } catch (ArchiveException e) {
            throw new CommandException(": " + e.getMessage() + "; correct it", e);
        }
    }

    private static String text(Object cell) {
        return switch (cell) {
            case null -> "";
            case JsonNode node when node.isNull() -> "";
            case JsonNode node when node.isString() -> node.asString().isEmpty() ? EMPTY : node.asString();
            default -> cell.toString();
        };
    }

    private long millis(String cell) {
        if (cell.isBlank() || cell.equals(EMPTY)) {
            return Event.NO_TIMESTAMP;
        }
        try {
            long millis = times.parse(cell).toEpochMilli();
            if (millis < 0) {
                throw new CommandException(": " + cell + " is before 1970, and no event is; correct it");
            }
            return millis;
        } catch (DateTimeException | ArithmeticException e) {
            throw new CommandException(": \"" + cell + "\" in " + time + " is not a time" + times.advice(), e);
        }
    }

    /// @param first whether the fields that the user has named must exist
    /// @throws CommandException if it is something else
    Event json(byte[] line, boolean first) {
        JsonNode node;
        try {
            node = JsonOutput.MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw new CommandException(
                    " is not JSON; give an object such as {\"key\":\"a\",\"value\":\"b\"} in each line", e);
        }
        if (!node.isObject()) {
            throw new CommandException(
                    " is no JSON object; give one such as {\"key\":\"a\",\"value\":\"b\"} in each line");
        }
        var row = new LinkedHashMap<String, Object>();
        node.forEachEntry(row::put);
        asked.stream().filter(name -> first && !row.containsKey(name)).findFirst().ifPresent(name -> {
            throw new CommandException(" has no field " + name + "; it has " + String.join(", ", row.keySet()));
        });
        return event(row, () -> line);
    }

    /// Makes an event of a line that is the value, or key and value with a separator.
    ///
    /// @param separator  null if there are no keys
    /// @param nullMarker the value that means null; null if none does
    static Event line(byte[] text, String separator, String nullMarker, List<Header> headers) {
        byte[] mark = Utf8.bytes(separator == null ? "" : separator);
        int at = new String(text, ISO_8859_1).indexOf(new String(mark, ISO_8859_1));
        if (at < 0) {
            throw new CommandException(" has no \"" + separator
                    + "\" between a key and a value; correct the line, or choose another --key-separator");
        }
        byte[] value = Arrays.copyOfRange(text, at + mark.length, text.length);
        boolean isNull = nullMarker != null && Arrays.equals(Utf8.bytes(nullMarker), value);
        return new Event(Event.NO_TIMESTAMP, separator == null ? null : Arrays.copyOf(text, at), isNull ? null : value,
                headers);
    }
}
