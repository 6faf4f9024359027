package gregor.http;

import gregor.list.Utf8;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON in and out.
public final class JsonBody {
    /// What this door reads and writes.
    public static final JsonMapper STRICT = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /// The same, but names need no quotes, as in the documents of Wafka.
    public static final JsonMapper RELAXED = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES).build();

    private JsonBody() {}

    /// Reads an object.
    ///
    /// @throws Refusal if it is none
    public static ObjectNode object(byte[] body, JsonMapper mapper) {
        try {
            String text = Utf8.text(body).orElseThrow(() -> new HttpException(400, "the body is not UTF-8"));
            if (mapper.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new HttpException(400, "the body is JSON, but no object; send {…}");
        } catch (JacksonException e) {
            throw new HttpException(400, "the body is no JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    /// Reads any JSON; empty if bytes are none.
    public static Optional<JsonNode> read(byte[] bytes) {
        try {
            return Utf8.text(bytes).map(STRICT::readTree).filter(node -> !node.isMissingNode());
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// The text of a field; empty if it is not there.
    ///
    /// @throws Refusal if it is something else
    public static Optional<String> text(JsonNode object, String name) {
        JsonNode field = object.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return Optional.empty();
        }
        if (!field.isString()) {
            throw new HttpException(400, name + " is to be a text, not " + shown(field));
        }
        return Optional.of(field.stringValue());
    }

    /// The number of a field; empty if it is not there.
    ///
    /// @throws Refusal if it is something else, or too small or large
    public static Optional<Long> number(JsonNode object, String name, long least, long most) {
        JsonNode field = object.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return Optional.empty();
        }
        if (!field.isIntegralNumber() || !field.canConvertToLong() || field.longValue() < least
                || field.longValue() > most) {
            throw new HttpException(400, name + " is to be a whole number from " + least + " to " + most + ", not "
                    + shown(field));
        }
        return Optional.of(field.longValue());
    }

    public static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= 40 ? text : text.substring(0, 39) + "…";
    }
}
