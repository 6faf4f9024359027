package gregor.ancestor.wafka;

import gregor.list.Event;
import gregor.list.Utf8;
import gregor.topic.Murmur2;
import gregor.topic.Partitioner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Chooses the partition by a field of the value, a JSON object: Wafka's partition key. The field is a string, a number,
/// true or false.
public record ByField(String field) implements Partitioner {
    private static final JsonMapper JSON = new JsonMapper();

    /// @throws MissingFieldException if the value does not have the field
    @Override
    public int partition(String topic, Event event, int partitions) {
        return Murmur2.partition(Utf8.bytes(text(event.value())), partitions);
    }

    private String text(byte[] value) {
        if (value == null) {
            throw missing(null, "there is no value");
        }
        String text = Utf8.text(value).orElseThrow(() -> missing(value, "it is not text"));
        try {
            JsonNode node = JSON.readTree(text).path(field);
            if (!node.isValueNode() || node.isNull()) {
                throw missing(value, "give it a text or a number of that name");
            }
            return node.asString();
        } catch (JacksonException e) {
            throw missing(value, "it is not a JSON object");
        }
    }

    private MissingFieldException missing(byte[] value, String reason) {
        String text = Utf8.show(value);
        String shown = text.length() <= 60 ? text : text.substring(0, 59) + "…";
        return new MissingFieldException("no field " + field + " in " + shown + ": " + reason);
    }
}
