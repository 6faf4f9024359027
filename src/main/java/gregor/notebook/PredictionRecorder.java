package gregor.notebook;

import module java.base;

import gregor.exercise.Exercise;
import gregor.exercise.ExercisePage;
import gregor.exercise.Prediction;
import gregor.exercise.TestResult;
import gregor.exercise.TestResultText;
import gregor.exercise.TestRunner;
import gregor.lesson.Chapter;
import gregor.lesson.TerminalStyle;

/// Runs the tests of the predictions among the exercises, for pages without a compiler.
final class PredictionRecorder {
    private static final int WIDTH = 100;

    private PredictionRecorder() {}

    /// What the tests say to a choice.
    record Answer(boolean right, String text) {}

    /// Returns the answers to the choices of each prediction of some lessons, in their order, by [Exercise#path()].
    /// A prediction of which no test fails has none: its tests could not run.
    ///
    /// @param progress receives a line
    static Map<String, List<Answer>> record(List<Chapter> chapters, Consumer<String> progress) {
        var answers = new HashMap<String, List<Answer>>();
        var results = new TestResultText(TerminalStyle.of(false), WIDTH);
        List<Exercise> predictions = chapters.stream().flatMap(chapter -> ExercisePage.of(chapter).stream())
                .filter(Exercise::isPrediction).toList();
        progress.accept("Exercises: testing what %d changes break …".formatted(predictions.size()));
        try (var runner = TestRunner.forLearner()) {
            for (Exercise exercise : predictions) {
                TestResult result = Prediction.of(exercise, 1, runner).result();
                List<Answer> own = IntStream.rangeClosed(1, exercise.choices().size())
                        .mapToObj(choice -> new Prediction(exercise, choice, result))
                        .map(prediction -> new Answer(prediction.isRight(), prediction.answer(results))).toList();
                if (own.stream().anyMatch(Answer::right)) {
                    answers.put(exercise.path(), own);
                } else {
                    progress.accept("%s: no test failed, so its page has no answer. %s"
                            .formatted(exercise.path(), result.stopped()).strip());
                }
            }
        }
        return answers;
    }
}
