package gregor.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// A file that the page is made of, or the description of all requests: the same for everybody.
record StaticFile(Reply reply) implements HttpHandler {
    /// Finds a file beside this class.
    static StaticFile of(String file, String type) {
        try (InputStream in = StaticFile.class.getResourceAsStream(file)) {
            return new StaticFile(Reply.of(type, in.readAllBytes())
                    .with("Content-Security-Policy",
                            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
                    .with("Referrer-Policy", "no-referrer").with("Cache-Control", "no-cache"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " in the jar", e);
        }
    }

    @Override
    public Reply answer(HttpExchange call) {
        return reply;
    }
}
