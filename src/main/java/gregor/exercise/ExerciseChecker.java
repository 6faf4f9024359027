package gregor.exercise;

import gregor.lesson.Chapter;
import gregor.lesson.LessonException;
import gregor.lesson.TerminalStyle;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What an author wants to know: the exercises of a lesson are whole, and their tests find what they should.
///
/// Every start file compiles and fails with a useful message, every original passes, every mistake is caught by a
/// message that names it, hints and solutions are there, nothing is skipped.
public final class ExerciseChecker {
    private static final int HINTS = 3;
    private static final int MISTAKES = 4;
    private static final String ADVICE =
            "the doc comment of gregor.exercise.ExercisePage says how to write one: two to four exercises, the "
            + "first of one method and the last of a whole class (everything::), three hints each, four typical mistakes or "
            + "more in all, and a prediction (break=)";

    private final TestRunner judge;
    private final PrintStream out;
    private final TestResultText report = new TestResultText(TerminalStyle.of(false), 100);
    private final List<String> faults = new ArrayList<>();

    /// Makes one that judges with a judge, and says what it does.
    public ExerciseChecker(TestRunner judge, PrintStream out) {
        this.judge = judge;
        this.out = out;
    }

    /// Checks a lesson, and says what is wrong with its exercises, a sentence each.
    public List<String> faults(Chapter chapter) {
        faults.clear();
        long begin = System.nanoTime();
        try {
            List<Exercise> exercises = ExercisePage.of(chapter);
            shape(chapter, exercises);
            exercises.forEach(this::check);
            out.printf("%2d %-10s %d exercises, %d mistakes, %.1f s%s%n", chapter.number(),
                    chapter.name(), exercises.size(),
                    exercises.stream().mapToInt(exercise -> exercise.mistakes().size()).sum(),
                    (System.nanoTime() - begin) / 1e9,
                    faults.isEmpty() ? "" : ", " + faults.size() + " faults");
        } catch (ExerciseException | LessonException e) {
            faults.add(e.getMessage());
        }
        return List.copyOf(faults);
    }

    private void shape(Chapter chapter, List<Exercise> exercises) {
        String file = "lessons/" + chapter.exercises().getFileName();
        if (exercises.isEmpty()) {
            faults.add("lesson " + chapter.number() + ", " + chapter.name() + ", has no exercises: write "
                    + file + "; " + ADVICE);
            return;
        }
        List<Exercise> written = exercises.stream().filter(exercise -> !exercise.isPrediction()).toList();
        need(written.size() >= 2 && written.size() <= 4,
                file + " has " + written.size() + " exercises to write; two to four are right");
        need(written.size() < exercises.size(), file + " has no prediction; add one, [break=\"Type\"] and == Title");
        need(written.stream().anyMatch(Exercise::isWhole),
                file + " asks for no whole class; add one with everything::");
        int mistakes = written.stream().mapToInt(exercise -> exercise.mistakes().size()).sum();
        need(mistakes >= MISTAKES, file + " lists " + mistakes + " typical mistakes; list " + MISTAKES + " or more");
        Set<String> names = new HashSet<>();
        exercises.forEach(exercise ->
                need(names.add(exercise.name()), file + ": two exercises are called " + exercise.name()));
    }

    private void need(boolean good, String otherwise) {
        if (!good) {
            faults.add(otherwise);
        }
    }

    private void check(Exercise exercise) {
        String place = "lessons/" + exercise.chapter().exercises().getFileName() + ", line " + exercise.line() + ": ";
        TestResult original = judge(exercise, exercise.originalText());
        need(original.ok(), place + "the original does not pass:\n" + report.of(original, exercise));
        out.printf("   %-52s %5d ms, %d tests%n", exercise.path(), original.millis(), original.passed());
        if (exercise.isPrediction()) {
            prediction(exercise, place);
            return;
        }
        need(exercise.hints().size() == HINTS, place + exercise.title() + " has " + exercise.hints()
                .size() + " hints; write " + HINTS);
        need(!exercise.task().isEmpty(), place + exercise.title() + " does not say what it is about");
        need(!exercise.solution().isBlank(), place + "there is no solution");
        TestResult start = judge(exercise, StarterSource.of(exercise, exercise.originalText()));
        need(start.state() == TestResult.State.FAILED && start.isUnwritten(),
                place + "the start file should compile, and fail since it is not written yet:\n"
                + report.of(start, exercise));
        need(!report.of(start, exercise).contains("\tat "), place + "a stack trace in a message is no message");
        exercise.mistakes().forEach(mistake -> mistake(exercise, mistake));
    }

    private void mistake(Exercise exercise, Mistake mistake) {
        String place = "lessons/" + exercise.chapter().exercises().getFileName() + ", line " + mistake.line() + ": ";
        need(!mistake.title().isEmpty(), place + "this mistake has no title; write one above it, .Title");
        TestResult verdict;
        try {
            verdict = judge(exercise, mistake.change().in(exercise.originalText()));
        } catch (ExerciseException e) {
            faults.add(place + e.getMessage());
            return;
        }
        String said = report.of(verdict, exercise);
        boolean caught = verdict.state() == TestResult.State.FAILED || verdict.state() == TestResult.State.STOPPED;
        need(caught, place + "\"" + mistake.title() + "\" is not caught:\n" + said);
        need(!mistake.says().isEmpty(),
                place + "say which words name the mistake: says=\"…\"; the message is:\n" + said);
        need(!caught || first(verdict).contains(mistake.says()),
                place + "\"" + mistake.title() + "\" is caught, and the first message "
                + "should name it with \"" + mistake.says() + "\":\n" + said);
    }

    /// What a learner reads first.
    private String first(TestResult verdict) {
        return (verdict.failures().stream().limit(1).map(failure -> report.failure(failure, ""))
                .collect(Collectors.joining()) + verdict.stopped())
                .replaceAll("\\s+", " ");
    }

    private void prediction(Exercise exercise, String place) {
        TestResult verdict = judge.judge(exercise, Prediction.sources(exercise));
        List<String> failing = verdict.failures().stream()
                .map(failure -> failure.test().replaceFirst(".*#", "")).toList();
        long wrong = exercise.choices().stream().filter(failing::contains).count();
        need(verdict.state() == TestResult.State.FAILED && wrong >= 1 && wrong < exercise.choices().size(), place
                + "of the choices one at least should fail, and one at least should not; these fail: " + failing
                + (verdict.failures().isEmpty() ? "\n" + report.of(verdict, exercise) : ""));
        for (String choice : exercise.choices()) {
            need(failing.contains(choice) || verdict.passed() > 0 && isTest(exercise, choice),
                    place + "there is no test " + choice);
        }
    }

    private boolean isTest(Exercise exercise, String choice) {
        return exercise.tests().stream().map(test -> test.replaceFirst("#.*", "")).distinct()
                .anyMatch(type -> passes(exercise, type + "#" + choice));
    }

    private boolean passes(Exercise exercise, String test) {
        try {
            return judge.judge(exercise.chapter().name(), List.of(test), Map.of()).passed() > 0;
        } catch (ExerciseException e) {
            return false;
        }
    }

    private TestResult judge(Exercise exercise, String text) {
        return judge.judge(exercise,
                Map.of("gregor/" + exercise.chapter().name() + "/" + exercise.type() + ".java", text));
    }
}
