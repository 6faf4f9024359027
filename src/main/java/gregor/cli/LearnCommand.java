package gregor.cli;

import module java.base;

import gregor.cli.console.MineOption;
import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.LessonPlayer;
import gregor.lesson.Progress;
import gregor.lesson.Stepper;
import gregor.lesson.TerminalCells;
import gregor.lesson.TerminalStyle;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor learn`: a lesson, cell by cell.
@Command(name = "learn", mixinStandardHelpOptions = true,
        description = {"Step through a lesson: read, predict, run a cell, change it.",
                "If the input is not a terminal, the lesson plays through without waiting."})
final class LearnCommand implements Callable<Integer> {
    @Mixin
    private MineOption onMine;

    @Parameters(arity = "0..1", paramLabel = "LESSON",
            description = "Its number or its name; by default where you stopped.")
    private String lesson;

    @Option(names = "--again", description = "Begin at the first cell.")
    private boolean again;

    @Option(names = "--no-pager", description = "Do not wait for a key when the screen is full.")
    private boolean endless;

    @Override
    public Integer call() throws IOException {
        Course course = Gregor.course();
        Progress progress = Progress.of(course);
        Chapter chapter = lesson == null ? progress.current(course) : course.chapter(lesson);
        if (!Gregor.onTerminal()) {
            new LessonPlayer(chapter, TerminalCells.of(TerminalStyle.of(false), 80), System.out).play();
            return 0;
        }
        if (again) {
            progress.next(chapter, 1);
        }
        return step(course, chapter, !endless);
    }

    static int step(Course course, Chapter chapter, boolean paged) throws IOException {
        try (Stepper stepper = new Stepper(chapter, Progress.of(course), TerminalBuilder.builder().system(true).build(),
                paged)) {
            stepper.run();
        }
        return 0;
    }
}
