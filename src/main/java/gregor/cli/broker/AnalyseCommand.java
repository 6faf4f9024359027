package gregor.cli.broker;

import gregor.archive.Archive;
import gregor.archive.ArchiveQuery;
import gregor.archive.ArchiveReport;
import gregor.archive.ArchiveSummary;
import gregor.archive.ArchivedTopic;
import gregor.archive.DuckDbEngine;
import gregor.archive.TablesawEngine;
import gregor.cli.console.Browser;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.ProgressLine;
import gregor.deque.ArchiveException;
import gregor.lesson.NearestWord;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor analyse`: statistics of the archive as text, as a page and as a picture.
@Command(name = "analyse", mixinStandardHelpOptions = true,
        description = "Analyse the archive: how many events, when, how late, which are missing. Writes a page and a "
                + "picture.")
final class AnalyseCommand implements Callable<Integer> {
    private static final int WIDTH = 80;

    @Parameters(arity = "0..1", paramLabel = "ARCHIVE",
            description = "A folder of archives, a topic's folder in it, or a single file; "
                    + "by default the broker's archive.")
    private Path path;

    @Option(names = "--topic", paramLabel = "NAME", description = "Only this topic.")
    private String topic;

    @Option(names = "--report", paramLabel = "DIR",
            description = "The folder for page and picture; by default the folder report in the data folder.")
    private Path to;

    @Option(names = "--engine", paramLabel = "ENGINE", defaultValue = "tablesaw",
            description = "tablesaw works in memory; duckdb also on larger archives. The first time it downloads 80 "
                    + "MB.")
    private Engine engine;

    enum Engine {
        TABLESAW, DUCKDB;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--open", description = "Show the page in your browser.")
    private boolean open;

    @Mixin
    private DataOptions data;

    @Override
    public Integer call() {
        ArchiveQuery asked = engine == Engine.DUCKDB ? new DuckDbEngine() : new TablesawEngine();
        Archive archive = Archive.at(path == null ? data.archive() : path);
        List<String> names = topic == null ? archive.topics() : List.of(known(archive, topic));
        int failed = 0;
        for (String name : names) {
            try {
                report(new ArchiveReport(answers(asked, archive.topic(name), names)), names.size() == 1);
            } catch (ArchiveException e) {
                if (names.size() == 1) {
                    throw e;
                }
                System.err.println("gregor: " + e.getMessage());
                failed = 2;
            }
        }
        return failed;
    }

    /// What comes of a topic. It counts the events meanwhile: a single archive may be long.
    private static ArchiveSummary answers(ArchiveQuery asked, ArchivedTopic topic, List<String> names) {
        String which = names.size() == 1 ? "" : " (" + (names.indexOf(topic.name()) + 1) + " of " + names.size() + ")";
        try (var progress = new ProgressLine(
                "Reading the archive of " + HumanText.escapeControls(topic.name()) + which + ", events")) {
            return asked.answer(topic, progress::update);
        }
    }

    /// The name of a topic that has an archive.
    ///
    /// @throws CommandException if it has none; it suggests the nearest
    static String known(Archive archive, String topic) {
        if (!archive.topics().contains(topic)) {
            throw new CommandException("there is no archive of a topic " + HumanText.escapeControls(topic)
                    + NearestWord.suggestion(topic, archive.topics()) + "; there are archives of "
                    + String.join(", ", archive.topics()));
        }
        return topic;
    }

    /// One topic: all charts; several: the sentences, and the charts in their pages.
    private void report(ArchiveReport report, boolean alone) {
        Path folder = to == null ? data.folder().resolve("report") : to;
        System.out.println(alone ? report.text(WIDTH) : String.join("\n", report.sentences()));
        Path page = report.html(folder);
        System.out.println("page:    " + page);
        if (open && !Browser.open(page.toUri().toString())) {
            System.err.println("gregor: found no browser to show it; open " + page.toUri() + " yourself");
        }
        System.out.println("picture: " + report.png(folder) + (alone ? "" : "\n"));
    }
}
