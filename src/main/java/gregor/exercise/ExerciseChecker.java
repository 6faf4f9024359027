package gregor.exercise;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.LessonException;
import gregor.lesson.TerminalStyle;

/// Checks for the author that the exercises of a lesson are complete and that their tests find the mistakes.
///
/// Every starting file compiles and fails with a useful message, every original passes, every mistake fails with a
/// message that names it, hints and solutions exist, and no test is skipped.
public final class ExerciseChecker {
    private static final int HINTS = 3;
    private static final int MISTAKES = 4;
    private static final String ADVICE = "the doc comment of gregor.exercise.ExercisePage says how to write one: two to four exercises, the "
            + "first of one method and the last of a whole class (everything::), three hints each, four typical mistakes or "
            + "more in all, and a prediction (break=)";

    private final TestRunner runner;
    private final PrintStream out;
    private final TestResultText results = new TestResultText(TerminalStyle.of(false), 100);
    private final List<String> faults = new ArrayList<>();

    /// @param out receives a line for each exercise
    public ExerciseChecker(TestRunner runner, PrintStream out) {
        this.runner = runner;
        this.out = out;
    }

    /// Checks a lesson and returns a sentence for each fault of its exercises.
    public List<String> faults(Chapter chapter) {
        faults.clear();
        long begin = System.nanoTime();
        try {
            List<Exercise> exercises = ExercisePage.of(chapter);
            shape(chapter, exercises);
            exercises.forEach(this::check);
            out.printf("%2d %-10s %d exercises, %d mistakes, %.1f s%s%n", chapter.number(), chapter.name(),
                    exercises.size(), exercises.stream().mapToInt(exercise -> exercise.mistakes().size()).sum(),
                    (System.nanoTime() - begin) / 1e9, faults.isEmpty() ? "" : ", " + faults.size() + " faults");
        } catch (LessonException e) {
            faults.add(e.getMessage());
        }
        return List.copyOf(faults);
    }

    private void shape(Chapter chapter, List<Exercise> exercises) {
        String file = "lessons/" + chapter.exercises().getFileName();
        if (exercises.isEmpty()) {
            faults.add("lesson " + chapter.number() + ", " + chapter.name() + ", has no exercises: write " + file + "; "
                    + ADVICE);
            return;
        }
        List<Exercise> written = exercises.stream().filter(exercise -> !exercise.isPrediction()).toList();
        need(written.size() >= 2 && written.size() <= 4,
                file + " has " + written.size() + " exercises to write; write two to four");
        need(written.size() < exercises.size(), file + " has no prediction; add one, [break=\"Type\"] and == Title");
        need(written.stream().anyMatch(Exercise::isWhole),
                file + " has no exercise of a whole class; add one with everything::");
        int mistakes = written.stream().mapToInt(exercise -> exercise.mistakes().size()).sum();
        need(mistakes >= MISTAKES, file + " lists " + mistakes + " typical mistakes; list " + MISTAKES + " or more");
        Set<String> names = new HashSet<>();
        exercises.forEach(exercise -> need(names.add(exercise.name()),
                file + ": two exercises have the name " + exercise.name()));
    }

    private void need(boolean condition, String fault) {
        if (!condition) {
            faults.add(fault);
        }
    }

    private void check(Exercise exercise) {
        String place = "lessons/" + exercise.chapter().exercises().getFileName() + ", line " + exercise.line() + ": ";
        TestResult original = test(exercise, exercise.originalText());
        need(original.ok(), place + "the original does not pass:\n" + results.of(original, exercise));
        out.printf("   %-52s %5d ms, %d tests%n", exercise.path(), original.millis(), original.passed());
        if (exercise.isPrediction()) {
            prediction(exercise, place);
            return;
        }
        need(exercise.hints().size() == HINTS,
                place + exercise.title() + " has " + exercise.hints().size() + " hints; write " + HINTS);
        need(!exercise.task().isEmpty(), place + exercise.title() + " has no task");
        need(!exercise.solution().isBlank(), place + "the solution is empty");
        TestResult start = test(exercise, StarterSource.of(exercise, exercise.originalText()));
        need(start.state() == TestResult.State.FAILED && start.isUnwritten(),
                place + "the starting file should compile, and fail because it is not written yet:\n"
                        + results.of(start, exercise));
        need(!results.of(start, exercise).contains("\tat "), place + "the message contains a stack trace");
        exercise.mistakes().forEach(mistake -> mistake(exercise, mistake));
    }

    private void mistake(Exercise exercise, Exercise.Mistake mistake) {
        String place = "lessons/" + exercise.chapter().exercises().getFileName() + ", line " + mistake.line() + ": ";
        need(!mistake.title().isEmpty(), place + "this mistake has no title; write one above it: .Title");
        TestResult result;
        try {
            result = test(exercise, mistake.change().in(exercise.originalText()));
        } catch (LessonException e) {
            faults.add(place + e.getMessage());
            return;
        }
        String description = results.of(result, exercise);
        boolean caught = result.state() == TestResult.State.FAILED || result.state() == TestResult.State.STOPPED;
        need(caught, place + "\"" + mistake.title() + "\" is not caught:\n" + description);
        need(!mistake.says().isEmpty(),
                place + "add words that name the mistake: says=\"…\"; the message is:\n" + description);
        need(!caught || first(result).contains(mistake.says()),
                place + "\"" + mistake.title() + "\" is caught, and the first message " + "should name it with \""
                        + mistake.says() + "\":\n" + description);
    }

    /// Returns the message that a learner reads first.
    private String first(TestResult result) {
        return (result.failures().stream().limit(1).map(failure -> results.failure(failure, ""))
                .collect(Collectors.joining()) + result.stopped()).replaceAll("\\s+", " ");
    }

    private void prediction(Exercise exercise, String place) {
        TestResult result = runner.test(exercise, Prediction.sources(exercise));
        List<String> failing = result.failures().stream().map(failure -> failure.test().replaceFirst(".*#", ""))
                .toList();
        long wrong = exercise.choices().stream().filter(failing::contains).count();
        need(result.state() == TestResult.State.FAILED && wrong >= 1 && wrong < exercise.choices().size(),
                place + "at least one choice must fail, and at least one must pass; these fail: " + failing
                        + (result.failures().isEmpty() ? "\n" + results.of(result, exercise) : ""));
        for (String choice : exercise.choices()) {
            need(failing.contains(choice) || result.passed() > 0 && isTest(exercise, choice),
                    place + "no test " + choice);
        }
    }

    private boolean isTest(Exercise exercise, String choice) {
        return exercise.tests().stream().map(test -> test.replaceFirst("#.*", "")).distinct()
                .anyMatch(type -> passes(exercise, type + "#" + choice));
    }

    private boolean passes(Exercise exercise, String test) {
        try {
            return runner.test(exercise.chapter().name(), List.of(test), Map.of()).passed() > 0;
        } catch (LessonException e) {
            return false;
        }
    }

    private TestResult test(Exercise exercise, String text) {
        return runner.test(exercise, Map.of(exercise.sourcePath(), text));
    }
}
