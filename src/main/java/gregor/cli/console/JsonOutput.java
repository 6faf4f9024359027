package gregor.cli.console;

import gregor.deque.CsvArchive;
import gregor.list.Event;
import gregor.list.Header;
import gregor.topic.PartitionEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Output for programs: one JSON document a line, with stable field names.
///
/// Times are ISO 8601 in UTC. Keys, values and headers are texts, or `base64:` and base64 where they are not UTF-8 or
/// begin with `base64:` themselves.
public final class JsonOutput {
    public static final JsonMapper MAPPER = new JsonMapper();

    private JsonOutput() {}

    /// Prints a document in a line.
    public static void print(Object document) {
        System.out.println(MAPPER.writeValueAsString(document));
    }

    /// Names and values, in their order.
    public static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /// An event with its topic, partition and offset, as a document.
    public static String of(PartitionEntry arrival) {
        Event event = arrival.entry().event();
        ObjectNode node = MAPPER.createObjectNode().put("topic", arrival.partition().topic())
                .put("partition", arrival.partition().partition()).put("offset", arrival.entry().offset());
        node.put("timestamp", event.timestamp() == Event.NO_TIMESTAMP ? null : OptionConverters.iso(event.timestamp()));
        node.put("key", payload(event.key())).put("value", payload(event.value()));
        var headers = node.putArray("headers");
        for (Header header : event.headers()) {
            headers.addArray().add(header.key()).add(payload(header.value()));
        }
        return MAPPER.writeValueAsString(node);
    }

    /// An archive marks an empty text, to distinguish it from null; JSON has both.
    private static String payload(byte[] bytes) {
        return bytes != null && bytes.length == 0 ? "" : CsvArchive.cell(bytes);
    }
}
