package gregor.http;

import module java.base;

/// A fixed reply: a file of the status page, or `openapi.json`.
record StaticFile(Reply reply) implements HttpHandler {
    /// Returns a file from the package of this class.
    static StaticFile of(String file, String type) {
        try (InputStream in = StaticFile.class.getResourceAsStream(file)) {
            return of(in.readAllBytes(), type);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " in the jar", e);
        }
    }

    /// Returns bytes.
    static StaticFile of(byte[] bytes, String type) {
        return new StaticFile(Reply.of(type, bytes)
                .with("Content-Security-Policy",
                        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
                .with("Referrer-Policy", "no-referrer").with("Cache-Control", "no-cache"));
    }

    @Override
    public Reply answer(HttpExchange call) {
        return reply;
    }
}
