package gregor.exercise;

import module java.base;

import gregor.lesson.TerminalProse;
import gregor.lesson.TerminalStyle;

/// The texts about exercises: task, hints, solution, list.
///
/// @param width the number of columns
record ExerciseText(ExerciseProgress progress, TerminalStyle style, int width) {
    private static final String KEYS = "e edit · n next · h hint · l list · c check all · r run · t test out · d diff · s solution · x reset · u undo · ? help · q quit";

    /// Returns the command of an editor: `$VISUAL`, `$EDITOR`, or an IDE on the path; empty if there is none.
    static List<String> editor(Map<String, String> environment) {
        String named = environment.getOrDefault("VISUAL", environment.getOrDefault("EDITOR", "")).strip();
        List<String> folders = List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator));
        return !named.isEmpty()
                ? List.of(named.split("\\s+"))
                : Stream.of("idea", "code")
                        .filter(ide -> folders.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, ide))))
                        .limit(1).toList();
    }

    String keys() {
        var lines = new StringBuilder();
        int column = 0;
        for (String key : KEYS.split(" · ")) {
            boolean fits = column + 3 + key.length() <= width;
            lines.append(column == 0 ? "" : fits ? " · " : "\n").append(key);
            column = (column > 0 && fits ? column + 3 : 0) + key.length();
        }
        return style.faint(lines.toString());
    }

    String task(Exercise exercise, String file) {
        var text = new ArrayList<String>();
        String head = style
                .bold("Exercise " + exercise.chapter().number() + "." + exercise.number() + " · " + exercise.title());
        text.add(head + "   " + bar() + "\n" + style.faint("─".repeat(width)));
        if (!exercise.task().isEmpty()) {
            text.add(new TerminalProse(style, width).text(exercise.task()));
        }
        if (exercise.isPrediction()) {
            text.add(Prediction.question(exercise, style));
        } else {
            text.add(style.faint("your file  ") + style.cyan(file) + "\n" + style.faint("to do      ")
                    + exercise.wanted().keySet().stream().map(member -> switch (member) {
                        case Exercise.EVERYTHING -> "all of " + exercise.type();
                        case "new" -> "new " + exercise.type();
                        default -> member;
                    }).collect(Collectors.joining(", ")) + "\n" + style.faint("read       ")
                    + LessonReference.of(exercise));
        }
        return String.join("\n\n", text);
    }

    private String bar() {
        long done = progress.done();
        int all = progress.exercises().size();
        int full = all == 0 ? 0 : (int) (done * 20 / all);
        return style.green("█".repeat(full)) + style.faint("░".repeat(20 - full)) + " " + done + " of " + all;
    }

    String hints(Exercise exercise, List<String> hints) {
        var text = new ArrayList<String>();
        for (int i = 0; i < hints.size(); i++) {
            text.add(style.yellow("Hint " + (i + 1) + " of " + exercise.hints().size()) + "\n"
                    + new TerminalProse(style, width).text(hints.get(i)));
        }
        return String.join("\n\n", text);
    }

    String solution(Exercise exercise) {
        return style.bold("The original:") + "\n\n" + TerminalProse.indent(exercise.solution(), "    ");
    }

    String difference(String difference) {
        return difference.isEmpty()
                ? "Your file and the original are equal."
                : style.bold("From your file (-) to the original (+):") + "\n\n" + coloured(difference, "", style);
    }

    static String coloured(String difference, String margin, TerminalStyle style) {
        return difference.lines()
                .map(line -> margin
                        + (line.startsWith("-") ? style.red(line) : line.startsWith("+") ? style.green(line) : line))
                .collect(Collectors.joining("\n"));
    }

    /// Lists the exercises with a mark at one of them, in at most `rows` rows.
    String list(Exercise marked, int rows) {
        var lines = new ArrayList<String>();
        int markedLine = 0;
        String lesson = "";
        for (Exercise exercise : progress.exercises()) {
            if (!exercise.chapter().name().equals(lesson)) {
                lesson = exercise.chapter().name();
                lines.add(style.bold("%2d %s".formatted(exercise.chapter().number(), lesson)));
            }
            if (exercise.equals(marked)) {
                markedLine = lines.size();
            }
            lines.add((exercise.equals(marked) ? style.cyan(" ▸ ") : "   ") + "%d.%d  %-46s %s"
                    .formatted(exercise.chapter().number(), exercise.number(), exercise.title(), state(exercise))
                    .stripTrailing());
        }
        int available = Math.max(4, rows - 6);
        int from = Math.max(0, Math.min(markedLine - available / 2, lines.size() - available));
        return bar() + "\n\n" + String.join("\n", lines.subList(from, Math.min(lines.size(), from + available)));
    }

    /// Describes the state of an exercise; empty if it was not begun.
    String state(Exercise exercise) {
        return switch (progress.state(exercise)) {
            case "done" -> style.green("done");
            case "helped" -> style.green("done, after a look at the solution");
            case "right" -> style.green("predicted, right");
            case "wrong" -> style.yellow("predicted, wrong");
            case "shown" -> style.yellow("begun, solution seen");
            case "started" -> style.yellow("begun");
            default -> "";
        };
    }
}
