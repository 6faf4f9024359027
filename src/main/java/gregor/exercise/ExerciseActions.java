package gregor.exercise;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.lesson.Progress;
import gregor.lesson.TerminalStyle;
import tools.jackson.databind.SerializationFeature;

/// Everything that a learner can do with an exercise, for the command line, the console and the notebook. Actions read
/// and write the learner's files and progress, and return a text to show.
///
/// Any thread may call it; one thread at a time may run tests.
public final class ExerciseActions {
    /// The version of the JSON format. It changes when a field is removed or changes its meaning; a new field does not
    /// count.
    public static final int FORMAT = 1;

    private final Course course;
    private final LearnerFiles files;
    private final ExerciseProgress progress;
    private final ExerciseText text;
    private final TestResultText results;
    private final TestRunner runner;

    /// The result of an action.
    ///
    /// @param ok whether all tests passed, or the action did what it should
    public record Outcome(boolean ok, String text) {}

    /// @param width  of the texts, in columns
    /// @param runner runs the tests; the caller closes it
    public ExerciseActions(Course course, Progress progress, TerminalStyle style, int width, TestRunner runner) {
        this.course = course;
        this.runner = runner;
        this.progress = ExerciseProgress.of(course, progress);
        files = new LearnerFiles(course, progress);
        text = new ExerciseText(this.progress, style, width);
        results = new TestResultText(style, width);
    }

    ExerciseProgress progress() {
        return progress;
    }

    ExerciseText text() {
        return text;
    }

    /// Returns the state of an exercise as a word of `my/progress`; empty if it was not begun.
    public synchronized String state(Exercise exercise) {
        return progress.state(exercise);
    }

    public Path file(Exercise exercise) {
        return files.file(exercise);
    }

    /// Returns the path of the learner's file below Gregor's home.
    String shortPath(Exercise exercise) {
        return course.home().relativize(files.file(exercise)).toString();
    }

    /// Writes the starting file of an exercise if it is new, and merges changes of the lesson.
    ///
    /// @return a message; empty if nothing has changed
    public synchronized String begin(Exercise exercise) {
        return files.begin(exercise);
    }

    public synchronized String list(List<Exercise> exercises) {
        return new ExerciseText(new ExerciseProgress(exercises, progress.progress()), text.style(), text.width())
                .list(null, Integer.MAX_VALUE);
    }

    /// Runs the tests of an exercise. After the first failures it may return without waiting for the other tests.
    public Outcome run(Exercise exercise) {
        TestResult result = recorded(exercise, runner.testUntilFailure(exercise, files.sources(exercise)));
        return new Outcome(result.ok(), results.of(result, exercise));
    }

    private synchronized TestResult recorded(Exercise exercise, TestResult result) {
        if (result.ok()) {
            progress.passed(exercise);
        }
        return result;
    }

    /// Begins an exercise and runs all its tests once; shows a prediction's question instead.
    public Outcome once(Exercise exercise) {
        String note = begin(exercise);
        if (exercise.isPrediction()) {
            return new Outcome(false,
                    text.task(exercise, "") + "\n\nAnswer with ./gregor exercise " + exercise.path() + " --answer N");
        }
        TestResult result = recorded(exercise, runner.test(exercise, files.sources(exercise)));
        String next = result.ok()
                ? text.state(exercise)
                        + "; continue with ./gregor exercise next, or run all tests of the lesson on your "
                        + "files: ./gregor exercise " + exercise.chapter().name() + " --test-out"
                : "A hint: ./gregor exercise " + exercise.path() + " --hint";
        return new Outcome(result.ok(),
                String.join("\n\n", text.task(exercise, shortPath(exercise)), note, results.of(result, exercise), next)
                        .replaceAll("\n{3,}", "\n\n"));
    }

    /// Begins an exercise, runs all its tests once, and returns the result as JSON. A prediction never succeeds.
    public Outcome json(Exercise exercise) {
        begin(exercise);
        boolean prediction = exercise.isPrediction();
        TestResult result = runner.test(exercise, prediction ? Prediction.sources(exercise) : files.sources(exercise));
        if (!prediction) {
            recorded(exercise, result);
        }
        var fields = new LinkedHashMap<String, Object>();
        fields.put("format", "gregor-exercise");
        fields.put("version", FORMAT);
        fields.put("exercise", exercise.path());
        fields.put("title", exercise.title());
        fields.put("file", shortPath(exercise));
        fields.put("progress", state(exercise));
        fields.put("read", LessonReference.of(exercise));
        fields.put("verdict", result);
        return new Outcome(result.ok() && !prediction, TestProcess.JSON.rebuild()
                .enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(fields));
    }

    /// Answers a prediction; succeeds if it is right.
    ///
    /// @param choice the number of the test, from 1
    public Outcome predict(Exercise exercise, int choice) {
        if (!exercise.isPrediction()) {
            throw new LessonException(exercise.path() + " is not a prediction; write " + shortPath(exercise));
        }
        if (choice < 1 || choice > exercise.choices().size()) {
            throw new LessonException("answer with 1 to " + exercise.choices().size() + ", not " + choice);
        }
        Prediction prediction = Prediction.of(exercise, choice, runner);
        synchronized (this) {
            progress.predicted(exercise, prediction.isRight());
        }
        return new Outcome(prediction.isRight(), prediction.answer(results));
    }

    /// Shows the next hint, and those before it.
    public synchronized Outcome hint(Exercise exercise) {
        return new Outcome(true,
                exercise.hints().isEmpty()
                        ? "A prediction has no hints; a guess is fine."
                        : text.hints(exercise, progress.hints(exercise, true)));
    }

