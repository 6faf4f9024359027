package gregor.notebook;

import gregor.archive.ReportPage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A plot in a frame that may run the script which draws it, and nothing else: it has no origin, so that it sees
/// neither the page nor its cookie, and asks for nothing.
final class PlotFrame {
    /// The page in the frame: it draws the script that stands in its address behind the `#`.
    static final String PAGE = "plot.html";
    /// What the frame of the notebook may do.
    static final String POLICY =
            "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
            + "img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
    /// A script has so many letters at most: an address cannot be longer than two million.
    static final int MOST = 1_000_000;

    private PlotFrame() {}

    /// The page.
    static String page() {
        return page("atob(location.hash.slice(1))");
    }

    private static String page(String script) {
        return Asset.text(PAGE).replace("{{plotly}}", ReportPage.library()).replace("{{script}}", script);
    }

    /// A frame beside which the page lies.
    static String frame(String script) {
        return frame(" src", PAGE + "#" + base64(script));
    }

    /// A frame that needs nothing beside it; it is large, since all that draws is in it.
    static String whole(String script) {
        return frame(" srcdoc", page("atob('" + base64(script) + "')"));
    }

    private static String frame(String attribute, String value) {
        return "<iframe class=\"plot\" sandbox=\"allow-scripts\" title=\"plot\""
                + attribute + "=\"" + HtmlProse.escape(value) + "\"></iframe>";
    }

    private static String base64(String script) {
        return Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.US_ASCII));
    }
}
