package gregor.exercise;

import module java.base;

import gregor.lesson.TerminalStyle;

/// Draws the learner's progress as a ladder, at most 80 columns wide: a rung for each lesson, the first one at the
/// bottom.
public record ProgressChart(List<LessonProgress> lessons, TerminalStyle style) {
    public String text() {
        var lines = new ArrayList<String>();
        lessons.reversed().forEach(lesson -> lines.add(rung(lesson)));
        lines.add("  %s %s".formatted(style.faint("┴──────┴"),
                "%15s%-15s %-23s %s".formatted("", "read", "predicted", "written")));
        return String.join("\n", lines);
    }

    private String rung(LessonProgress lesson) {
        String rung = lesson.complete()
                ? style.green("╞══════╡")
                : lesson.read() + lesson.predicted() + lesson.written() > 0
                        ? style.yellow("├──────┤")
                        : style.faint("│      │");
        int left = lesson.predictions() - lesson.predicted();
        return "  %s %2d  %-10s %s %s %s".formatted(rung, lesson.chapter().number(), lesson.chapter().name(),
                boxes(lesson.read(), lesson.cells(), 8),
                TerminalStyle.pad(lesson.predicted() == 0
                        ? lesson.predictions() + " to predict"
                        : lesson.right() + " right of " + lesson.predicted() + (left > 0 ? ", " + left + " left" : ""),
                        23),
                boxes(lesson.written(), lesson.exercises(), lesson.exercises())).stripTrailing();
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
