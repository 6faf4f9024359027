package gregor.notebook;

import gregor.exercise.Exercise;
import gregor.exercise.ExerciseException;
import gregor.exercise.ExercisePage;
import gregor.exercise.ExerciseProgress;
import gregor.exercise.LearnerFiles;
import gregor.exercise.Prediction;
import gregor.exercise.TestResult;
import gregor.exercise.TestResultText;
import gregor.exercise.TestRunner;
import gregor.lesson.Course;
import gregor.lesson.Progress;
import gregor.lesson.TerminalStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The exercises in the page: the learner's file, what the tests say, hints and the solution, by the rules of the
/// terminal and with its progress. Any thread may call it, one at a time works.
final class ExerciseApi implements AutoCloseable {
    private static final int SECONDS = 6;
    private static final int WIDTH = 100;

    private final Course course;
    private final TestResultText report = new TestResultText(new TerminalStyle(false), WIDTH);
    private TestRunner judge;

    ExerciseApi(Course course) {
        this.course = course;
    }

    /// Does something about an exercise.
    ///
    /// @param text what goes into the file, or which promise breaks
    synchronized Map<String, ?> call(String path, String action, String text) {
        try {
            List<Exercise> found = ExercisePage.named(course, path);
            return path.contains("/") ? act(found.getFirst(), action, text) : Map.of("said", "");
        } catch (ExerciseException e) {
            throw new BrowserAccess.HttpRejection(400, e.getMessage());
        } catch (IOException e) {
            throw new BrowserAccess.HttpRejection(500, "your file cannot be written: " + e.getMessage());
        }
    }

    private Map<String, ?> act(Exercise exercise, String action, String text) throws IOException {
        Progress progress = Progress.of(course);
        var desk = new LearnerFiles(course, progress);
        ExerciseProgress shelf = ExerciseProgress.of(course, progress);
        String said = switch (action) {
            case "open" -> desk.begin(exercise);
            case "judge" -> judge(exercise, desk, shelf, text);
            case "predict" -> predict(exercise, shelf, text);
            case "hint" -> String.join("\n\n", shelf.hints(exercise, true));
            case "solution" -> {
                shelf.solutionShown(exercise);
                yield exercise.solution();
            }
            case "diff" -> {
                shelf.solutionShown(exercise);
                yield desk.difference(exercise);
            }
            case "reset" -> {
                desk.reset(exercise);
                yield "The to-dos are back; undo brings back what was in your file.";
            }
            case "undo" -> desk.undo(exercise) ? "What was in your file before is back."
                    : "There is nothing to bring back.";
            default -> throw new BrowserAccess.HttpRejection(404, "an exercise knows no " + action);
        };
        var answer = new LinkedHashMap<String, Object>();
        answer.put("said", said);
        answer.put("state", shelf.state(exercise));
        answer.put("text", exercise.isPrediction() ? "" : Files.readString(desk.file(exercise)));
        answer.put("choices", exercise.choices());
        return answer;
    }

    private String judge(Exercise exercise, LearnerFiles desk, ExerciseProgress shelf, String text) throws IOException {
        desk.begin(exercise);
        if (!text.isEmpty()) {
            Files.writeString(desk.file(exercise), text);
        }
        TestResult verdict = judge().soon(exercise, desk.sources(exercise));
        if (verdict.ok()) {
            shelf.passed(exercise);
        }
        return report.of(verdict, exercise);
    }

    private String predict(Exercise exercise, ExerciseProgress shelf, String text) {
        int choice = text.matches("\\d") ? Integer.parseInt(text) : 0;
        if (!exercise.isPrediction() || choice < 1 || choice > exercise.choices().size()) {
            throw new BrowserAccess.HttpRejection(400, "answer with 1 to " + exercise.choices().size());
        }
        Prediction prediction = Prediction.of(exercise, choice, judge());
        shelf.predicted(exercise, prediction.isRight());
        return prediction.answer(report);
    }

    private TestRunner judge() {
        if (judge == null) {
            judge = new TestRunner(SECONDS);
        }
        return judge;
    }

    @Override
    public synchronized void close() {
        if (judge != null) {
            judge.close();
        }
    }
}
