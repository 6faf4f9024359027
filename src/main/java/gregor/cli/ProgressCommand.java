package gregor.cli;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.OutputOption;
import gregor.cli.console.TextTable;
import gregor.exercise.LessonProgress;
import gregor.exercise.ProgressChart;
import gregor.lesson.Course;
import gregor.lesson.Progress;
import gregor.lesson.TerminalStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor progress`: the lessons, and the progress of a learner or of many.
@Command(name = "progress", mixinStandardHelpOptions = true,
        description = "Draw the ladder: what you have read, predicted and written. With folders: a line for each.")
final class ProgressCommand implements Runnable {
    private static final TextTable<LessonProgress> LESSONS = new TextTable<LessonProgress>()
            .json("lesson", lesson -> lesson.chapter().name()).json("cells", LessonProgress::cells)
            .json("read", LessonProgress::read).json("predictions", LessonProgress::predictions)
            .json("predicted", LessonProgress::predicted).json("right", LessonProgress::right)
            .json("exercises", LessonProgress::exercises).json("written", LessonProgress::written)
            .json("complete", LessonProgress::complete);
    private static final TextTable<Learner> LEARNERS = new TextTable<Learner>()
            .column("folder", "folder", learner -> learner.folder().toString())
            .column("complete", "complete", learner -> learner.sum(lesson -> lesson.complete() ? 1 : 0))
            .column("cells read", "read", learner -> learner.sum(LessonProgress::read))
            .column("predicted", "predicted", learner -> learner.sum(LessonProgress::predicted))
            .column("right", "right", learner -> learner.sum(LessonProgress::right))
            .column("written", "written", learner -> learner.sum(LessonProgress::written))
            .column("now in", "current", Learner::current)
            .json("lessons", learner -> LESSONS.documents(learner.lessons()));

    @Parameters(paramLabel = "DIR", arity = "0..*",
            description = "The folder my/ of a learner, or the folder that contains it. Default: your own.")
    private List<Path> folders = List.of();
    @Option(names = "--import", paramLabel = "FILE",
            description = "Add what a browser remembers of the course's pages; their front page offers the file.")
    private Path imported;
    @Mixin
    private OutputOption output;

    private record Learner(Path folder, List<LessonProgress> lessons, String current) {
        int sum(ToIntFunction<LessonProgress> count) {
            return lessons.stream().mapToInt(count).sum();
        }
    }

    @Override
    public void run() {
        Course course = Gregor.course();
        if (imported != null) {
            add(course);
            return;
        }
        boolean own = folders.isEmpty();
        List<Path> shown = own ? List.of(Path.of("my")) : folders;
        List<Progress> progress = own
                ? List.of(Progress.of(course))
                : folders.stream().map(ProgressCommand::progress).toList();
        List<List<LessonProgress>> lessons = LessonProgress.of(course, progress);
        List<Learner> learners = IntStream.range(0, shown.size())
                .mapToObj(i -> new Learner(shown.get(i), lessons.get(i), progress.get(i).current(course).name()))
                .toList();
        output.print(JsonOutput.object("learners", LEARNERS.documents(learners)), LEARNERS, learners, () -> {
            if (own) {
                System.out.println(new ProgressChart(lessons.getFirst(), TerminalStyle.of(Gregor.onTerminal())).text());
            } else {
                LEARNERS.print(learners);
            }
        });
    }

    /// Reads the progress in a folder; without the file `progress` nothing is done yet.
    ///
    /// @throws CommandException if there is no such folder
    private static Progress progress(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(
                    "there is no folder " + folder + "; name the folder my/ of a learner, or the one that contains it");
        }
        Path own = folder.resolve("my");
        return new Progress((Files.isDirectory(own) ? own : folder).resolve("progress"));
    }

    private void add(Course course) {
        if (!folders.isEmpty()) {
            throw new CommandException("--import adds to your own progress; leave out " + folders.getFirst());
        }
        try {
            int added = Progress.of(course).add(Files.readAllLines(imported));
            System.out.println(added + " facts added to my/progress");
        } catch (IOException e) {
            throw CommandException.of("cannot read " + imported, e);
        }
    }
}
