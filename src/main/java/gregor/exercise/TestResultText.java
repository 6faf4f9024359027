package gregor.exercise;

import gregor.lesson.TerminalStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A verdict in the words of a learner.
///
/// @param width how many columns there are
public record TestResultText(TerminalStyle ink, int width) {
    private static final int FEW = 1;
    private static final int OTHERS = 5;
    private static final int MARGIN = 14;

    /// Says what came of an exercise.
    public String of(TestResult verdict, Exercise exercise) {
        return of(verdict, exercise, FEW);
    }

    /// Says what came of an exercise.
    ///
    /// @param most so many failures are told in full; of the others only the promises
    public String of(TestResult verdict, Exercise exercise, int most) {
        var text = new ArrayList<String>();
        switch (verdict.state()) {
            case PASSED -> text.add(ink.green(verdict.passed() == 1 ? "✓ The test passes" : "✓ All "
                    + verdict.passed() + " tests pass") + ink.faint(" (" + verdict.millis() + " ms)"));
            case BROKEN -> verdict.problems().stream().limit(most == FEW ? 2 : most)
                    .forEach(problem -> text.add(problem(problem)));
            case STOPPED -> text.add(TerminalStyle.wrap(verdict.stopped(), width, ink.red("✗ Stopped. ")));
            case FAILED -> failures(verdict, exercise, most, text);
        }
        if (verdict.skipped() > 0) {
            text.add(ink.yellow(verdict.skipped() + (verdict.skipped() == 1 ? " test was" : " tests were")
                    + " skipped: that is a defect of Gregor"));
        }
        if (verdict.state() == TestResult.State.FAILED && !verdict.stopped().isEmpty()) {
            text.add(ink.yellow(TerminalStyle.wrap(verdict.stopped(), width, "")));
        }
        verdict.missing().forEach(missing -> text.add(TerminalStyle.wrap(missing, width, ink.yellow("! "))));
        String printed = withoutTraces(verdict.printed());
        if (!printed.isBlank() && !verdict.ok()) {
            text.add(ink.faint("Printed meanwhile:") + "\n" + indent(first(printed.strip(), 8)));
        }
        return String.join("\n\n", text);
    }

    private String problem(TestResult.Problem problem) {
        String said = problem.file() + ", line " + problem.line() + ": " + problem.said();
        return TerminalStyle.wrap(ink.red(said), width, ink.red("✗ ")) + "\n\n    "
                + problem.source().replace('\t', ' ') + "\n    " + " ".repeat((int) problem.column() - 1) + ink.red("^")
                + (problem.advice().isEmpty() ? "" : "\n" + TerminalStyle.wrap(ink.yellow(problem.advice()), width, "    "));
    }

    private static String withoutTraces(String printed) {
        return printed.lines().filter(line -> !line.startsWith("\tat ") && !line.startsWith("Exception in thread"))
                .collect(Collectors.joining("\n"));
    }

    private void failures(TestResult verdict, Exercise exercise, int most, List<String> text) {
        List<TestResult.Failure> real = verdict.failures().stream()
                .filter(failure -> !failure.said().contains(StarterSource.TODO_MARK)).toList();
        if (!real.isEmpty()) {
            text.add(count(verdict));
        }
        if (verdict.isUnwritten()) {
            text.add(verdict.failures().stream().map(TestResult.Failure::said)
                    .filter(said -> said.contains(StarterSource.TODO_MARK)).distinct()
                    .map(said -> ink.yellow("✎ " + said)).collect(Collectors.joining("\n")));
        }
        real.stream().limit(most).forEach(failure -> text.add(failure(failure, LessonReference.of(exercise))));
        if (real.stream().map(TestResult.Failure::test).distinct().count() > most) {
            List<String> promises = real.stream().skip(most).map(TestResult.Failure::test).distinct()
                    .filter(test -> real.stream().limit(most).noneMatch(failure -> failure.test().equals(test)))
                    .map(test -> FailureListener.sentence(test.replaceFirst(".*#", ""))).toList();
            text.add(ink.faint("Also broken, perhaps for the same reason:") + "\n" + promises.stream().limit(OTHERS)
                    .map(promise -> "  " + ink.red("✗ ") + promise).collect(Collectors.joining("\n"))
                    + (promises.size() > OTHERS ? "\n  "
                            + ink.faint("… and " + (promises.size() - OTHERS) + " more") : ""));
        }
    }

    /// One failure: the promise, then what the learner needs to know, a line each.
    public String failure(TestResult.Failure failure, String read) {
        var lines = new ArrayList<String>();
        lines.add(TerminalStyle.wrap(ink.red(failure.promise()), width, ink.red("✗ ")));
        lines.add("");
        row(lines, "expected", failure.expected());
        row(lines, "but was", failure.actual());
        row(lines, "", failure.said());
        row(lines, failure.log().contains("\n") && !failure.log().startsWith(" ") ? "the logs" : "the log",
                failure.log());
        row(lines, "yours", failure.place());
        row(lines, "the test", failure.code());
        row(lines, "seed", failure.seed());
        row(lines, "read", read);
        return String.join("\n", lines);
    }

    private void row(List<String> lines, String label, String text) {
        if (!text.isEmpty()) {
            String margin = " ".repeat(MARGIN);
            String body = text.lines().flatMap(this::folded).map(line -> margin + line)
                    .collect(Collectors.joining("\n"));
            lines.add("    " + ink.faint(label) + " ".repeat(10 - label.length()) + body.substring(MARGIN));
        }
    }

    private String count(TestResult verdict) {
        return verdict.passed() + (verdict.passed() == 1 ? " test passes, " : " tests pass, ")
                + ink.red(verdict.failed() + (verdict.failed() == 1 ? " does not" : " do not"))
                + (verdict.early() && verdict.stopped().isEmpty() ? ", the others were not waited for" : "")
                + ink.faint(" (" + verdict.millis() + " ms)");
    }

    /// A line that is too wide goes on below; nothing of it is lost, since it may be data.
    private Stream<String> folded(String line) {
        int room = Math.max(20, width - MARGIN);
        if (line.length() <= room) {
            return Stream.of(line);
        }
        int space = line.lastIndexOf(' ', room);
        int end = space > room / 2 ? space : Character.isLowSurrogate(line.charAt(room)) ? room - 1 : room;
        return Stream.concat(Stream.of(line.substring(0, end)), folded(line.substring(space == end ? end + 1 : end)));
    }

    private static String first(String text, int lines) {
        return text.lines().limit(lines).collect(Collectors.joining("\n"))
                + (text.lines().count() > lines ? "\n…" : "");
    }

    private static String indent(String text) {
        return text.lines().map(line -> "    " + line).collect(Collectors.joining("\n"));
    }
}