    /// Shows the original, and records that.
    public synchronized Outcome solution(Exercise exercise) {
        requireFile(exercise);
        progress.solutionShown(exercise);
        return new Outcome(true, text.solution(exercise));
    }

    /// Shows the difference between the learner's file and the original, and records that.
    public synchronized Outcome difference(Exercise exercise) {
        requireFile(exercise);
        files.begin(exercise);
        progress.solutionShown(exercise);
        return new Outcome(true, text.difference(files.difference(exercise)));
    }

    private static void requireFile(Exercise exercise) {
        if (exercise.isPrediction()) {
            throw new LessonException(exercise.path() + " is a prediction and has no file; answer it with a number");
        }
    }

    /// Puts the to-dos back into the learner's file.
    public synchronized Outcome reset(Exercise exercise) {
        requireFile(exercise);
        return new Outcome(true,
                files.reset(exercise)
                        ? "The to-dos are back in " + shortPath(exercise) + "; undo restores your version."
                        : shortPath(exercise) + " already is as it was at the start.");
    }

    /// Goes back to the version of the learner's file before this one; fails if there is none.
    public synchronized Outcome undo(Exercise exercise) {
        requireFile(exercise);
        boolean undone = files.undo(exercise);
        return new Outcome(undone,
                undone
                        ? shortPath(exercise) + " is as it was before; undo again goes further back, and --history "
                                + "lists all versions."
                        : "There is nothing to undo.");
    }

    /// Lists the versions of the learner's file that were replaced.
    public synchronized Outcome history(Exercise exercise) {
        requireFile(exercise);
        List<Path> versions = files.versions(exercise);
        var lines = new ArrayList<String>();
        for (Path version : versions) {
            lines.add("%3d  %s  %s".formatted(lines.size() + 1, saved(version), course.home().relativize(version)));
        }
        return new Outcome(true,
                versions.isEmpty()
                        ? "No version of " + shortPath(exercise) + " was replaced."
                        : String.join("\n", lines) + "\n  now  " + shortPath(exercise)
                                + "\n--undo goes back to the version before; or copy one.");
    }

    private static String saved(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /// Tests exercises that the learner has begun; succeeds if all pass.
    ///
    /// @param every whether exercises that are not begun fail; else they are omitted
    /// @param lines receives a line for each exercise when its tests have run
    public Outcome check(List<Exercise> exercises, boolean every, Consumer<String> lines) {
        TerminalStyle style = text.style();
        int passed = 0;
        int checked = 0;
        for (Exercise exercise : exercises) {
            boolean begun = !state(exercise).isEmpty() && Files.exists(files.file(exercise));
            if (exercise.isPrediction() || !begun && !every) {
                continue;
            }
            boolean ok = begun && recorded(exercise, runner.test(exercise, files.sources(exercise))).ok();
            checked++;
            passed += ok ? 1 : 0;
            lines.accept((ok ? style.green("✓ ") : style.red("✗ ")) + exercise.path()
                    + (begun ? "" : style.faint("  not begun")));
        }
        return new Outcome(passed == checked, passed + " of " + checked + " that you have begun pass.");
    }

    /// Runs all tests of a lesson on all that the learner has written for it, or on other files alone; of one exercise,
    /// its own tests. If they pass on the learner's files, every exercise is done whose class is among them.
    ///
    /// @param wanted the exercises of a lesson, or one of them
    /// @param own    files outside `my/`, each named after a class of the exercises
    /// @param take   whether to copy these files into `my/`; else nothing changes there
    public Outcome testOut(List<Exercise> wanted, List<Path> own, boolean take, Consumer<String> lines) {
        Chapter chapter = wanted.getFirst().chapter();
        List<Exercise> exercises = wanted.stream().filter(exercise -> !exercise.isPrediction()).toList();
        Map<String, String> sources = new TreeMap<>(own.isEmpty() || take ? files.all() : Map.of());
        for (Path file : own) {
            Exercise exercise = exercises.stream().filter(each -> file.endsWith(each.type() + ".java")).findFirst()
                    .orElseThrow(() -> new LessonException(file + " is not a class of these exercises of lesson "
                            + chapter.number() + "; they are " + types(exercises)));
            sources.put(exercise.sourcePath(), Exercise.read(file));
            if (take) {
                files.importFile(exercise, file);
            }
        }
        sources.keySet().removeIf(path -> !path.startsWith("gregor/" + chapter.name() + "/"));
        List<Exercise> written = exercises.stream().filter(exercise -> sources.containsKey(exercise.sourcePath())
                && !sources.get(exercise.sourcePath()).contains(StarterSource.TODO_MARK)).toList();
        if (written.isEmpty()) {
            throw new LessonException("no class of lesson " + chapter.number()
                    + " in my/ is complete yet; write one, or check files elsewhere with ./gregor exercise "
                    + chapter.name() + " --test-out FILE");
        }
        List<String> tests = wanted.size() == 1 ? written.getFirst().tests() : List.of();
        lines.accept((tests.isEmpty() ? "All tests of lesson " + chapter.number() : "The tests of the exercise")
                + " run on " + types(written) + " …");
        try (TestRunner patient = TestRunner.forLesson()) {
            TestResult result = patient.test(chapter.name(), tests, sources);
            String report = results.of(result, written.getFirst());
            if (!result.ok() || !own.isEmpty() && !take) {
                return new Outcome(result.ok(),
                        report + (result.ok() ? "\nYour files in my/ are as before; --take copies these there." : ""));
            }
            written.forEach(exercise -> recorded(exercise, result));
            return new Outcome(true,
                    report + "\nDone: " + String.join(", ", written.stream().map(Exercise::path).toList()));
        }
    }

    private static String types(List<Exercise> exercises) {
        return String.join(", ", exercises.stream().map(Exercise::type).distinct().toList());
    }
}
