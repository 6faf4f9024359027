package gregor.exercise;

import gregor.lesson.TerminalStyle;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// An exercise that asks what a change breaks, and what the tests say to the answer.
///
/// @param choice  which test the learner has chosen, counted from 1
/// @param verdict what came of the change
public record Prediction(Exercise exercise, int choice, TestResult verdict) {
    /// Makes the change, and runs the tests.
    public static Prediction of(Exercise exercise, int choice, TestRunner judge) {
        return new Prediction(exercise, choice, judge.judge(exercise, sources(exercise)));
    }

    static Map<String, String> sources(Exercise exercise) {
        return Map.of("gregor/" + exercise.chapter().name() + "/" + exercise.type() + ".java",
                exercise.change().in(exercise.originalText()));
    }

    /// The question: what is changed, and the tests to choose from.
    public static String question(Exercise exercise, TerminalStyle ink) {
        String change = exercise.change().text().lines().map(line -> "    " + (line.startsWith("-") ? ink.red(line)
                : line.startsWith("+") ? ink.green(line) : line)).collect(Collectors.joining("\n"));
        String choices = IntStream.range(0, exercise.choices().size())
                .mapToObj(i -> "  " + ink.bold((i + 1) + "") + "  "
                + FailureListener.sentence(exercise.choices().get(i))).collect(Collectors.joining("\n"));
        return "In " + exercise.type() + ".java:\n\n" + change
                + "\n\nWhich of these promises is broken then?\n\n" + choices;
    }

    private boolean fails(String test) {
        return verdict.failures().stream().anyMatch(failure -> failure.test().endsWith("#" + test));
    }

    /// Whether the chosen test fails.
    public boolean isRight() {
        return fails(exercise.choices().get(choice - 1));
    }

    /// Who was right, and why.
    public String answer(TestResultText report) {
        TerminalStyle ink = report.ink();
        String said = isRight() ? ink.green("You said " + choice + ", and so do the tests.")
                : ink.yellow("You said " + choice + "; the tests say otherwise.");
        List<TestResult.Failure> failures = verdict.failures().stream()
                .filter(failure -> exercise.choices().contains(failure.test().replaceFirst(".*#", ""))).toList();
        String told = failures.stream()
                .filter(failure -> !isRight() || failure.test().endsWith("#" + exercise.choices().get(choice - 1)))
                .findFirst().map(failure -> report.failure(failure, LessonReference.of(exercise))).orElse(verdict.stopped());
        String marks = exercise.choices().stream().map(test -> (fails(test) ? ink.red("  ✗ ") : ink.green("  ✓ "))
                + FailureListener.sentence(test)).collect(Collectors.joining("\n"));
        return said + "\n\n" + marks + "\n\n" + told;
    }
}
