package gregor.notebook;

import gregor.exercise.Exercise;
import gregor.lesson.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The parts of a lesson as a browser shows them.
///
/// @param html renders the prose
record HtmlParts(HtmlProse html) {
    /// Anything but a cell.
    String part(Part part) {
        return switch (part) {
            case Part.Prose prose -> "<div class=\"prose\">" + html.blocks(prose.adoc()) + "</div>";
            case Part.Listing listing -> output(listing.text(), "listing");
            case Part.Shown shown -> shown(shown.piece(), shown.code());
            case Part.Cell cell -> throw new IllegalArgumentException("cell " + cell.number());
        };
    }

    /// A cell with what it printed when the lesson was recorded.
    ///
    /// @param plot a script that draws what it ended with; empty if that is no plot
    String cell(Part.Cell cell, int cells, String plot) {
        String code = "<pre class=\"java\" tabindex=\"0\"><code>" + HtmlProse.java(cell.code()) + "</code></pre>";
        String output = output(cell.expected(), cell.is(Part.Kind.ERROR), plot.isEmpty() ? "" : PlotFrame.frame(plot));
        String question = "";
        if (cell.question() != null) {
            question = "<p class=\"question\"><strong>Predict:</strong> " + html.line(cell.question()) + "</p>";
            output = "<details class=\"answer\"><summary>Say it aloud, then ask the log</summary>"
                    + output + "</details>";
        }
        return "<section class=\"cell\" id=\"cell-%d\" data-number=\"%d\" data-kinds=\"%s\" aria-label=\"cell %d\">%s<p class=\"name\">cell %d of %d%s</p>%s%s</section>"
                .formatted(cell.number(), cell.number(),
                        cell.kinds().stream().map(kind -> kind.name().toLowerCase()).collect(Collectors.joining(" ")),
                        cell.number(), question, cell.number(), cells, kinds(cell), code, output);
    }

    private static String kinds(Part.Cell cell) {
        return cell.kinds().stream().map(HtmlParts::kind).filter(name -> !name.isEmpty())
                .map(name -> " <span class=\"kind\">" + name + "</span>").collect(Collectors.joining());
    }

    /// What is special about a cell, in words.
    static String kind(Part.Kind kind) {
        return switch (kind) {
            case PREDICT -> "predict";
            case ERROR -> "fails, and that is the point";
            case ONCE -> "runs once";
            case LONG -> "takes a while";
            case TEST -> "test";
            case COMPARE -> "here and on Apache Kafka";
        };
    }

    /// What a cell printed and what it plotted. The text of a plot is there too, for who cannot see it.
    static String output(String text, boolean failed, String frame) {
        String shown = text.isEmpty() ? "" : output(text, failed ? "output error" : "output");
        return frame.isEmpty() ? shown : frame + (text.startsWith("==> ")
                ? "<details class=\"as-text\"><summary>as the terminal shows it</summary>" + shown
                + "</details>" : shown);
    }

    /// A text with its pictures drawn.
    static String output(String text, String kind) {
        var shown = new StringBuilder("<div class=\"" + kind + "\">");
        List<PictureParser.TextOrPicture> pieces = PictureParser.pieces(text);
        for (PictureParser.TextOrPicture piece : pieces) {
            shown.append(piece.picture() == null ? "<pre tabindex=\"0\">" + HtmlProse.escape(piece.text())
                    + "</pre>" : figure(piece.picture()));
        }
        if (pieces.stream().anyMatch(piece -> piece.picture() != null)) {
            shown.append("<details class=\"as-text\"><summary>as the terminal draws it</summary><pre tabindex=\"0\">")
                    .append(HtmlProse.escape(text)).append("</pre></details>");
        }
        return shown.append("</div>").toString();
    }

    /// A log, drawn.
    static String figure(LogDrawing strip) {
        String label = strip.label().isEmpty() ? "" : "<figcaption>" + HtmlProse.escape(strip.label()) + "</figcaption>";
        return "<figure class=\"strip\" tabindex=\"0\" role=\"group\" aria-label=\"drawing of a log\">"
                + label + LogSvg.of(strip) + "</figure>";
    }

    /// A piece of our own source.
    static String shown(String piece, String code) {
        String name = piece.replaceFirst("#.*", "").replaceFirst("^.*\\.", "");
        return "<figure class=\"shown\"><figcaption>" + HtmlProse.escape(name)
                + ".java</figcaption><pre class=\"java\" tabindex=\"0\"><code>"
                + HtmlProse.java(code) + "</code></pre></figure>";
    }

    /// An exercise with its hints, each folded.
    String exercise(Exercise exercise) {
        var text = new ArrayList<String>();
        text.add("<section class=\"exercise\" id=\"" + exercise.name() + "\" data-exercise=\""
                + exercise.path() + "\"><h2>" + exercise.number() + ". " + html.line(exercise.title()) + "</h2>");
        text.add("<p class=\"run\"><code>./gregor exercise " + exercise.path() + "</code></p>");
        text.add(html.blocks(exercise.task()));
        if (exercise.isPrediction()) {
            text.add(change(exercise.change().text()));
            text.add("<p>Which of these promises is broken then?</p>" + exercise.choices().stream()
                    .map(choice -> "<li><code>" + HtmlProse.escape(choice) + "</code></li>")
                    .collect(Collectors.joining("", "<ol>", "</ol>")));
        } else {
            text.add(exercise.wanted().entrySet().stream()
                    .map(wanted -> "<dt><code>" + HtmlProse.escape(wanted.getKey()) + "</code></dt><dd>"
                    + html.line(wanted.getValue()) + "</dd>")
                    .collect(Collectors.joining("", "<dl class=\"wanted\">", "</dl>")));
        }
        for (int i = 0; i < exercise.hints().size(); i++) {
            text.add("<details><summary>Hint " + (i + 1) + "</summary>" + html.blocks(exercise.hints().get(i))
                    + "</details>");
        }
        exercise.mistakes().forEach(mistake -> text.add("<details><summary>A mistake: "
                + html.line(mistake.title()) + "</summary>"
                + change(mistake.change().text()) + "</details>"));
        return String.join("\n", text) + "</section>";
    }

    private static String change(String diff) {
        return diff.lines().map(line -> (line.startsWith("-") ? "<del>" : line.startsWith("+") ? "<ins>" : "<span>")
                + HtmlProse.escape(line)
                + (line.startsWith("-") ? "</del>" : line.startsWith("+") ? "</ins>" : "</span>"))
                .collect(Collectors.joining("\n", "<pre class=\"diff\" tabindex=\"0\">", "</pre>"));
    }
}
