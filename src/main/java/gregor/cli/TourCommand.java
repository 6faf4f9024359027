package gregor.cli;

import gregor.archive.Archive;
import gregor.archive.ArchiveReport;
import gregor.archive.TablesawEngine;
import gregor.cli.console.MineOption;
import gregor.lesson.Chapter;
import gregor.lesson.TerminalStyle;
import gregor.list.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `gregor tour`: every lesson's main, and a look at the archive that they leave.
@Command(name = "tour", mixinStandardHelpOptions = true,
        description = "Run every lesson on the events of data/, and read the archive that they leave.")
final class TourCommand implements Callable<Integer> {
    @Mixin
    private MineOption onMine;

    @Override
    public Integer call() throws Exception {
        var ink = TerminalStyle.of(Gregor.onTerminal());
        var failed = new ArrayList<String>();
        for (Chapter chapter : Gregor.course().chapters()) {
            System.out.println(ink.bold(chapter.number() + ". " + chapter.page().title()));
            System.out.println(ink.italic(chapter.page().concept()) + "\n");
            if (RunCommand.run(chapter) != 0) {
                failed.add(chapter.name());
            }
            System.out.println();
        }
        if (!failed.isEmpty()) {
            System.err.println("gregor: these lessons failed: " + String.join(", ", failed));
            return 1;
        }
        System.out.println(ink.bold("What is left") + "\n");
        System.out.println("The lesson deque has written data/archive/deliveries.csv; any spreadsheet opens it.");
        printSentences("data/archive/deliveries.csv");
        System.out.println("The broker that was killed halfway has written data/archive/deliveries.");
        Path page = printSentences("data/archive/deliveries").html(Sample.home().resolve("data/report"));
        System.out.println("Its charts: " + Sample.home().relativize(page));
        System.out.println("Now step through it yourself: ./gregor learn 1");
        return 0;
    }

    private static ArchiveReport printSentences(String archive) {
        var report = new ArchiveReport(
                new TablesawEngine().answer(Archive.at(Sample.home().resolve(archive)).topic("deliveries")));
        System.out.println("  " + String.join("\n  ", report.sentences()) + "\n");
        return report;
    }
}
