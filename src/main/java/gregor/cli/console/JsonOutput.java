package gregor.cli.console;

import module java.base;

import gregor.deque.CsvArchive;
import gregor.list.Event;
import gregor.topic.PartitionEntry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Output for programs: one JSON document a line, with stable field names.
///
/// Times are ISO 8601 in UTC. Keys, values and headers are texts, or `base64:` and base64 where they are not UTF-8 or
/// begin with `base64:` themselves.
public final class JsonOutput {
    public static final JsonMapper MAPPER = new JsonMapper();

    private JsonOutput() {}

    public static void print(Object document) {
        System.out.println(MAPPER.writeValueAsString(document));
    }

    public static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /// An event with its topic, partition and offset, as a document.
    public static String of(PartitionEntry arrival) {
        return of(arrival, payload -> Optional.empty());
    }

    /// An event as a document, with the key and the value that a decoder can read as JSON instead of text.
    public static String of(PartitionEntry arrival, Function<byte[], Optional<JsonNode>> decoder) {
        Event event = arrival.entry().event();
        boolean stamped = event.timestamp() != Event.NO_TIMESTAMP;
        return MAPPER.writeValueAsString(object("topic", arrival.partition().topic(), "partition",
                arrival.partition().partition(), "offset", arrival.entry().offset(), "timestamp",
                stamped ? OptionConverters.iso(event.timestamp()) : null, "key", payload(event.key(), decoder), "value",
                payload(event.value(), decoder), "headers",
                event.headers().stream().map(header -> Arrays.asList(header.key(), payload(header.value()))).toList()));
    }

    private static Object payload(byte[] bytes, Function<byte[], Optional<JsonNode>> decoder) {
        return decoder.apply(bytes).<Object>map(json -> json).orElseGet(() -> payload(bytes));
    }

    /// An archive marks an empty text, to distinguish it from null; JSON has both.
    private static String payload(byte[] bytes) {
        return bytes != null && bytes.length == 0 ? "" : CsvArchive.cell(bytes);
    }
}
