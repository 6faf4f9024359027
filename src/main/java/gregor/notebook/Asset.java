package gregor.notebook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The files that pages are made of, as they are in the jar.
final class Asset {
    /// What a site needs: the style sheet, the typefaces and their licence.
    static final List<String> SITE = List.of("gregor.css", "gregor.svg", "literata-latin-400-normal.woff2",
            "literata-latin-400-italic.woff2",
            "literata-latin-700-normal.woff2", "jetbrains-mono-latin-400-normal.woff2",
            "jetbrains-mono-latin-700-normal.woff2", "OFL.txt");

    /// What the notebook needs beside that.
    static final List<String> NOTEBOOK = List.of("notebook.css", "notebook.mjs", "cell.mjs", "lane.mjs",
            "server.mjs", "exercise.mjs");

    private Asset() {}

    /// Reads a file beside this class, or anywhere in the jars if its name begins with `/`.
    static byte[] bytes(String name) {
        try (InputStream in = Asset.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no " + name + " in the jars");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " in the jar", e);
        }
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /// What kind of file it is, for the browser.
    static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js", "mjs" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "woff2" -> "font/woff2";
            case "html" -> "text/html; charset=utf-8";
            default -> "text/plain; charset=utf-8";
        };
    }
}
