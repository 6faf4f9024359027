package gregor.cli;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.LessonSize;
import gregor.lesson.Page;
import gregor.lesson.Progress;
import gregor.lesson.TerminalStyle;
import picocli.CommandLine.Command;

/// `gregor lessons`: the list of lessons, and the learner's progress.
@Command(name = "lessons", mixinStandardHelpOptions = true,
        description = "List the lessons, the minutes they take, and your progress.")
final class LessonsCommand implements Runnable {
    private static final int WIDTH = 80;

    @Override
    public void run() {
        var ink = TerminalStyle.of(Gregor.onTerminal());
        Course course = Gregor.course();
        Progress progress = Progress.of(course);
        for (Chapter chapter : course.chapters()) {
            Page page = chapter.page();
            System.out.println(TerminalStyle.wrap(
                    page.concept() + state(progress, chapter, page).map(ink::green).map("  "::concat).orElse(""), WIDTH,
                    "%3d  %-10s %2.0f min  ".formatted(chapter.number(), chapter.name(),
                            LessonSize.of(page).minutes())));
        }
    }

    private static Optional<String> state(Progress progress, Chapter chapter, Page page) {
        if (progress.done(chapter)) {
            long right = progress.predictions(chapter, true);
            long all = right + progress.predictions(chapter, false);
            return Optional.of("done" + (all == 0 ? "" : ", predicted " + right + " of " + all));
        }
        int next = progress.next(chapter);
        return next == 1
                ? Optional.empty()
                : Optional.of("at cell " + Math.min(next, page.cells().size()) + " of " + page.cells().size());
    }
}
