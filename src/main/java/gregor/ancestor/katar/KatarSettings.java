package gregor.ancestor.katar;

import module java.base;

import gregor.http.HttpException;
import gregor.http.JsonBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The configuration of a topic in a request: settings by Kafka's names or Katar's, at the top level or in a field
/// `config`.
///
/// @param name       the name of the topic; null if the body has none
/// @param partitions the number of partitions; 0 if the body has none
/// @param values     the settings by Kafka's names; null resets one to its default
record KatarSettings(String name, int partitions, Map<String, String> values) {
    private static final int MAX_PARTITIONS = 1000;

    /// Reads a body; an empty one is an empty object.
    ///
    /// @throws HttpException if it is not a JSON object of settings
    static KatarSettings of(byte[] body) {
        String name = null;
        int partitions = 0;
        var values = new HashMap<String, String>();
        ObjectNode json = body.length == 0 ? JsonBody.STRICT.createObjectNode() : JsonBody.object(body);
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            switch (field.getKey()) {
                case "name", "topic", "topicname", "topic_name" ->
                        name = JsonBody.text(json, field.getKey()).orElse(name);
                case "partitions" ->
                        partitions = JsonBody.number(json, "partitions", 1, MAX_PARTITIONS).orElse(0L).intValue();
                case "serializer" -> checkSerializer(field.getValue());
                case "config" -> field.getValue().properties().forEach(each -> put(each, values));
                default -> put(field, values);
            }
        }
        return new KatarSettings(name, partitions, values);
    }

    private static void put(Map.Entry<String, JsonNode> field, Map<String, String> values) {
        JsonNode value = field.getValue();
        if (!value.isValueNode()) {
            throw new HttpException(400,
                    field.getKey() + " must be a string or a number, not " + JsonBody.shown(value));
        }
        values.put(KatarFolder.NAMES.getOrDefault(field.getKey(), field.getKey()),
                value.isNull() ? null : value.asString());
    }

    private static void checkSerializer(JsonNode value) {
        if (!value.isString() || !value.stringValue().equals("JSONSerializer")) {
            throw new HttpException(400, "the serializer must be JSONSerializer, not " + JsonBody.shown(value));
        }
    }
}
