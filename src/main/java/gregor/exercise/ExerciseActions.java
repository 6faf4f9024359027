package gregor.exercise;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Progress;
import gregor.lesson.TerminalStyle;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;

/// Exercises without a terminal: one thing is done and said. Each method returns an exit code, 0 if all is well.
public final class ExerciseActions {
    /// The version of the format that [#once(Exercise, boolean)] writes as JSON. It grows when a field changes its
    /// meaning or goes; a new field does not count.
    public static final int FORMAT = 1;

    private static final int WIDTH = 100;
    private static final int SECONDS = 8;
    private static final int LONG_SECONDS = 150;

    private final Course course;
    private final LearnerFiles desk;
    private final ExerciseProgress shelf;
    private final ExerciseText board;
    private final TestResultText report;
    private final PrintStream out;

    /// Sits down.
    ///
    /// @param out where it says what it has to say
    public ExerciseActions(Course course, Progress progress, PrintStream out, boolean terminal) {
        this.course = course;
        this.out = out;
        desk = new LearnerFiles(course, progress);
        shelf = ExerciseProgress.of(course, progress);
        TerminalStyle ink = TerminalStyle.of(terminal);
        board = new ExerciseText(shelf, ink, WIDTH);
        report = new TestResultText(ink, WIDTH);
    }

    /// Lists exercises.
    public int list(List<Exercise> some) {
        out.println(new ExerciseText(new ExerciseProgress(some, shelf.progress()), report.ink(), WIDTH).list(null, Integer.MAX_VALUE));
        return 0;
    }

    /// Lays an exercise out if it is new, and runs its tests once.
    ///
    /// @param json whether to say what came of it as JSON
    public int once(Exercise exercise, boolean json) {
        String note = desk.begin(exercise);
        if (exercise.isPrediction() && !json) {
            out.println(board.task(exercise, "") + "\n\nAnswer with ./gregor exercise " + exercise.path()
                    + " --answer N");
            return 1;
        }
        try (TestRunner judge = new TestRunner(SECONDS)) {
            TestResult verdict = judge.judge(exercise, exercise.isPrediction()
                    ? Prediction.sources(exercise) : desk.sources(exercise));
            boolean ok = verdict.ok() && !exercise.isPrediction();
            if (ok) {
                shelf.passed(exercise);
            }
            if (json) {
                out.println(json(exercise, verdict));
            } else {
                out.println(String.join("\n\n", board.task(exercise, show(exercise)), note,
                        report.of(verdict, exercise),
                        ok ? board.state(exercise) + "; go on with ./gregor exercise next"
                        : "A hint: ./gregor exercise "
                                + exercise.path() + " --hint").replaceAll("\n{3,}", "\n\n"));
            }
            return ok ? 0 : 1;
        }
    }

