package gregor.schema;

import module java.base;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A JSON Schema, of draft 4 to 2020-12. Its keywords are checked for their form; what is compared, and what is not,
/// [JsonSchemaComparison] describes.
record JsonSchema(JsonNode root) implements ParsedSchema {
    static final String TYPE = "JSON";
    static final Set<String> TYPES = Set.of("null", "boolean", "integer", "number", "string", "array", "object");
    private static final Set<String> SCHEMAS = Set.of("additionalProperties", "items", "not", "if", "then", "else",
            "contains", "propertyNames", "additionalItems");
    private static final Set<String> SCHEMAS_BY_NAME = Set.of("properties", "definitions", "$defs",
            "patternProperties");
    private static final Set<String> SCHEMA_LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
    private static final Set<String> NUMBERS = Set.of("minimum", "maximum", "minLength", "maxLength", "minItems",
            "maxItems", "minProperties", "maxProperties", "multipleOf");
    private static final Set<String> ARRAYS = Set.of("enum", "required");

    static JsonSchema of(JsonNode root) {
        check("#", root, root);
        return new JsonSchema(root);
    }

    private static void check(String path, JsonNode schema, JsonNode root) {
        require(schema.isObject() || schema.isBoolean(), path, "must be an object, true or false");
        schema.forEachEntry((keyword, value) -> check(path + "/" + keyword, keyword, value, root));
    }

    private static void check(String path, String keyword, JsonNode value, JsonNode root) {
        if (keyword.equals("items") && value.isArray() || SCHEMA_LISTS.contains(keyword)) {
            require(value.isArray() && !value.isEmpty(), path, "must be a list of schemas");
            value.forEach(each -> check(path, each, root));
        } else if (SCHEMAS.contains(keyword)) {
            check(path, value, root);
        } else if (SCHEMAS_BY_NAME.contains(keyword)) {
            require(value.isObject(), path, "must be an object of schemas");
            value.forEachEntry((name, each) -> check(path + "/" + name, each, root));
        } else if (keyword.equals("type")) {
            require(types(value).stream().allMatch(TYPES::contains) && !types(value).isEmpty(), path,
                    "must be a type of JSON, or a list of them");
        } else if (keyword.equals("pattern")) {
            require(value.isString() && isRegex(value.stringValue()), path, "must be a regular expression");
        } else if (keyword.equals("$ref")) {
            require(value.isString() && (!value.stringValue().startsWith("#") || resolve(value, root).isPresent()),
                    path, "must name a schema that exists");
        } else {
            require(!NUMBERS.contains(keyword) || value.isNumber(), path, "must be a number");
            require(!ARRAYS.contains(keyword) || value.isArray(), path, "must be a list");
        }
    }

    private static void require(boolean holds, String path, String what) {
        if (!holds) {
            throw SchemaException.invalid(path + " " + what);
        }
    }

    private static boolean isRegex(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException | StackOverflowError e) {
            return false;
        }
    }

    static Set<String> types(JsonNode value) {
        var types = new TreeSet<String>();
        if (value.isArray()) {
            value.forEach(each -> types.add(each.asString("")));
        } else {
            types.add(value.asString(""));
        }
        return types;
    }

    /// Returns the schema that a reference such as `#/$defs/address` names; empty if it is in another document.
    static Optional<JsonNode> resolve(JsonNode reference, JsonNode root) {
        String text = reference.stringValue();
        if (text.equals("#")) {
            return Optional.of(root);
        }
        return Optional.of(text).filter(each -> each.startsWith("#/")).map(each -> root.at(each.substring(1)))
                .filter(found -> found.isObject() || found.isBoolean());
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String text() {
        return root.toString();
    }

    @Override
    public List<String> incompatibilities(ParsedSchema writer) {
        return new JsonSchemaComparison(root, ((JsonSchema) writer).root).differences();
    }

    /// Returns the data, which is JSON by itself. It is not validated.
    @Override
    public JsonNode decode(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the data is not JSON", e);
        }
    }
}
