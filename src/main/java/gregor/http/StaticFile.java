package gregor.http;

import module java.base;

import gregor.list.Utf8;
import tools.jackson.databind.node.ObjectNode;

/// A fixed reply: a file of the status page, or `openapi.json`.
record StaticFile(Reply reply) implements HttpHandler {
    private static final String OPEN_API = "openapi.json";

    /// Returns a file from the package of this class.
    static StaticFile of(String file, String type) {
        return of(bytes(StaticFile.class, file), type);
    }

    private static StaticFile of(byte[] bytes, String type) {
        return new StaticFile(Reply.of(type, bytes)
                .with("Content-Security-Policy",
                        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
                .with("Referrer-Policy", "no-referrer").with("Cache-Control", "no-cache"));
    }

    private static byte[] bytes(Class<?> neighbour, String file) {
        try (InputStream in = neighbour.getResourceAsStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " in the jar", e);
        }
    }

    /// Returns `openapi.json`: the description of the door's own requests with those of its modules added.
    static StaticFile openApi(List<HttpModule> modules) {
        ObjectNode document = JsonBody.object(bytes(StaticFile.class, OPEN_API));
        for (HttpModule module : modules) {
            ObjectNode part = JsonBody.object(bytes(module.getClass(), OPEN_API));
            ObjectNode info = document.withObject("/info");
            info.put("description",
                    info.path("description").stringValue() + " " + part.at("/info/description").stringValue());
            document.withObject("/paths").setAll((ObjectNode) part.at("/paths"));
            document.withObject("/components/schemas").setAll((ObjectNode) part.at("/components/schemas"));
        }
        return of(Utf8.bytes(document.toPrettyString() + "\n"), Reply.JSON);
    }

    @Override
    public Reply answer(HttpExchange call) {
        return reply;
    }
}
