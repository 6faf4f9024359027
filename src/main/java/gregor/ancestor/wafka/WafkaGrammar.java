package gregor.ancestor.wafka;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.ancestor.ExtraFields;
import gregor.ancestor.RecordGrammar;
import gregor.ancestor.TailFile;
import gregor.ancestor.UnsupportedEventException;
import gregor.file.FormatException;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Origin;
import gregor.list.Utf8;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The format of Wafka's files: a line of JSON for each event.
///
/// ```
/// file  = [ "{" '"gregor":{"start":' offset "}}" LF ] { line LF }
/// line  = { "event_id": any, "topic_name": text, "timestamp": time, "message": text or null, [ "gregor": … ] }
/// time  = null | ISO 8601; a date without a time means midnight in UTC
/// ```
///
/// For example, the first event of the topic deliveries:
///
/// ```
/// {"event_id":1,"topic_name":"deliveries","timestamp":"2026-03-02T00:03:11.482Z","message":"on time"}
/// ```
///
/// The first line has offset 0 and each line the next offset, unless `gregor` has another one: after a gap, or in the
/// first line after a deletion. An event without an id gets its offset + 1; another id is the first header,
/// `event_id`. Further fields that another program wrote become headers.
/// What Wafka has no field for is under `gregor` ([ExtraFields]).
///
/// Downside: the field names are repeated in each line; there is no checksum, so a flipped bit in a message is not
/// noticed; an offset is found by counting lines.
final class WafkaGrammar implements RecordGrammar {
    private static final List<String> FIELDS = List.of("event_id", "topic_name", "timestamp", "message",
            ExtraFields.FIELD);

    private final String topic;

    WafkaGrammar(String topic) {
        this.topic = topic;
    }

    @Override
    public byte[] head(long start) {
        ObjectNode head = ExtraFields.JSON.createObjectNode();
        head.putObject(ExtraFields.FIELD).put("start", start);
        return start == 0 ? new byte[0] : line(head);
    }

    private static byte[] line(ObjectNode json) {
        return (ExtraFields.JSON.writeValueAsString(json) + "\n").getBytes(UTF_8);
    }

    @Override
    public Optional<Head> head(TailFile file) {
        long after = lineEnd(file, 0);
        Optional<JsonNode> first = json(file, 0, after);
        boolean mayBeTorn = after == file.size() && file.at(0) == '{';
        JsonNode start = first.map(line -> line.path(ExtraFields.FIELD).path("start")).orElse(null);
        boolean hasStart = start != null && start.isIntegralNumber() && start.longValue() >= 0;
        boolean isEvent = first.isPresent() && first.get().has("message");
        if (after > 0 && !hasStart && !isEvent && !(first.isEmpty() && mayBeTorn)) {
            throw new FormatException(file.path() + ", byte 0: a file of Wafka has lines of JSON with a message, and"
                    + " the first line is none; the file was not changed");
        }
        if (hasStart) {
            return Optional.of(new Head(start.longValue(), Math.min(after + 1, file.size())));
        }
        return file.size() == 0 ? Optional.empty() : Optional.of(new Head(0, 0));
    }

    /// Returns the position of the next line break, or the end of the file.
    private static long lineEnd(TailFile file, long position) {
        long at = position;
        while (at < file.size() && file.at(at) != '\n') {
            at++;
        }
        return at;
    }