    private String json(Exercise exercise, TestResult verdict) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("format", "gregor-exercise");
        fields.put("version", FORMAT);
        fields.put("exercise", exercise.path());
        fields.put("title", exercise.title());
        fields.put("file", show(exercise));
        fields.put("progress", shelf.state(exercise));
        fields.put("read", LessonReference.of(exercise));
        fields.put("verdict", verdict);
        return TestProcess.JSON.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(fields);
    }

    private String show(Exercise exercise) {
        return course.home().relativize(desk.file(exercise)).toString();
    }

    /// Answers a prediction.
    public int predict(Exercise exercise, int choice) {
        if (!exercise.isPrediction()) {
            throw new ExerciseException(exercise.path() + " is to be written, not predicted; its file is "
                    + show(exercise));
        }
        if (choice < 1 || choice > exercise.choices().size()) {
            throw new ExerciseException("answer with 1 to " + exercise.choices().size() + ", not " + choice);
        }
        try (TestRunner judge = new TestRunner(SECONDS)) {
            Prediction prediction = Prediction.of(exercise, choice, judge);
            shelf.predicted(exercise, prediction.isRight());
            out.println(prediction.answer(report));
            return prediction.isRight() ? 0 : 1;
        }
    }

    /// Gives the next hint, and those before it.
    public int hint(Exercise exercise) {
        out.println(exercise.hints().isEmpty() ? "There are no hints to a prediction."
                : board.hints(exercise, shelf.hints(exercise, true)));
        return 0;
    }

    /// Shows the original, and remembers that.
    public int solution(Exercise exercise) {
        needsFile(exercise);
        shelf.solutionShown(exercise);
        out.println(board.solution(exercise));
        return 0;
    }

    /// Shows what differs between the learner's file and the original, and remembers that.
    public int difference(Exercise exercise) {
        needsFile(exercise);
        desk.begin(exercise);
        shelf.solutionShown(exercise);
        out.println(board.difference(desk.difference(exercise)));
        return 0;
    }

    private static void needsFile(Exercise exercise) {
        if (exercise.isPrediction()) {
            throw new ExerciseException(exercise.path() + " is a prediction, and nothing to write");
        }
    }

    /// Puts the to-dos back into the learner's file, or what was in it before.
    public int restore(Exercise exercise, boolean reset) {
        needsFile(exercise);
        if (reset) {
            out.println(desk.reset(exercise) ? "The to-dos are back in " + show(exercise)
                    + "; --undo brings back what was in it."
                    : show(exercise) + " is as it was in the beginning already.");
            return 0;
        }
        boolean undone = desk.undo(exercise);
        out.println(undone ? "What was in " + show(exercise) + " before is back; --undo swaps once more."
                : "There is nothing to bring back.");
        return undone ? 0 : 1;
    }

    /// Checks exercises that the learner has begun.
    ///
    /// @param every whether those that are not begun count as failed
    public int checkAll(List<Exercise> some, boolean every) {
        int failed = 0;
        try (TestRunner judge = new TestRunner(SECONDS)) {
            for (Exercise exercise : some) {
                boolean begun = !shelf.state(exercise).isEmpty() && Files.exists(desk.file(exercise));
                if (exercise.isPrediction() || !begun && !every) {
                    continue;
                }
                TestResult verdict = begun ? judge.judge(exercise, desk.sources(exercise)) : null;
                boolean ok = begun && verdict.ok();
                if (ok) {
                    shelf.passed(exercise);
                }
                failed += ok ? 0 : 1;
                out.println((ok ? report.ink().green("✓ ") : report.ink().red("✗ ")) + exercise.path()
                        + (begun ? "" : report.ink().faint("  not begun")));
            }
        }
        return failed == 0 ? 0 : 1;
    }

    /// Runs all tests of a lesson on all that the learner has written for it. If they pass, every exercise is done
    /// whose class the learner has written.
    ///
    /// @param own files to take into `my/` first; each has the name of a class that the lesson's exercises ask for
    public int testOut(Chapter chapter, List<Path> own) {
        List<Exercise> exercises = ExercisePage.of(chapter).stream().filter(exercise -> !exercise.isPrediction()).toList();
        for (Path file : own) {
            Exercise exercise = exercises.stream().filter(each -> file.endsWith(each.type() + ".java")).findFirst()
                    .orElseThrow(() -> new ExerciseException(file + " is no class of the exercises of lesson "
                            + chapter.number()
                            + "; they are " + String.join(", ",
                                    exercises.stream().map(Exercise::type).distinct().toList())));
            desk.importFile(exercise, file);
        }
        Map<String, String> mine = new TreeMap<>(desk.all());
        mine.keySet().removeIf(path -> !path.startsWith("gregor/" + chapter.name() + "/"));
        var written = new ArrayList<>(exercises.stream().filter(exercise -> mine.containsKey(path(exercise))
                && !mine.get(path(exercise)).contains(StarterSource.TODO_MARK)).toList());
        if (written.isEmpty()) {
            throw new ExerciseException("nothing of lesson " + chapter.number()
                    + " is written yet; name your files, or begin with "
                    + "./gregor exercise " + chapter.name());
        }
        out.println("All tests of lesson " + chapter.number() + " run on " + String.join(", ",
                written.stream().map(Exercise::type).distinct().toList()) + " …");
        try (TestRunner judge = new TestRunner(LONG_SECONDS)) {
            TestResult verdict = judge.judge(chapter.name(), List.of(), mine);
            out.println(report.of(verdict, written.getFirst()));
            if (verdict.ok()) {
                written.forEach(shelf::passed);
                out.println("Done: " + String.join(", ", written.stream().map(Exercise::path).toList()));
            }
            return verdict.ok() ? 0 : 1;
        }
    }

    private static String path(Exercise exercise) {
        return "gregor/" + exercise.chapter().name() + "/" + exercise.type() + ".java";
    }
}
