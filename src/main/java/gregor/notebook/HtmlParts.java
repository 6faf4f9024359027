package gregor.notebook;

import module java.base;

import gregor.exercise.Exercise;
import gregor.exercise.Prediction;
import gregor.lesson.Part;

/// Renders the parts of a lesson as HTML.
///
/// @param html renders the prose
record HtmlParts(HtmlProse html) {
    private static final Pattern ANSI = Pattern.compile("\u001b\\[([0-9;]*)([A-Za-z])");

    String part(Part part) {
        return switch (part) {
            case Part.Prose prose -> "<div class=\"prose\">" + html.text(prose.adoc()) + "</div>";
            case Part.Listing listing -> output(listing.text(), "listing");
            case Part.Shown shown -> shown(shown.piece(), shown.code());
            case Part.Diagram diagram ->
                    "<figure class=\"diagram\" role=\"img\" aria-label=\"%s\" tabindex=\"0\">%s</figure>"
                            .formatted(HtmlProse.escape(diagram.description()), DiagramSvg.of(diagram.text()));
            case Part.ClassMap map -> "<div class=\"map\">" + html.text(map.adoc()) + "</div>";
            case Part.Block block -> block.folded()
                    ? "<details class=\"folded\"><summary>" + html.line(block.title()) + "</summary>"
                            + parts(block.parts()) + "</details>"
                    : "<div class=\"aside\" role=\"note\"><p class=\"aside-title\">" + html.line(block.title()) + "</p>"
                            + parts(block.parts()) + "</div>";
            case Part.Cell cell -> throw new IllegalArgumentException("cell " + cell.number());
        };
    }

    String parts(List<Part> parts) {
        return parts.stream().map(this::part).collect(Collectors.joining("\n"));
    }

