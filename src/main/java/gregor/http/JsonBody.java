package gregor.http;

import module java.base;

import gregor.list.Utf8;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads and writes JSON bodies, and checks their fields.
public final class JsonBody {
    /// JSON as RFC 8259 defines it; anything after the value is an error.
    public static final JsonMapper STRICT = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int MAX_TOPICS = 100;

    private JsonBody() {}

    /// Reads a JSON object.
    ///
    /// @throws HttpException if the bytes are no JSON object in UTF-8
    public static ObjectNode object(byte[] body) {
        try {
            String text = Utf8.text(body).orElseThrow(() -> new HttpException(400, "the body is not UTF-8"));
            if (STRICT.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new HttpException(400, "the body is JSON but not an object; send {…}");
        } catch (StreamConstraintsException e) {
            throw new HttpException(400, "the body nests too deeply, or has a number or a name that is too long");
        } catch (JacksonException e) {
            String line = e.getLocation() == null ? "" : " (line " + Math.max(1, e.getLocation().getLineNr()) + ")";
            throw new HttpException(400, "the body is not JSON" + line + "; correct it");
        }
    }

    /// Reads any JSON value; empty if the bytes are not JSON.
    public static Optional<JsonNode> read(byte[] bytes) {
        try {
            return Utf8.text(bytes).map(STRICT::readTree).filter(node -> !node.isMissingNode());
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// Returns the topics in the fields `topic` and `topics`, each once.
    ///
    /// @throws HttpException if there are none or more than 100, or the object has a field that is not among `fields`
    static List<String> topics(ObjectNode object, Set<String> fields) {
        for (String field : object.propertyNames()) {
            if (!fields.contains(field)) {
                throw new HttpException(400,
                        "unknown field " + field + "; the known ones are " + String.join(", ", new TreeSet<>(fields)));
            }
        }
        var topics = new LinkedHashSet<String>();
        text(object, "topic").ifPresent(topics::add);
        object.path("topics").forEach(topic -> topics.add(topic.asString()));
        if (topics.isEmpty() || topics.size() > MAX_TOPICS) {
            throw new HttpException(400, "name from 1 to " + MAX_TOPICS + " topics, in \"topic\" or \"topics\"");
        }
        return List.copyOf(topics);
    }

    /// Returns the text of a field; empty if it is missing or null.
    ///
    /// @throws HttpException if it is not a string
    public static Optional<String> text(JsonNode object, String name) {
        JsonNode field = object.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return Optional.empty();
        }
        if (!field.isString()) {
            throw new HttpException(400, name + " must be a string, not " + shown(field));
        }
        return Optional.of(field.stringValue());
    }

    /// Returns the number of a field; empty if it is missing or null.
    ///
    /// @throws HttpException if it is not a whole number from `min` to `max`
    public static Optional<Long> number(JsonNode object, String name, long min, long max) {
        JsonNode field = object.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return Optional.empty();
        }
        if (!field.isIntegralNumber() || !field.canConvertToLong() || field.longValue() < min
                || field.longValue() > max) {
            throw new HttpException(400,
                    name + " must be a whole number from " + min + " to " + max + ", not " + shown(field));
        }
        return Optional.of(field.longValue());
    }

    /// Returns JSON for a message, cut to 40 characters.
    public static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= 40 ? text : text.substring(0, 39) + "…";
    }
}
