package gregor.cli;

import module java.base;

import gregor.archive.Archive;
import gregor.archive.ArchiveReport;
import gregor.archive.ArchiveSummary;
import gregor.archive.TablesawEngine;
import gregor.cli.console.MineOption;
import gregor.deque.CsvArchive;
import gregor.lesson.Chapter;
import gregor.lesson.TerminalStyle;
import gregor.list.Entry;
import gregor.list.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gregor tour`: every lesson's main, and a look at the archive that they leave.
@Command(name = "tour", mixinStandardHelpOptions = true,
        description = "Run every lesson on the events of data/, and read the archive that they leave.")
final class TourCommand implements Callable<Integer> {
    @Mixin
    private MineOption onMine;

    @Option(names = "--all", description = "Print all that the lessons print, not a few lines of each.")
    private boolean all;

    @Override
    public Integer call() throws Exception {
        var ink = TerminalStyle.of(Gregor.onTerminal());
        var failed = new ArrayList<String>();
        for (Chapter chapter : Gregor.course().chapters().stream().filter(Chapter::hasClasses).toList()) {
            System.out.println(ink.bold(chapter.number() + ". " + chapter.page().title()) + ": "
                    + ink.italic(chapter.page().concept()));
            if (!(all ? playWhole(chapter) : playHighlights(chapter))) {
                failed.add(chapter.name());
            }
            System.out.println();
        }
        if (!failed.isEmpty()) {
            System.err.println("gregor: these lessons failed: " + String.join(", ", failed));
            return 1;
        }
        System.out.println(ink.bold("What is left"));
        System.out.println(summary(Sample.home().resolve("data/archive/deliveries.csv")));
        System.out.println(analysed("deliveries"));
        System.out.println("Now step through it yourself: ./gregor learn 0");
        return 0;
    }

    private static boolean playWhole(Chapter chapter) throws ReflectiveOperationException {
        System.out.println();
        return RunCommand.run(chapter) == 0;
    }

    /// Prints the lines of a lesson that tell its story; all of them if it fails.
    private static boolean playHighlights(Chapter chapter) throws ReflectiveOperationException, IOException {
        PrintStream out = System.out;
        var printed = new ByteArrayOutputStream();
        boolean passed;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            passed = RunCommand.run(chapter) == 0;
        } finally {
            System.setOut(out);
        }
        List<Pattern> shown = highlights(chapter.name());
        printed.toString(StandardCharsets.UTF_8).lines()
                .filter(line -> !passed || shown.stream().anyMatch(each -> each.matcher(line).matches()))
                .forEach(line -> out.println("  " + line.strip()));
        return passed;
    }

    /// Returns what the lines of a lesson match that the tour shows.
    static List<Pattern> highlights(String lesson) throws IOException {
        try (InputStream file = TourCommand.class.getResourceAsStream("tour.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> line.startsWith(lesson + " "))
                    .map(line -> Pattern.compile(line.substring(lesson.length() + 1))).toList();
        }
    }

    /// Analyses the archive of the package broker, whose broker was killed halfway and continued.
    private static String analysed(String topic) {
        ArchiveSummary answers = new TablesawEngine()
                .answer(Archive.at(Sample.home().resolve("data/archive/" + topic)).topic(topic));
        Path page = new ArchiveReport(answers).html(Sample.home().resolve("data/report"));
        return "The broker that was killed halfway has archived " + answers.extent().events() + " events in "
                + answers.extent().partitions() + " partitions; "
                + (answers.order().missing() == 0 ? "none" : answers.order().missing())
                + " of them are missing.\nTheir charts: " + Sample.home().relativize(page);
    }

    /// Reads an archive once, from its first row to its last.
    private static String summary(Path file) {
        long count = 0;
        long gaps = 0;
        long late = 0;
        long next = -1;
        long youngest = Long.MIN_VALUE;
        long oldest = Long.MAX_VALUE;
        var keys = new HashSet<String>();
        try (Stream<Entry> entries = CsvArchive.entries(file)) {
            for (Entry entry : (Iterable<Entry>) entries::iterator) {
                count++;
                gaps += next >= 0 && entry.offset() != next ? 1 : 0;
                next = entry.offset() + 1;
                long time = entry.event().timestamp();
                late += time < youngest ? 1 : 0;
                youngest = Math.max(youngest, time);
                oldest = Math.min(oldest, time);
                keys.add(new String(entry.event().key(), StandardCharsets.UTF_8));
            }
        }
        return String.join("\n", List.of(
                "Read back " + Sample.home().relativize(file) + ": " + count + " events, offsets " + (next - count)
                        + " to " + (next - 1) + ", " + (gaps == 0 ? "none missing" : gaps + " gaps") + ".",
                "They are about " + keys.size() + " vehicles, from " + day(oldest) + " to " + day(youngest) + "; "
                        + late + " of them arrived after a later one.",
                "Open the file in any spreadsheet."));
    }

    private static String day(long timestamp) {
        return Instant.ofEpochMilli(timestamp).toString().substring(0, 10);
    }
}
