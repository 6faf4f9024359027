package gregor.http;

import module java.base;

import tools.jackson.databind.JsonNode;

/// The `openapi.json` of a door; finds answers that differ from it.
record OpenApi(JsonNode document) {
    /// Returns the document of a door with these modules.
    static OpenApi of(HttpModule... modules) {
        return new OpenApi(JsonBody.STRICT.readTree(StaticFile.openApi(List.of(modules)).reply().body()));
    }

    /// Returns the requests that it describes, such as `GET /topic/{name}`.
    List<String> routes() {
        var routes = new ArrayList<String>();
        document.path("paths").properties().forEach(path -> path.getValue().propertyNames()
                .forEach(method -> routes.add(method.toUpperCase() + " " + path.getKey())));
        routes.sort(null);
        return routes;
    }

    /// Returns how an answer differs from the description. Undescribed requests get 404 or 405.
    List<String> faults(String method, String path, Web.Answer answer) {
        JsonNode operation = resolve(document.path("paths").path(template(path)).path(method.toLowerCase()));
        if (operation.isMissingNode()) {
            return List.of(204, 404, 405, 421).contains(answer.status())
                    ? List.of()
                    : List.of("not described, and answered with " + answer.status());
        }
        JsonNode response = resolve(operation.path("responses").path("" + answer.status()));
        if (response.isMissingNode()) {
            return List.of("status " + answer.status() + " is not described: " + answer.body());
        }
        String type = answer.type().replaceFirst(";.*", "");
        JsonNode content = response.path("content").path(type);
        if (content.isMissingNode()) {
            return List.of("type " + type + " is not described for " + answer.status());
        }
        var faults = new ArrayList<String>();
        if (type.endsWith("json") && answer.header("Content-Encoding").isEmpty() && !method.equals("HEAD")) {
            check("body", content.path("schema"), JsonBody.STRICT.readTree(answer.body()), faults);
        }
        return faults;
    }

    /// Returns the references to components that the document lacks.
    List<String> brokenReferences() {
        return document.findValues("$ref").stream().map(JsonNode::stringValue)
                .filter(reference -> document.at(reference.substring(1)).isMissingNode()).toList();
    }

    private String template(String path) {
        int slash = path.indexOf('/', 1);
        String first = slash < 0 ? path : path.substring(0, slash + 1);
        return document.path("paths").propertyNames().stream()
                .filter(known -> known.replaceFirst("\\{.*", "").equals(first)).findFirst().orElse("");
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? resolve(document.at(node.path("$ref").stringValue().substring(1))) : node;
    }

    private void check(String where, JsonNode unresolved, JsonNode value, List<String> faults) {
        JsonNode schema = resolve(unresolved);
        if (schema.has("type") && !isOfType(schema.path("type"), value)) {
            faults.add(where + " is to be " + schema.path("type") + ", and is " + value);
            return;
        }
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.stringValue())) {
                faults.add(where + " has no " + required);
            }
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode known = schema.path("properties").path(field.getKey());
            JsonNode other = schema.path("additionalProperties");
            if (!known.isMissingNode() || !other.isMissingNode()) {
                check(where + "." + field.getKey(), known.isMissingNode() ? other : known, field.getValue(), faults);
            } else if (schema.has("properties")) {
                faults.add(where + "." + field.getKey() + " is not described");
            }
        }
        if (value.isArray()) {
            value.forEach(item -> check(where + "[]", schema.path("items"), item, faults));
        }
    }

    private static boolean isOfType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (isOfType(one, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.stringValue()) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> false;
        };
    }
}