    /// Renders a cell with its output in the lesson.
    ///
    /// @param plot a script that draws the plot it ends with; empty if that is not a plot
    String cell(Part.Cell cell, int cells, String plot) {
        String code = java(cell.code());
        String output = "<div class=\"result\">"
                + output(cell.expected(), cell.is(Part.Kind.ERROR), PlotFrame.plot(plot)) + "</div>";
        if (cell.question() != null) {
            output = "<details class=\"answer\"><summary>Answer first, then open this</summary>" + output
                    + explanation(cell) + "</details>";
        }
        if (cell.setup() != null) {
            code = "<details class=\"setup\"><summary>" + html.line(cell.setup()) + "</summary>" + code + "</details>";
        }
        return "<section class=\"cell\" id=\"cell-%d\" data-number=\"%d\" data-kinds=\"%s\" aria-label=\"cell %d\">%s<p class=\"name\">cell %d of %d%s</p>%s%s</section>"
                .formatted(cell.number(), cell.number(),
                        cell.kinds().stream().map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" ")),
                        cell.number(), question(cell), cell.number(), cells, kinds(cell), code, output);
    }

    String question(Part.Cell cell) {
        return cell.question() == null
                ? ""
                : "<p class=\"question\"><strong>Predict:</strong> " + html.line(cell.question()) + "</p>";
    }

    static String java(String code) {
        return "<pre class=\"java\" tabindex=\"0\"><code>" + HtmlProse.java(code) + "</code></pre>";
    }

    /// Renders what explains the output of a prediction; empty if nothing does.
    String explanation(Part.Cell cell) {
        return cell.explanation().isEmpty() ? "" : "<div class=\"explanation\">" + parts(cell.explanation()) + "</div>";
    }

    private static String kinds(Part.Cell cell) {
        return cell.kinds().stream().map(kind -> " <span class=\"kind\">" + kind(kind) + "</span>")
                .collect(Collectors.joining());
    }

    private static String kind(Part.Kind kind) {
        return switch (kind) {
            case PREDICT -> "predict";
            case ERROR -> "fails on purpose";
            case ONCE -> "runs once";
            case LONG -> "takes a while";
            case TEST -> "test";
            case COMPARE -> "here and on Apache Kafka";
        };
    }

    /// Renders the output and the plot of a cell. The text of the plot follows, for screen readers.
    ///
    /// @param plot rendered by [PlotFrame]; empty if there is none
    static String output(String text, boolean failed, String plot) {
        String shown = text.isEmpty() ? "" : output(text, failed ? "output error" : "output");
        return plot.isEmpty()
                ? shown
                : plot + (text.startsWith("==> ")
                        ? "<details class=\"as-text\"><summary>as in the terminal</summary>" + shown + "</details>"
                        : shown);
    }

    static String output(String text, String kind) {
        var shown = new StringBuilder("<div class=\"" + kind + "\">");
        List<PictureParser.TextOrPicture> pieces = PictureParser.pieces(text);
        for (PictureParser.TextOrPicture piece : pieces) {
            shown.append(piece.picture() == null
                    ? "<pre tabindex=\"0\">" + ansi(HtmlProse.escape(piece.text())) + "</pre>"
                    : figure(piece.picture(), Long.MAX_VALUE));
        }
        if (pieces.stream().anyMatch(piece -> piece.picture() != null)) {
            shown.append("<details class=\"as-text\"><summary>as in the terminal</summary><pre tabindex=\"0\">")
                    .append(HtmlProse.escape(text)).append("</pre></details>");
        }
        return shown.append("</div>").toString();
    }

    /// Renders the colours of a terminal, and removes its other control sequences.
    static String ansi(String html) {
        var open = new int[1];
        return ANSI.matcher(html).replaceAll(found -> {
            String close = "</span>".repeat(open[0]);
            List<String> codes = Arrays.stream(found.group(1).split(";"))
                    .filter(code -> code.matches("1|3[0-7]|9[0-7]")).toList();
            boolean colours = found.group(2).equals("m");
            if (!colours || codes.isEmpty() && !found.group(1).matches("0?")) {
                return "";
            }
            open[0] = codes.isEmpty() ? 0 : 1;
            return close + (codes.isEmpty() ? "" : "<span class=\"ansi-" + String.join(" ansi-", codes) + "\">");
        }) + "</span>".repeat(open[0]);
    }

    static String figure(LogDrawing log, long newFrom) {
        String label = log.label().isEmpty() ? "" : "<figcaption>" + HtmlProse.escape(log.label()) + "</figcaption>";
        return "<figure class=\"log%s\" tabindex=\"0\" role=\"group\" aria-label=\"drawing of a log\">%s%s</figure>"
                .formatted((log.start() > 0 ? " cut" : "") + (log.closed() ? " closed" : ""), label,
                        LogSvg.of(log, newFrom));
    }

    static String shown(String piece, String code) {
        String name = piece.replaceFirst("#.*", "").replaceFirst("^.*\\.", "");
        return "<details class=\"shown\" open><summary>" + HtmlProse.escape(name) + ".java</summary>" + java(code)
                + "</details>";
    }

    /// Renders an exercise with its hints folded.
    ///
    /// @param begun   whether the learner has begun it
    /// @param answers the recorded answers to the choices of a prediction; empty if there are none
    String exercise(Exercise exercise, boolean begun, List<PredictionRecorder.Answer> answers) {
        var text = new ArrayList<String>();
        text.add("<section class=\"exercise\" id=\"" + exercise.name() + "\" data-exercise=\"" + exercise.path()
                + (begun ? "\" data-begun=\"true" : "") + "\"><h2>" + exercise.number() + ". "
                + html.line(exercise.title()) + "</h2>");
        text.add("<p class=\"run\"><code>./gregor exercise " + exercise.path() + "</code></p>");
        text.add(html.text(exercise.task()));
        if (exercise.isPrediction()) {
            text.add(change(exercise.change().text()));
            List<String> choices = Prediction.choices(exercise);
            text.add("<p>Which of these promises does that break?</p>" + IntStream.range(0, choices.size())
                    .mapToObj(i -> choice(choices.get(i), answers.isEmpty() ? null : answers.get(i)))
                    .collect(Collectors.joining("", "<ol>", "</ol>")));
        } else {
            text.add(exercise.wanted().entrySet().stream()
                    .map(wanted -> "<dt><code>" + HtmlProse.escape(wanted.getKey()) + "</code></dt><dd>"
                            + html.line(wanted.getValue()) + "</dd>")
                    .collect(Collectors.joining("", "<dl class=\"wanted\">", "</dl>")));
        }
        for (int i = 0; i < exercise.hints().size(); i++) {
            text.add("<details><summary>Hint " + (i + 1) + "</summary>" + html.text(exercise.hints().get(i))
                    + "</details>");
        }
        exercise.mistakes().forEach(mistake -> text.add("<details><summary>A mistake: " + html.line(mistake.title())
                + "</summary>" + change(mistake.change().text()) + "</details>"));
        return String.join("\n", text) + "</section>";
    }

    /// Renders a choice; a reader chooses it by opening its answer.
    private static String choice(String sentence, PredictionRecorder.Answer answer) {
        String shown = HtmlProse.escape(sentence);
        return answer == null
                ? "<li>" + shown + "</li>"
                : "<li><details class=\"choice\" data-answer=\"%s\"><summary>%s</summary><pre tabindex=\"0\">%s</pre></details></li>"
                        .formatted(answer.right() ? "right" : "wrong", shown, HtmlProse.escape(answer.text()));
    }

    private static String change(String diff) {
        return diff.lines()
                .map(line -> "<%1$s>%2$s</%1$s>".formatted(
                        line.startsWith("-") ? "del" : line.startsWith("+") ? "ins" : "span", HtmlProse.escape(line)))
                .collect(Collectors.joining("\n", "<pre class=\"diff\" tabindex=\"0\">", "</pre>"));
    }
}
