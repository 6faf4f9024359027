package gregor.cli;

import gregor.exercise.ProgressChart;
import gregor.lesson.Course;
import gregor.lesson.Progress;
import gregor.lesson.TerminalStyle;
import picocli.CommandLine.Command;

/// `gregor progress`: the lessons, and the learner's progress.
@Command(name = "progress", mixinStandardHelpOptions = true,
        description = "Draw the ladder: what you have read, predicted and written.")
final class ProgressCommand implements Runnable {
    @Override
    public void run() {
        Course course = Gregor.course();
        System.out
                .println(new ProgressChart(course, Progress.of(course), TerminalStyle.of(Gregor.onTerminal())).text());
    }
}
