package gregor.http;

import module java.base;

import gregor.list.Utf8;
import tools.jackson.databind.node.ObjectNode;

/// Assembles `openapi.json` from the description of the door's own requests and those of its modules.
public final class OpenApiDocument {
    private OpenApiDocument() {}

    /// Reads a module's part from the file `openapi.json` in the package of a class.
    public static byte[] partOf(Class<?> module) {
        try (InputStream in = module.getResourceAsStream("openapi.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read openapi.json in " + module.getPackageName(), e);
        }
    }

    /// Returns the document for a door with these modules.
    static byte[] of(List<HttpModule> modules) {
        ObjectNode document = JsonBody.object(partOf(OpenApiDocument.class));
        for (HttpModule module : modules) {
            ObjectNode part = JsonBody.object(module.openApi());
            String description = document.at("/info/description").stringValue();
            document.withObject("/info").put("description",
                    description + " " + part.at("/info/description").stringValue());
            add(document, part, "/paths");
            add(document, part, "/components/schemas");
        }
        return Utf8.bytes(document.toPrettyString() + "\n");
    }

    private static void add(ObjectNode document, ObjectNode part, String place) {
        part.at(place).properties().forEach(field -> document.withObject(place).set(field.getKey(), field.getValue()));
    }
}