    private static Optional<JsonNode> json(TailFile file, long from, long to) {
        if (to - from > ExtraFields.MAX_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(ExtraFields.JSON.readTree(file.bytes(from, (int) (to - from))))
                    .filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    @Override
    public byte[] record(Entry entry, Origin origin, long expected) {
        Event event = entry.event();
        Optional<JsonNode> id = ownId(entry);
        List<Header> others = event.headers().subList(id.isPresent() ? 1 : 0, event.headers().size());
        ObjectNode extra = ExtraFields.of(event, others, origin);
        ObjectNode line = ExtraFields.JSON.createObjectNode();
        line.set("event_id", id.orElseGet(() -> ExtraFields.JSON.valueToTree(entry.offset() + 1)));
        line.put("topic_name", topic);
        line.put("timestamp", WafkaTime.text(event.timestamp()));
        ExtraFields.putText(line, "message", event.value(), extra);
        if (entry.offset() != expected) {
            extra.put("offset", entry.offset());
        }
        if (!extra.isEmpty()) {
            line.set(ExtraFields.FIELD, extra);
        }
        byte[] bytes = line(line);
        if (bytes.length > ExtraFields.MAX_BYTES) {
            throw new UnsupportedEventException("a line of Wafka has up to " + ExtraFields.MAX_BYTES
                    + " bytes here, and this event needs " + bytes.length);
        }
        return bytes;
    }

    /// Returns the id in the first header, as a number if it is one; empty if it has none, or the default one.
    private static Optional<JsonNode> ownId(Entry entry) {
        if (entry.event().headers().isEmpty()) {
            return Optional.empty();
        }
        Header first = entry.event().headers().getFirst();
        return Optional.ofNullable(first.key().equals("event_id") ? first.value() : null).flatMap(Utf8::text)
                .filter(text -> !text.equals(String.valueOf(entry.offset() + 1)))
                .map(text -> text.matches("0|-?[1-9]\\d{0,17}")
                        ? ExtraFields.JSON.valueToTree(Long.parseLong(text))
                        : ExtraFields.JSON.valueToTree(text));
    }

    @Override
    public Optional<Parsed> parse(TailFile file, long position, long expected) {
        long end = lineEnd(file, position);
        long after = Math.min(end + 1, file.size());
        if (isBlank(file, position, end)) {
            return end == file.size() && end > position
                    ? Optional.empty()
                    : Optional.of(new Parsed(position, after, null));
        }
        try {
            return json(file, position, end).filter(line -> line.has("message"))
                    .flatMap(line -> event(line, position, after, expected));
        } catch (IllegalArgumentException | JacksonException e) {
            return Optional.empty();
        }
    }

    /// Finds the next line that is an event; each line before it has used an offset. If its id or a zero byte before it
    /// shows that lines were lost, the offsets are unknown, and the rest is to be set aside.
    @Override
    public Optional<Parsed> parseAfter(TailFile file, long position, long expected) {
        long offset = expected;
        long end;
        for (long line = position; line < file.size(); line = end + 1) {
            end = lineEnd(file, line);
            Optional<Parsed> found = parse(file, line, offset);
            if (found.isPresent() && found.get().batch() != null) {
                return found.filter(WafkaGrammar::hasIdOfItsOffset);
            }
            if (hasZero(file, line, end)) {
                return Optional.empty();
            }
            offset += found.isPresent() ? 0 : 1;
        }
        return Optional.empty();
    }

    private static boolean hasIdOfItsOffset(Parsed line) {
        return line.batch().iterator().next().event().headers().stream()
                .noneMatch(header -> header.key().equals("event_id"));
    }

    private static boolean hasZero(TailFile file, long from, long to) {
        return LongStream.range(from, to).anyMatch(at -> file.at(at) == 0);
    }

    private static boolean isBlank(TailFile file, long from, long to) {
        return from == to || from + 1 == to && file.at(from) == '\r';
    }

    private Optional<Parsed> event(JsonNode line, long begin, long after, long expected) {
        JsonNode extra = line.path(ExtraFields.FIELD);
        long offset = extra.path("offset").asLong(expected);
        var headers = new ArrayList<Header>();
        addUnlessKnown(headers, line, "event_id", String.valueOf(offset + 1));
        addUnlessKnown(headers, line, "topic_name", topic);
        String time = line.path("timestamp").asString("");
        long timestamp = WafkaTime.millis(time);
        addUnlessKnown(headers, line, "timestamp", WafkaTime.isExact(time, timestamp) ? time : null);
        for (Map.Entry<String, JsonNode> field : line.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                addUnlessKnown(headers, line, field.getKey(), null);
            }
        }
        headers.addAll(ExtraFields.headers(extra));
        byte[] value = ExtraFields.value(line.get("message"), extra);
        var event = new Event(timestamp, ExtraFields.key(extra), value, headers);
        return Parsed.of(begin, after, ExtraFields.origin(extra), offset, event);
    }

    /// Adds a field as a header, unless it has the value that the log would give it.
    private static void addUnlessKnown(List<Header> headers, JsonNode line, String name, String known) {
        JsonNode field = line.path(name);
        if (!field.isMissingNode() && !field.isNull()) {
            String text = field.isString() ? field.stringValue() : field.toString();
            if (!text.equals(known)) {
                headers.add(new Header(name, Utf8.bytes(text)));
            }
        }
    }

    /// Counts an offset for every line of the torn end.
    @Override
    public long lastOffset(TailFile file, long position, long expected) {
        long last = expected;
        for (long end = lineEnd(file, position); end + 1 < file.size(); end = lineEnd(file, end + 1)) {
            last++;
        }
        return last;
    }

    /// Adds a missing line break after the last line.
    @Override
    public void completeEnd(TailFile file) {
        if (file.size() > 0 && file.at(file.size() - 1) != '\n') {
            file.append(new byte[]{'\n'});
        }
    }

    @Override
    public Path tornFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".torn");
    }
}
