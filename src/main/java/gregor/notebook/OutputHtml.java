package gregor.notebook;

/// The output of a cell as HTML, for a page that runs the cell itself.
public final class OutputHtml {
    private OutputHtml() {}

    /// Renders an output as the notebook does.
    public static String of(String text, boolean failed) {
        return HtmlParts.output(text, failed, "");
    }
}
