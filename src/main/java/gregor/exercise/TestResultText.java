package gregor.exercise;

import module java.base;

import gregor.lesson.TerminalProse;
import gregor.lesson.TerminalStyle;

/// Describes the result of tests to a learner.
///
/// @param width the number of columns
public record TestResultText(TerminalStyle style, int width) {
    private static final int MAX_PROBLEMS = 2;
    private static final int MAX_OTHERS = 5;
    private static final int MARGIN = 14;

    /// Describes the result of an exercise: the first failure, or two errors of the compiler, in full. Of the other
    /// failures only the promises are listed.
    public String of(TestResult result, Exercise exercise) {
        var text = new ArrayList<String>();
        switch (result.state()) {
            case PASSED -> text.add(
                    style.green(result.passed() == 1 ? "✓ The test passes" : "✓ All " + result.passed() + " tests pass")
                            + style.faint(" (" + result.millis() + " ms)"));
            case BROKEN ->
                    result.problems().stream().limit(MAX_PROBLEMS).forEach(problem -> text.add(problem(problem)));
            case STOPPED -> text.add(TerminalStyle.wrap(result.stopped(), width, style.red("✗ Stopped. ")));
            case FAILED -> failures(result, exercise, text);
        }
        if (result.skipped() > 0) {
            text.add(style.yellow(result.skipped() + (result.skipped() == 1 ? " test was" : " tests were")
                    + " skipped, which is a bug in Gregor"));
        }
        if (result.state() == TestResult.State.FAILED && !result.stopped().isEmpty()) {
            text.add(style.yellow(TerminalStyle.wrap(result.stopped(), width, "")));
        }
        String printed = withoutTraces(result.printed());
        if (!printed.isBlank() && !result.ok()) {
            text.add(
                    style.faint("Your code printed:") + "\n" + TerminalProse.indent(first(printed.strip(), 8), "    "));
        }
        return String.join("\n\n", text);
    }

    private String problem(TestResult.Problem problem) {
        String said = problem.file() + ", line " + problem.line() + ": " + problem.message();
        return TerminalStyle.wrap(style.red(said), width, style.red("✗ ")) + "\n\n    "
                + problem.source().replace('\t', ' ') + "\n    " + " ".repeat((int) problem.column() - 1)
                + style.red("^")
                + (problem.advice().isEmpty()
                        ? ""
                        : "\n" + TerminalStyle.wrap(style.yellow(problem.advice()), width, "    "));
    }

    private static String withoutTraces(String printed) {
        return printed.lines().filter(line -> !line.startsWith("\tat ") && !line.startsWith("Exception in thread"))
                .collect(Collectors.joining("\n"));
    }

    private void failures(TestResult result, Exercise exercise, List<String> text) {
        List<TestResult.Failure> real = result.failures().stream()
                .filter(failure -> !failure.message().contains(StarterSource.TODO_MARK)).toList();
        if (!real.isEmpty()) {
            text.add(count(result));
        }
        if (result.isUnwritten()) {
            text.add(result.failures().stream().map(TestResult.Failure::message)
                    .filter(message -> message.contains(StarterSource.TODO_MARK)).distinct()
                    .map(message -> style.yellow("✎ " + message)).collect(Collectors.joining("\n")));
        }
        real.stream().limit(1).forEach(failure -> text.add(failure(failure, LessonReference.of(exercise))));
        List<String> promises = real.stream().map(TestResult.Failure::test).distinct().skip(1)
                .map(test -> FailureListener.sentence(test.replaceFirst(".*#", ""))).toList();
        if (!promises.isEmpty()) {
            text.add(style.faint("Also broken, perhaps for the same reason:") + "\n"
                    + promises.stream().limit(MAX_OTHERS).map(promise -> "  " + style.red("✗ ") + promise)
                            .collect(Collectors.joining("\n"))
                    + (promises.size() > MAX_OTHERS
                            ? "\n  " + style.faint("… and " + (promises.size() - MAX_OTHERS) + " more")
                            : ""));
        }
    }

    /// Describes a failure: the promise, then expected, actual and where, a line each.
    ///
    /// @param reference the place in the lesson
    public String failure(TestResult.Failure failure, String reference) {
        var lines = new ArrayList<String>();
        lines.add(TerminalStyle.wrap(style.red(failure.promise()), width, style.red("✗ ")));
        lines.add("");
        row(lines, "expected", failure.expected());
        row(lines, "but was", failure.actual());
        row(lines, "", failure.message());
        row(lines, failure.log().contains("\n") && !failure.log().startsWith(" ") ? "the logs" : "the log",
                failure.log());
        row(lines, "yours", failure.place());
        row(lines, "the test", failure.code());
        row(lines, "seed", failure.seed());
        row(lines, "read", reference);
        return String.join("\n", lines);
    }

    private void row(List<String> lines, String label, String text) {
        if (!text.isEmpty()) {
            String margin = " ".repeat(MARGIN);
            String body = text.lines().flatMap(this::folded).map(line -> margin + line)
                    .collect(Collectors.joining("\n"));
            lines.add("    " + style.faint(label) + " ".repeat(10 - label.length()) + body.substring(MARGIN));
        }
    }

    private String count(TestResult result) {
        return result.passed() + (result.passed() == 1 ? " test passes, " : " tests pass, ")
                + style.red(result.failed() + (result.failed() == 1 ? " does not" : " do not"))
                + (result.early() && result.stopped().isEmpty() ? ", others have not run" : "")
                + style.faint(" (" + result.millis() + " ms)");
    }

    /// Breaks a line that is too wide, without losing any of it, since it may be data.
    private Stream<String> folded(String line) {
        int available = Math.max(20, width - MARGIN);
        if (line.length() <= available) {
            return Stream.of(line);
        }
        int space = line.lastIndexOf(' ', available);
        int end = space > available / 2
                ? space
                : Character.isLowSurrogate(line.charAt(available)) ? available - 1 : available;
        return Stream.concat(Stream.of(line.substring(0, end)), folded(line.substring(space == end ? end + 1 : end)));
    }

    private static String first(String text, int lines) {
        return text.lines().limit(lines).collect(Collectors.joining("\n"))
                + (text.lines().count() > lines ? "\n…" : "");
    }
}
