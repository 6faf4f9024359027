package gregor.notebook;

import module java.base;

import gregor.archive.ReportPage;

/// A plot in a sandboxed frame, which may only run the script that draws it: without an origin it has no access to the
/// page, to its cookie or to the network.
final class PlotFrame {
    /// The page in the frame; it runs the script in the fragment of its address.
    static final String PAGE = "plot.html";
    /// The content security policy of the frame.
    static final String POLICY = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
            + "img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
    /// The maximum length of a script in characters: browsers limit an address to two million.
    static final int MAX_SCRIPT = 1_000_000;

    private PlotFrame() {}

    static String page() {
        return page("atob(location.hash.slice(1))");
    }

    private static String page(String script) {
        return Asset.text(PAGE).replace("{{plotly}}", ReportPage.library()).replace("{{script}}", script);
    }

    /// Renders a plot: as SVG if [PlotSvg] draws it, else in a frame that loads the page; nothing for an empty script.
    static String plot(String script) {
        return script.isEmpty() ? "" : PlotSvg.of(script).orElseGet(() -> frame(" src", PAGE + "#" + base64(script)));
    }

    /// Renders a plot for a single file: a frame contains the page with its library.
    static String standalone(String script) {
        return script.isEmpty()
                ? ""
                : PlotSvg.of(script).orElseGet(() -> frame(" srcdoc", page("atob('" + base64(script) + "')")));
    }

    private static String frame(String attribute, String value) {
        return "<iframe class=\"plot\" sandbox=\"allow-scripts\" title=\"plot\" loading=\"lazy\"" + attribute + "=\""
                + HtmlProse.escape(value) + "\"></iframe>";
    }

    private static String base64(String script) {
        return Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.US_ASCII));
    }
}
