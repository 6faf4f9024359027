package gregor.archive;

import gregor.archive.ArchiveSummary.Count;
import gregor.deque.ArchiveException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/// What the answers look like: as text for the terminal, as a page that needs no network, as a picture.
public final class ArchiveReport {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private final ArchiveSummary answers;
    private final List<Chart> charts;

    /// Makes a report of answers.
    public ArchiveReport(ArchiveSummary answers) {
        this.answers = answers;
        charts = Chart.of(answers);
    }

    /// What there is to say, a sentence each.
    public List<String> sentences() {
        ArchiveSummary.Extent extent = answers.extent();
        ArchiveSummary.OffsetOrder order = answers.order();
        var sentences = new ArrayList<String>();
        sentences.add("%s: %s in %s, %s of keys, values and headers.".formatted(answers.topic(),
                many(extent.events(), "event"),
                many(extent.partitions(), "partition"), many(extent.bytes(), "byte")));
        if (extent.from() != null) {
            sentences.add("They happened from %s to %s (UTC).".formatted(moment(extent.from()), moment(extent.to())));
        }
        if (extent.untimed() > 0) {
            sentences.add(many(extent.untimed(), "event")
                    + " without a usable timestamp: not in what follows about time.");
        }
        sentences.add("%s; %s no key.".formatted(many(answers.keys().distinct(), "key"),
                many(answers.keys().keyless(), "event has", "events have")));
        sentences.add(order.missing() == 0 ? "No offset is missing."
                : "%s between the first and the last one: %s the widest gap, after %s of partition %d."
                .formatted(many(order.missing(), "offset is missing", "offsets are missing"),
                        number(order.gaps().getFirst().missing()),
                        order.gaps().getFirst().after(), order.gaps().getFirst().partition()));
        sentences.add(order.lateArrivals() == 0 ? "Each event stands behind older ones only."
                : "%s behind a younger one of the same partition, by up to %s.".formatted(
                        many(order.lateArrivals(), "event stands", "events stand"), time(order.latest())));
        if (extent.events() - extent.untimed() > 1) {
            sentences.add("From one event to the next it took %s or less in half of the cases, %s or less in 95 of 100, %s at most."
                    .formatted(time(answers.waits().median()), time(answers.waits().most()),
                            time(answers.waits().longest())));
        }
        if (!answers.statuses().isEmpty()) {
            sentences.add("Of them " + String.join(", ", answers.statuses().stream().limit(5)
                    .map(status -> number(status.events()) + " " + TextPlot.shown(status.name())).toList()) + ".");
        }
        return sentences;
    }

    /// The sentences and the charts for a terminal that is so many columns wide.
    public String text(int width) {
        var text = new StringBuilder(String.join("\n", sentences())).append("\n");
        charts.forEach(chart -> text.append('\n').append(TextPlot.of(chart, width)));
        return text.toString();
    }

    /// Writes the page into a folder, by the name of the topic, and returns it. It is there whole or not at all.
    ///
    /// @throws ArchiveException if it cannot be written
    public Path html(Path folder) {
        return written(folder, ".html", file -> Files.writeString(file, page()));
    }

    /// Writes the picture into a folder, by the name of the topic, and returns it. It is there whole or not at all.
    ///
    /// @throws ArchiveException if it cannot be written, or this machine has no fonts
    public Path png(Path folder) {
        return written(folder, ".png", file -> PngPlot.write(charts, file));
    }

    private interface Writer {
        void write(Path file) throws IOException;
    }

    private Path written(Path folder, String ending, Writer writer) {
        Path file = folder.resolve(answers.topic() + ending);
        try {
            Files.createDirectories(folder);
            Path part = folder.resolve(answers.topic() + ending + ".part");
            writer.write(part);
            return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ArchiveException("cannot write the report " + file + "; choose a folder that can be written", e);
        }
    }

