package gregor.notebook;

import module java.base;

import gregor.exercise.Exercise;
import gregor.exercise.ExerciseActions;
import gregor.exercise.ExercisePage;
import gregor.exercise.TestRunner;
import gregor.file.Folder;
import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.lesson.Progress;
import gregor.lesson.TerminalStyle;
import gregor.list.Utf8;

/// The exercises in the page, with the learner's file and progress. Any thread may call it; calls run one at a time.
final class ExerciseApi implements AutoCloseable {
    private static final int WIDTH = 100;

    private final Course course;
    private final TestRunner runner = TestRunner.forLearner();
    private final SourceCompletion completion = new SourceCompletion();

    ExerciseApi(Course course) {
        this.course = course;
    }

    /// @param text the content of the file, or the number of the promise that breaks
    synchronized Map<String, ?> call(String path, String action, String text) {
        try {
            List<Exercise> found = ExercisePage.named(course, path);
            return path.contains("/") ? answer(found.getFirst(), action, text) : Map.of("message", "");
        } catch (LessonException e) {
            throw new HttpRejection(400, e.getMessage());
        } catch (IOException e) {
            throw new HttpRejection(500, "cannot write your file: " + e.getMessage());
        }
    }

    /// @param text   its content
    /// @param cursor a position in it
    synchronized Map<String, ?> complete(String text, int cursor) {
        SourceCompletion.Suggestions found = completion.at(text, Math.clamp(cursor, 0, text.length()));
        return Map.of("from", found.from(), "items", found.items());
    }

    private Map<String, ?> answer(Exercise exercise, String action, String text) throws IOException {
        var actions = new ExerciseActions(course, Progress.of(course), new TerminalStyle(false), WIDTH, runner);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("message", act(actions, exercise, action, text));
        answer.put("state", actions.state(exercise));
        answer.put("text", exercise.isPrediction() ? "" : Files.readString(actions.file(exercise)));
        answer.put("choices", exercise.choices());
        return answer;
    }

    private static String act(ExerciseActions actions, Exercise exercise, String action, String text)
            throws IOException {
        return switch (action) {
            case "open" -> actions.begin(exercise);
            case "save", "run" -> {
                actions.begin(exercise);
                if (!text.isEmpty()) {
                    Folder.write(actions.file(exercise), Utf8.bytes(text));
                }
                yield action.equals("save") ? "" : actions.run(exercise).text();
            }
            case "predict" -> actions.predict(exercise, text.matches("\\d") ? Integer.parseInt(text) : 0).text();
            case "hint" -> actions.hint(exercise).text();
            case "solution" -> actions.solution(exercise).text();
            case "diff" -> actions.difference(exercise).text();
            case "reset" -> actions.reset(exercise).text();
            case "undo" -> actions.undo(exercise).text();
            default -> throw new HttpRejection(404, "unknown action " + action + " of an exercise");
        };
    }

    @Override
    public synchronized void close() {
        runner.close();
        completion.close();
    }
}
