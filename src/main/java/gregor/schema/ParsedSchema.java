package gregor.schema;

import module java.base;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A schema that has been understood: it can be compared with another of its type, and it gives bytes a meaning.
public interface ParsedSchema {
    /// JSON with a nesting that recursive methods can follow.
    JsonMapper JSON = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build()).build())
            .build();

    /// The largest schema in characters, and the largest number of JSON values in it: comparing two schemas may take
    /// time in proportion to the product of their sizes.
    int MAX_LENGTH = 400_000;
    int MAX_VALUES = 5000;

    /// Parses a schema.
    ///
    /// @param type `AVRO` or `JSON`
    /// @throws SchemaException if it is no schema of this type, or larger than the limits
    static ParsedSchema of(String type, String text) {
        if (text.length() > MAX_LENGTH) {
            throw new SchemaException(SchemaException.TOO_LARGE,
                    "Schema is too large: " + text.length() + " characters; the limit is " + MAX_LENGTH);
        }
        JsonNode json = json(text);
        return switch (type) {
            case AvroSchema.TYPE -> AvroSchema.of(text);
            case JsonSchema.TYPE -> JsonSchema.of(json);
            default -> throw SchemaException.invalid("the type " + type + " is not supported; send AVRO or JSON");
        };
    }

    private static JsonNode json(String text) {
        try (var parser = JSON.createParser(text)) {
            int values = 0;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                values += token.isScalarValue() || token.isStructStart() ? 1 : 0;
                if (values > MAX_VALUES) {
                    throw new SchemaException(SchemaException.TOO_LARGE,
                            "Schema is too large: it has more than " + MAX_VALUES + " JSON values");
                }
            }
            JsonNode json = JSON.readTree(text);
            if (json.isMissingNode()) {
                throw SchemaException.invalid("it is empty");
            }
            return json;
        } catch (JacksonException e) {
            throw SchemaException.invalid(e.getOriginalMessage().lines().findFirst().orElse("it is not JSON"));
        }
    }

    String type();

    /// Returns the text without insignificant whitespace, by which equal schemas are recognized.
    String text();

    /// Returns why a reader with this schema could fail on data that was written with another one; empty if it cannot.
    ///
    /// @param writer a schema of the same type
    List<String> incompatibilities(ParsedSchema writer);

    /// Returns data as JSON.
    ///
    /// @param data what follows magic byte and id
    /// @throws IllegalArgumentException if the data does not follow the schema
    JsonNode decode(ByteBuffer data);
}
