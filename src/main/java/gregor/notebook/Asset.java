package gregor.notebook;

import module java.base;

/// The assets of pages, from the jar.
final class Asset {
    /// The assets of the site: style sheets, scripts, fonts and their licence.
    static final List<String> SITE = List.of("gregor.css", "gregor.svg", "site.js", "lane.js", "score.js",
            "simulate.js", "simulate.css", "literata-latin-400-normal.woff2", "literata-latin-400-italic.woff2",
            "literata-latin-700-normal.woff2", "jetbrains-mono-latin-400-normal.woff2",
            "jetbrains-mono-latin-700-normal.woff2", "OFL.txt");

    /// The additional assets of the notebook.
    static final List<String> NOTEBOOK = List.of("notebook.css", "notebook.mjs", "cell.mjs", "server.mjs", "stream.mjs",
            "exercise.mjs", "favicon.ico");

    private Asset() {}

    /// Reads a resource next to this class, or by an absolute name if it begins with `/`.
    static byte[] bytes(String name) {
        try (InputStream in = Asset.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " in the jar", e);
        }
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js", "mjs" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "ico" -> "image/vnd.microsoft.icon";
            case "woff2" -> "font/woff2";
            case "html" -> "text/html; charset=utf-8";
            default -> "text/plain; charset=utf-8";
        };
    }
}
