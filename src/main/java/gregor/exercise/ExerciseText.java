package gregor.exercise;

import gregor.lesson.TerminalProse;
import gregor.lesson.TerminalStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What stands on the screen while the learner works.
///
/// @param width how many columns there are
record ExerciseText(ExerciseProgress shelf, TerminalStyle ink, int width) {
    private static final String KEYS =
            "n next · h hint · l list · c check all · r run · d diff · s solution · x reset · u undo · ? help · q quit";
    static final String HELP = """
            Save your file, and the tests run. Or press

            n   the next exercise that is not done
            h   a hint; press again for the next one, they say more and more
            l   the list of all exercises
            c   check all that you have begun
            r   run the tests again
            d   what differs between yours and the original (before you are done, that counts as looking)
            s   the solution (before you are done, that counts as looking, and your file stays as it is)
            x   reset: put the to-dos back into your file; u brings back what was in it
            u   undo the last reset, or undo the undoing
            .   stop what is running
            q   quit; ./gregor exercise goes on here the next time

            Nothing moves on by itself. All that you write is in my/, and ./gregor tour --mine runs on it.""";

    /// The keys, as many to a line as fit.
    String keys() {
        var lines = new StringBuilder();
        int column = 0;
        for (String key : KEYS.split(" · ")) {
            boolean fits = column + 3 + key.length() <= width;
            lines.append(column == 0 ? "" : fits ? " · " : "\n").append(key);
            column = (column > 0 && fits ? column + 3 : 0) + key.length();
        }
        return ink.faint(lines.toString());
    }

    /// The exercise itself.
    String task(Exercise exercise, String file) {
        var text = new ArrayList<String>();
        String head = ink.bold("Exercise " + exercise.chapter().number() + "." + exercise.number()
                + " · " + exercise.title());
        text.add(head + "   " + bar() + "\n" + ink.faint("─".repeat(width)));
        if (!exercise.task().isEmpty()) {
            text.add(new TerminalProse(ink, width).text(exercise.task()));
        }
        if (exercise.isPrediction()) {
            text.add(Prediction.question(exercise, ink));
        } else {
            text.add(ink.faint("your file  ") + ink.cyan(file) + "\n" + ink.faint("to do      ")
                    + exercise.wanted().keySet().stream().map(member -> switch (member) {
                        case Exercise.EVERYTHING -> "all of " + exercise.type();
                        case "new" -> "new " + exercise.type();
                        default -> member;
                    }).collect(Collectors.joining(", "))
                    + "\n" + ink.faint("read       ") + LessonReference.of(exercise));
        }
        return String.join("\n\n", text);
    }

    private String bar() {
        long done = shelf.done();
        int all = shelf.exercises().size();
        int full = all == 0 ? 0 : (int) (done * 20 / all);
        return ink.green("█".repeat(full)) + ink.faint("░".repeat(20 - full)) + " " + done + " of " + all;
    }

    /// The hints so far.
    String hints(Exercise exercise, List<String> hints) {
        var text = new ArrayList<String>();
        for (int i = 0; i < hints.size(); i++) {
            text.add(ink.yellow("Hint " + (i + 1) + " of " + exercise.hints().size()) + "\n"
                    + new TerminalProse(ink, width).text(hints.get(i)));
        }
        return String.join("\n\n", text);
    }

    String solution(Exercise exercise) {
        return ink.bold("The original:") + "\n\n" + exercise.solution().lines().map(line -> "    " + line)
                .collect(Collectors.joining("\n"));
    }

    String difference(String difference) {
        return difference.isEmpty() ? "Yours and the original are the same, line by line."
                : ink.bold("From yours (-) to the original (+):") + "\n\n" + difference.lines()
                .map(line -> line.startsWith("-") ? ink.red(line)
                        : line.startsWith("+") ? ink.green(line) : line).collect(Collectors.joining("\n"));
    }

    /// All exercises, with a mark at one of them; not more lines than fit.
    String list(Exercise marked, int rows) {
        var lines = new ArrayList<String>();
        int place = 0;
        String lesson = "";
        for (Exercise exercise : shelf.exercises()) {
            if (!exercise.chapter().name().equals(lesson)) {
                lesson = exercise.chapter().name();
                lines.add(ink.bold("%2d %s".formatted(exercise.chapter().number(), lesson)));
            }
            if (exercise.equals(marked)) {
                place = lines.size();
            }
            lines.add((exercise.equals(marked) ? ink.cyan(" ▸ ") : "   ")
                    + "%d.%d  %-46s %s".formatted(exercise.chapter().number(),
                    exercise.number(), exercise.title(), state(exercise)).stripTrailing());
        }
        int room = Math.max(4, rows - 6);
        int from = Math.max(0, Math.min(place - room / 2, lines.size() - room));
        return bar() + "\n\n" + String.join("\n", lines.subList(from, Math.min(lines.size(), from + room)));
    }

    String state(Exercise exercise) {
        return switch (shelf.state(exercise)) {
            case "done" -> ink.green("done");
            case "helped" -> ink.green("done, after a look at the solution");
            case "right" -> ink.green("predicted, right");
            case "wrong" -> ink.yellow("predicted, wrong");
            case "shown" -> ink.yellow("begun, solution seen");
            case "started" -> ink.yellow("begun");
            default -> "";
        };
    }
}
