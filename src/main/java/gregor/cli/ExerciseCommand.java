package gregor.cli;

import module java.base;

import gregor.exercise.Exercise;
import gregor.exercise.ExerciseActions;
import gregor.exercise.ExerciseConsole;
import gregor.exercise.ExercisePage;
import gregor.exercise.ExerciseProgress;
import gregor.exercise.TestRunner;
import gregor.lesson.Course;
import gregor.lesson.Progress;
import gregor.lesson.TerminalStyle;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor exercise`: the learner writes a lesson's class.
@Command(name = "exercise", mixinStandardHelpOptions = true,
        description = {"Write a lesson's class yourself: save, and its tests say what is wrong.",
                "If the input is not a terminal, the tests run once, and the exit code is 0 if all pass."})
final class ExerciseCommand implements Callable<Integer> {
    private static final int WIDTH = 100;

    @Parameters(arity = "0..1", paramLabel = "EXERCISE",
            description = "A lesson (3 or deque), one of its exercises (3.2 or "
                    + "deque/2), next, or list; by default where you stopped.")
    private String wanted;

    @Option(names = "--once", description = "Run the tests once, on a terminal too.")
    private boolean once;

    @Option(names = "--json", description = "Write the result as JSON.")
    private boolean json;

    @Option(names = "--list", description = "List the exercises and your progress.")
    private boolean list;

    @Option(names = "--hint", description = "Give a hint; again for the next one.")
    private boolean hint;

    @Option(names = "--solution", description = "Show the original.")
    private boolean solution;

    @Option(names = "--diff", description = "Show the difference between your file and the original.")
    private boolean diff;

    @Option(names = "--reset", description = "Put the to-dos back into your file.")
    private boolean reset;

    @Option(names = "--undo", description = "Go back to your version before the last reset; again: further back.")
    private boolean undo;

    @Option(names = "--history", description = "List the versions of your file that were replaced.")
    private boolean history;

    @Option(names = "--all", description = "Check all exercises that you have begun, or all of a lesson.")
    private boolean all;

    @Option(names = "--answer", paramLabel = "N",
            description = "Answer a prediction: the number of the promise that breaks.")
    private Integer answer;

    @Option(names = "--test-out", arity = "0..*", paramLabel = "FILE",
            description = "I know this: run all tests of a lesson, or those of one exercise, on own files alone, or on "
                    + "those in my/.")
    private List<Path> own;

    @Option(names = "--take", description = "Copy the files of --test-out into my/.")
    private boolean take;

    @Override
    public Integer call() throws IOException {
        Course course = Gregor.course();
        Progress progress = Progress.of(course);
        boolean terminal = Gregor.onTerminal();
        try (var runner = TestRunner.forLearner()) {
            var actions = new ExerciseActions(course, progress, TerminalStyle.of(terminal), WIDTH, runner);
            if (isListing()) {
                System.out.println(actions.list(list ? named(course) : ExercisePage.all(course)));
                return 0;
            }
            if (all) {
                return exitCode(actions.check(named(course), wanted != null, System.out::println));
            }
            if (own != null) {
                List<Exercise> exercises = wanted == null ? ExercisePage.of(progress.current(course)) : named(course);
                return print(actions.testOut(exercises, own, take, System.out::println));
            }
            Exercise exercise = exercise(course, ExerciseProgress.of(course, progress));
            if (terminal && isPlain()) {
                try (var console = new ExerciseConsole(course, progress, exercise,
                        TerminalBuilder.builder().system(true).build(), runner)) {
                    console.run();
                }
                return 0;
            }
            return print(act(actions, exercise));
        }
    }

    private boolean isPlain() {
        return !hint && !solution && !diff && !reset && !undo && !history && !once && !json && !all && answer == null
                && own == null;
    }

    /// Whether to list the exercises: `exercise list` alone means that, and not lesson 1, which is `exercise 1`.
    private boolean isListing() {
        return list || "list".equals(wanted) && isPlain();
    }

    private Exercise exercise(Course course, ExerciseProgress exercises) {
        return wanted == null || wanted.equals("next")
                ? exercises.next().orElse(exercises.exercises().getLast())
                : exercises.firstOpen(named(course));
    }

    private ExerciseActions.Outcome act(ExerciseActions actions, Exercise exercise) {
        if (hint || solution || diff) {
            return hint ? actions.hint(exercise) : solution ? actions.solution(exercise) : actions.difference(exercise);
        }
        if (reset || undo || history) {
            return reset ? actions.reset(exercise) : undo ? actions.undo(exercise) : actions.history(exercise);
        }
        return answer != null
                ? actions.predict(exercise, answer)
                : json ? actions.json(exercise) : actions.once(exercise);
    }

    private static int print(ExerciseActions.Outcome outcome) {
        System.out.println(outcome.text());
        return exitCode(outcome);
    }

    private static int exitCode(ExerciseActions.Outcome outcome) {
        return outcome.ok() ? 0 : 1;
    }

    private List<Exercise> named(Course course) {
        return wanted == null ? ExercisePage.all(course) : ExercisePage.named(course, wanted);
    }
}
