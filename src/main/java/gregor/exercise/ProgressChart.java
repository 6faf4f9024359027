package gregor.exercise;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Progress;
import gregor.lesson.TerminalStyle;

/// Draws the learner's progress as a ladder, at most 80 columns wide: a rung for each lesson, the first one at the
/// bottom.
public record ProgressChart(Course course, Progress progress, TerminalStyle style) {
    public String text() {
        ExerciseProgress exercises = ExerciseProgress.of(course, progress);
        var lines = new ArrayList<String>();
        for (Chapter chapter : course.chapters().reversed()) {
            List<Exercise> own = exercises.exercises().stream().filter(exercise -> exercise.chapter().equals(chapter))
                    .toList();
            int cells = chapter.page().cells().size();
            int read = progress.done(chapter) ? cells : progress.next(chapter) - 1;
            long asked = chapter.page().cells().stream().filter(cell -> cell.question() != null).count();
            long answered = progress.predictions(chapter, true) + progress.predictions(chapter, false);
            long right = progress.predictions(chapter, true)
                    + own.stream().filter(exercise -> exercises.state(exercise).equals("right")).count();
            long predicted = answered
                    + own.stream().filter(exercise -> exercise.isPrediction() && exercises.isDone(exercise)).count();
            long predictions = asked + own.stream().filter(Exercise::isPrediction).count();
            List<Exercise> written = own.stream().filter(exercise -> !exercise.isPrediction()).toList();
            long done = written.stream().filter(exercises::isDone).count();
            boolean complete = progress.done(chapter) && own.stream().allMatch(exercises::isDone);
            String rung = complete
                    ? style.green("╞══════╡")
                    : read + answered + done > 0 ? style.yellow("├──────┤") : style.faint("│      │");
            lines.add("  %s %2d  %-10s %s %s %s".formatted(rung, chapter.number(), chapter.name(),
                    boxes(read, cells, 8),
                    TerminalStyle.pad(predicted == 0
                            ? predictions + " to predict"
                            : right + " right of " + predicted
                                    + (predicted < predictions ? ", " + (predictions - predicted) + " left" : ""),
                            23),
                    boxes((int) done, written.size(), written.size())).stripTrailing());
        }
        lines.add("  %s %s".formatted(style.faint("┴──────┴"),
                "%15s%-15s %-23s %s".formatted("", "read", "predicted", "written")));
        return String.join("\n", lines);
    }

    private String boxes(int done, int all, int width) {
        if (all == 0) {
            return style.faint("-");
        }
        int full = done * width / all;
        return style.green("■".repeat(full)) + style.faint("□".repeat(width - full))
                + TerminalStyle.pad(" " + done + "/" + all, 7);
    }
}