    private String page() {
        var figures = new StringBuilder();
        var scripts = new StringBuilder();
        for (int i = 0; i < charts.size(); i++) {
            Chart chart = charts.get(i);
            figures.append("<figure><figcaption>%s</figcaption><div id=\"chart%d\" class=\"chart\" role=\"img\" aria-label=\"%s; the numbers are below\"></div>%s</figure>%n"
                    .formatted(HtmlPlot.escape(chart.title()), i, HtmlPlot.escape(chart.title()), numbers(chart)));
            scripts.append(HtmlPlot.script(HtmlPlot.of(chart), "chart" + i));
        }
        var said = new StringBuilder();
        sentences().forEach(sentence -> said.append("<li>").append(HtmlPlot.escape(sentence)).append("</li>\n"));
        Map<String, CharSequence> parts = Map.of("topic", HtmlPlot.escape(answers.topic()), "sentences",
                said, "figures", figures,
                "tables", tables(), "plotly", library(), "charts", scripts);
        return PLACE.matcher(new String(resource("report.html"), StandardCharsets.UTF_8))
                .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1)).toString()));
    }

    /// The script that a page needs so that the scripts of [HtmlPlot] can draw on it: Plotly.js, and how we use it.
    public static String library() {
        return Plotly.LIBRARY;
    }

    /// Plotly.js as base64 of gzip, zipped once.
    private static final class Plotly {
        static final String LIBRARY = "<script id=\"plotly\" type=\"application/base64\">"
                + zipped(resource("/META-INF/resources/webjars/plotly.js-dist/3.3.1/plotly.js"))
                + "</script>\n<script>\n"
                + new String(resource("plot.js"), StandardCharsets.UTF_8) + "</script>";
    }

    /// What a chart shows, for who cannot see it.
    private static String numbers(Chart chart) {
        var rows = new StringBuilder();
        chart.points().forEach(point -> rows.append(row(point.name().replace('T', ' '), Chart.number(point.value()))));
        return "<details><summary>The numbers</summary><div class=\"rows\"><table>" + rows + "</table></div></details>";
    }

    private String tables() {
        var tables = new StringBuilder();
        table(tables, "Keys with most events", answers.keys().busiest());
        table(tables, "How they ended", answers.statuses());
        table(tables, "Widest gaps", answers.order().gaps().stream()
                .map(gap -> new Count("partition " + gap.partition() + ", after offset " + gap.after(), gap.missing()))
                .toList());
        return tables.toString();
    }

    private static void table(StringBuilder tables, String title, List<Count> counts) {
        if (!counts.isEmpty()) {
            tables.append("<section><h2>").append(title).append("</h2><table>");
            counts.forEach(count -> tables.append(row(TextPlot.shown(count.name()), number(count.events()))));
            tables.append("</table></section>\n");
        }
    }

    private static String row(String name, String value) {
        return "<tr><th scope=\"row\">" + HtmlPlot.escape(name) + "</th><td>" + value + "</td></tr>";
    }

    private static byte[] resource(String name) {
        try (InputStream in = ArchiveReport.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " of Gregor itself; build it again", e);
        }
    }

    private static String zipped(byte[] bytes) {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return Base64.getEncoder().encodeToString(zipped.toByteArray());
    }

    private static String number(long number) {
        return "%,d".formatted(number);
    }

    private static String many(long number, String one) {
        return many(number, one, one + "s");
    }

    private static String many(long number, String one, String more) {
        return number(number) + " " + (number == 1 ? one : more);
    }

    private static String moment(LocalDateTime time) {
        return time.withNano(0).toString().replace('T', ' ');
    }

    /// A time as people say it: its largest unit and the next, if that is not nothing.
    static String time(Duration time) {
        long[] units = {time.toDays(), time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart(),
                time.toMillisPart()};
        String[] names = {"d", "h", "min", "s", "ms"};
        for (int i = 0; i < units.length; i++) {
            if (units[i] > 0) {
                return units[i] + " " + names[i]
                        + (i + 1 < units.length && units[i + 1] > 0 ? " " + units[i + 1] + " " + names[i + 1] : "");
            }
        }
        return "0 ms";
    }
}
