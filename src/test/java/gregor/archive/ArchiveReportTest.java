package gregor.archive;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.archive.Chart.Kind;
import gregor.archive.Chart.Point;
import gregor.deque.ArchiveException;
import gregor.file.DurableArchive;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Sample;
import java.awt.Color;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveReportTest {
    @TempDir
    private Path folder;

    private ArchiveReport report(List<Event> events) {
        var entries = new ArrayList<Entry>();
        events.forEach(event -> entries.add(new Entry(entries.size(), event)));
        try (DurableArchive archive = DurableArchive.open(folder.resolve("archive/t/0.csv"))) {
            archive.add(entries);
        }
        return new ArchiveReport(new TablesawEngine().answer(Archive.at(folder.resolve("archive")).topic("t")));
    }

    private static Event event(String key, String value, String time) {
        return Event.of(key, value).at(Instant.parse(time));
    }

    @Test
    void theSentencesSayWhatWasCounted() {
        assertThat(report(List.of(event("a", "x--late--y", "2026-03-02T10:00:00Z"),
                event("a", "x--ontime--y", "2026-03-02T12:00:00Z"), event(null, "", "2026-03-02T11:30:00Z"),
                Event.of("b", "no time"))).sentences())
                .containsExactly("t: 4 events in 1 partition, 32 bytes of keys, values and headers.",
                        "The timestamps range from 2026-03-02 10:00 to 2026-03-02 12:00 (UTC).",
                        "1 event without a usable timestamp: left out of all figures about time.",
                        "2 keys; 1 event has no key.", "No offset is missing.",
                        "1 event is older than an earlier one of the same partition, by up to 30 min.",
                        "The interval to the next event is at most 30 min for half of them, 1 h 30 min for 95 of 100, and 1 h 30 min for all.",
                        "By status: 1 late, 1 ontime.");
    }

    @Test
    void anEmptyArchiveHasAReportToo() throws IOException {
        ArchiveReport report = report(List.of());
        assertThat(report.sentences()).first()
                .isEqualTo("t: 0 events in 1 partition, 0 bytes of keys, values and headers.");
        assertThat(report.text(80)).doesNotContain("Infinity", "NaN");
        assertThat(ImageIO.read(report.png(folder).toFile())).isNotNull();
        assertThat(report.html(folder)).content().contains("<h1>t");
    }

    @Test
    void thePageNeedsNoNetworkAndHasThePlotlyOfTheBuild() throws IOException {
        String page = Files.readString(report(Sample.deliveries().subList(0, 2000)).html(folder));
        String without = page.replaceFirst("(?s)application/base64\">.*?</script>", "");
        assertThat(without).doesNotContainPattern("(?i)(src|href|url|import|fetch)[=(\" ]+https?:")
                .contains("default-src 'none'");
        assertThat(without.length()).isLessThan(300_000);
        Matcher plotly = Pattern.compile("application/base64\">([^<]+)</script>").matcher(page);
        assertThat(plotly.find()).isTrue();
        try (var script = new GZIPInputStream(
                new java.io.ByteArrayInputStream(Base64.getDecoder().decode(plotly.group(1))))) {
            assertThat(new String(script.readAllBytes())).contains("plotly.js v3.3.1", "newPlot");
        }
        assertThat(page.split("draw\\(target_chart", -1)).hasSize(7);
    }

    /// A script that an event brings along stays text, in the table and in the plot.
    @Test
    void whatStandsInAnEventIsNeverPartOfThePage() throws IOException {
        String evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'";
        for (String key : List.of("<i>", "<!--<script>", "</script>", "\u2028'\"\\", evil, "\u001b[2Jx",
                "{{charts}}")) {
            Files.deleteIfExists(folder.resolve("archive/t/0.csv"));
            ArchiveReport report = report(List.of(event(key, "a--" + key + "--b", "2026-03-02T10:00:00Z")));
            String page = Files.readString(report.html(folder));
            assertThat(page).doesNotContain("<i>", "<!--", "alert(1)</script>", "<img");
            assertThat(page.split("</script>", -1)).hasSize(4);
            assertThat(report.text(80)).doesNotContain("\u001b", "\u2028");
        }
    }

    @Test
    void aPictureShowsWhatIsTrue() throws IOException {
        var two = new Chart("Two", Kind.COLUMNS, List.of(new Point("a", 100), new Point("b", 50)));
        var image = ImageIO.read(new ByteArrayInputStream(PngPlot.of(List.of(two))));
        assertThat(image.getWidth()).isEqualTo(2240);
        int fill = Color.decode(PngPlot.FILL).getRGB();
        int[] counts = new int[2];
        for (int x = 0; x < image.getWidth() / 2; x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                counts[x < 610 ? 0 : 1] += image.getRGB(x, y) == fill ? 1 : 0;
            }
        }
        assertThat(counts[1]).isPositive();
        assertThat((double) counts[0] / counts[1]).isBetween(1.95, 2.05);
    }

    @Test
    void barsInTheTerminalAreAsLongAsTheirValues() {
        var chart = new Chart("Bars", Kind.BARS,
                List.of(new Point("long name", 8), new Point("b", 4), new Point("none", 0), new Point("bit", 0.5)));
        assertThat(TextPlot.of(chart, 40)).isEqualTo("""
                Bars
                long name    8  ████████████████████████
                        b    4  ████████████
                     none    0
                      bit  0.5  █▌
                """);
    }

    @Test
    void aLineInTheTerminalShowsTheLargestOfEachColumn() {
        var points = new ArrayList<Point>();
        for (int i = 0; i < 1000; i++) {
            points.add(new Point(Instant.EPOCH.plus(Duration.ofHours(i)).toString().substring(0, 16),
                    i == 995 ? 60 : i < 500 ? 10 : 0));
        }
        assertThat(TextPlot.of(new Chart("Line", Kind.LINE, points), 53)).isEqualTo("""
                Line
                60                                                  █
                                                                    █
                                                                    █
                                                                    █
                                                                    █
                 0 █████████████████████████                        █
                   1970-01-01 00:00                  1970-02-11 15:00
                """);
    }

    @Test
    void hoursWithoutEventsCountAndALongTimeIsDrawnInDaysOrMonths() {
        Chart hours = overTime("2026-03-02T10:00:00Z", "2026-03-02T13:00:00Z");
        assertThat(hours.title()).isEqualTo("Events per hour");
        assertThat(hours.points()).extracting(Point::value).containsExactly(1.0, 0.0, 0.0, 1.0);
        Chart days = overTime("2025-03-02T10:00:00Z", "2026-03-02T13:00:00Z");
        assertThat(days.title()).isEqualTo("Events per day");
        assertThat(days.points()).hasSize(366);
        Chart months = overTime("1970-01-01T00:00:00Z", "2026-03-02T13:00:00Z");
        assertThat(months.title()).isEqualTo("Events per month");
        assertThat(months.points()).hasSize(56 * 12 + 3);
        assertThat(overTime("1970-01-01T00:00:00Z", "9999-12-31T23:00:00Z").points()).hasSizeLessThan(4000);
    }

    private Chart overTime(String... times) {
        try {
            Files.deleteIfExists(folder.resolve("archive/t/0.csv"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        var events = new ArrayList<Event>();
        for (String time : times) {
            events.add(event("k", "v", time));
        }
        report(events);
        return Chart.of(new TablesawEngine().answer(Archive.at(folder.resolve("archive")).topic("t"))).getFirst();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        ArchiveReport report = report(List.of());
        Path file = Files.writeString(folder.resolve("a-file"), "");
        assertThatThrownBy(() -> report.html(file)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("cannot write the report").hasMessageContaining("a-file");
        assertThatThrownBy(() -> report.png(file)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("cannot write the report");
    }

    @Test
    void timesAreSaidAsPeopleSayThem() {
        assertThat(ArchiveReport.time(Duration.ZERO)).isEqualTo("0 ms");
        assertThat(ArchiveReport.time(Duration.ofMillis(61_001))).isEqualTo("1 min 1 s");
        assertThat(ArchiveReport.time(Duration.ofHours(49))).isEqualTo("2 d 1 h");
        assertThat(ArchiveReport.time(Duration.ofMillis(3_600_007))).isEqualTo("1 h");
    }
}
