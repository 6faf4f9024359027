package gregor.cli;

import module java.base;

import gregor.archive.Archive;
import gregor.archive.ArchiveReport;
import gregor.archive.ArchiveSummary;
import gregor.archive.TablesawEngine;
import gregor.cli.console.MineOption;
import gregor.lesson.Chapter;
import gregor.lesson.TerminalStyle;
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
        printArchives();
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

    /// Prints what the lessons have archived: the list that spills, and the broker that was killed halfway.
    private static void printArchives() {
        ArchiveSummary spilled = analysed("deliveries.csv");
        System.out.println("Read back data/archive/deliveries.csv: " + spilled.extent().events() + " events, "
                + missing(spilled) + " missing.\nThey are about " + spilled.keys().distinct() + " vehicles, from "
                + spilled.extent().from().toLocalDate() + " to " + spilled.extent().to().toLocalDate() + "; "
                + spilled.order().lateArrivals() + " of them arrived after a later one.\n"
                + "Open the file in any spreadsheet.");
        ArchiveSummary killed = analysed("deliveries");
        Path page = new ArchiveReport(killed).html(Sample.home().resolve("data/report"));
        System.out.println("The broker that was killed halfway has archived " + killed.extent().events() + " events in "
                + killed.extent().partitions() + " partitions; " + missing(killed)
                + " of them are missing.\nTheir charts: " + Sample.home().relativize(page));
    }

    private static String missing(ArchiveSummary archive) {
        return archive.order().missing() == 0 ? "none" : "" + archive.order().missing();
    }

    private static ArchiveSummary analysed(String name) {
        return new TablesawEngine()
                .answer(Archive.at(Sample.home().resolve("data/archive/" + name)).topic("deliveries"));
    }
}
