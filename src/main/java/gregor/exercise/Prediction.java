package gregor.exercise;

import module java.base;

import gregor.lesson.TerminalStyle;

/// The answer to an exercise that asks what a change breaks.
///
/// @param choice the number of the test that the learner has chosen, from 1
/// @param result of the tests after the change
public record Prediction(Exercise exercise, int choice, TestResult result) {
    public static Prediction of(Exercise exercise, int choice, TestRunner runner) {
        return new Prediction(exercise, choice, runner.test(exercise, sources(exercise)));
    }

    static Map<String, String> sources(Exercise exercise) {
        return Map.of(exercise.sourcePath(), exercise.change().in(exercise.originalText()));
    }

    /// Returns the question: the change, and the tests to choose from.
    public static String question(Exercise exercise, TerminalStyle style) {
        String change = ExerciseText.coloured(exercise.change().text(), "    ", style);
        List<String> sentences = choices(exercise);
        String choices = IntStream.range(0, sentences.size())
                .mapToObj(i -> "  " + style.bold((i + 1) + "") + "  " + sentences.get(i))
                .collect(Collectors.joining("\n"));
        return "In " + exercise.type() + ".java:\n\n" + change + "\n\nWhich of these promises is broken then?\n\n"
                + choices;
    }

    /// Returns the tests to choose from, as sentences.
    public static List<String> choices(Exercise exercise) {
        return exercise.choices().stream().map(FailureListener::sentence).toList();
    }

    private boolean fails(String test) {
        return result.failures().stream().anyMatch(failure -> failure.test().endsWith("#" + test));
    }

    public boolean isRight() {
        return fails(exercise.choices().get(choice - 1));
    }

    /// Returns which tests fail, and the failure that decides.
    public String answer(TestResultText results) {
        TerminalStyle style = results.style();
        String comparison = isRight()
                ? style.green("You said " + choice + ", and so do the tests.")
                : style.yellow("You said " + choice + "; the tests say otherwise.");
        List<TestResult.Failure> failures = result.failures().stream()
                .filter(failure -> exercise.choices().contains(failure.test().replaceFirst(".*#", ""))).toList();
        String decisive = failures.stream()
                .filter(failure -> !isRight() || failure.test().endsWith("#" + exercise.choices().get(choice - 1)))
                .findFirst().map(failure -> results.failure(failure, LessonReference.of(exercise)))
                .orElse(result.stopped());
        String marks = exercise.choices().stream()
                .map(test -> (fails(test) ? style.red("  ✗ ") : style.green("  ✓ ")) + FailureListener.sentence(test))
                .collect(Collectors.joining("\n"));
        return comparison + "\n\n" + marks + "\n\n" + decisive;
    }
}
