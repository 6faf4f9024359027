package gregor.archive;

import module java.base;

import gregor.deque.ArchiveException;
import gregor.file.Folder;
import gregor.file.StorageException;
import gregor.list.Utf8;

/// Presents a summary: as text for the terminal, as an HTML page that needs no network, as a picture.
public final class ArchiveReport {
    private final String name;
    private final List<String> sentences;
    private final List<Chart> charts;
    private final List<Chart> tables;

    /// Makes a report of a summary.
    public ArchiveReport(ArchiveSummary summary) {
        this(summary.topic(), sentences(summary), Chart.of(summary), Chart.tables(summary));
    }

    /// @param name   of the files
    /// @param tables are only on the page
    ArchiveReport(String name, List<String> sentences, List<Chart> charts, List<Chart> tables) {
        this.name = name;
        this.sentences = sentences;
        this.charts = charts;
        this.tables = tables;
    }

    /// Returns the findings, a sentence each.
    public List<String> sentences() {
        return sentences;
    }

    private static List<String> sentences(ArchiveSummary summary) {
        ArchiveSummary.Extent extent = summary.extent();
        ArchiveSummary.OffsetOrder order = summary.order();
        var sentences = new ArrayList<String>();
        sentences.add("%s: %s in %s, %s of keys, values and headers.".formatted(summary.topic(),
                many(extent.events(), "event"), many(extent.partitions(), "partition"), many(extent.bytes(), "byte")));
        if (extent.from() != null) {
            sentences.add(
                    "The timestamps range from %s to %s (UTC).".formatted(moment(extent.from()), moment(extent.to())));
        }
        if (extent.untimed() > 0) {
            sentences.add(many(extent.untimed(), "event")
                    + " without a usable timestamp: left out of all figures about time.");
        }
        sentences.add("%s; %s no key.".formatted(many(summary.keys().distinct(), "key"),
                many(summary.keys().keyless(), "event has", "events have")));
        sentences.add(order.missing() == 0
                ? "No offset is missing."
                : "%s between the first and the last one: %s the widest gap, after %s of partition %d.".formatted(
                        many(order.missing(), "offset is missing", "offsets are missing"),
                        number(order.gaps().getFirst().missing()), order.gaps().getFirst().after(),
                        order.gaps().getFirst().partition()));
        sentences.add(order.lateArrivals() == 0
                ? "No event is older than an earlier one of its partition."
                : "%s older than an earlier one of the same partition, by up to %s."
                        .formatted(many(order.lateArrivals(), "event is", "events are"), time(order.latest())));
        if (extent.events() - extent.untimed() > 1) {
            sentences.add(
                    "The interval to the next event is at most %s for half of them, %s for 95 of 100, and %s for all."
                            .formatted(time(summary.intervals().median()), time(summary.intervals().most()),
                                    time(summary.intervals().longest())));
        }
        if (!summary.statuses().isEmpty()) {
            sentences.add("By status: "
                    + String.join(", ", summary.statuses().stream().limit(5)
                            .map(status -> number(status.events()) + " " + TextPlot.shown(status.name())).toList())
                    + ".");
        }
        return sentences;
    }

    /// Returns the sentences and the charts for a terminal of `width` columns.
    public String text(int width) {
        var text = new StringBuilder(String.join("\n", sentences())).append("\n");
        charts.forEach(chart -> text.append('\n').append(TextPlot.of(chart, width)));
        return text.toString();
    }

    /// Writes the page into a folder, under the name of the topic, and returns its path. A failure leaves no page.
    ///
    /// @throws ArchiveException if it cannot be written
    public Path html(Path folder) {
        return write(folder, ".html", Utf8.bytes(ReportPage.of(name, sentences, charts, tables)));
    }

    /// Writes the picture into a folder, under the name of the topic, and returns its path. A failure leaves no
    /// picture.
    ///
    /// @throws ArchiveException if it cannot be written, or this machine has no fonts
    public Path png(Path folder) {
        return write(folder, ".png", PngPlot.of(charts));
    }

    private Path write(Path folder, String ending, byte[] bytes) {
        Path file = folder.resolve(name + ending);
        try {
            Folder.write(file, bytes);
            return file;
        } catch (StorageException e) {
            throw new ArchiveException("cannot write the report " + file + "; choose a folder that can be written", e);
        }
    }

    static String number(long number) {
        return "%,d".formatted(number);
    }

    static String many(long number, String one) {
        return many(number, one, one + "s");
    }

    private static String many(long number, String one, String more) {
        return number(number) + " " + (number == 1 ? one : more);
    }

    private static String moment(LocalDateTime time) {
        return time.withNano(0).toString().replace('T', ' ');
    }

    /// Formats a time with its largest unit, and the next one if that is not 0.
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
