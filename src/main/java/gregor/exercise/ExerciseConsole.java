package gregor.exercise;

import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.lesson.Progress;
import gregor.lesson.TerminalStyle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp;
import org.jline.utils.NonBlockingReader;

/// The learner at work in the terminal: a save runs the tests, a key does the rest. Nothing moves on by itself.
///
/// One thread shows, and looks for keys and for saves; the tests run beside it, so that the keys live whatever the
/// learner's code does.
public final class ExerciseConsole implements AutoCloseable {
    private static final int TICK_MILLIS = 40;
    private static final int SECONDS = 6;
    private static final int WIDEST = 110;

    private final Course course;
    private final LearnerFiles desk;
    private final ExerciseProgress shelf;
    private final Terminal terminal;
    private final Attributes before;
    private final ExerciseText board;
    private final TestResultText report;
    private final TestRunner judge = new TestRunner(SECONDS);
    private Exercise exercise;
    private FileWatcher changes;
    private CompletableFuture<Supplier<String>> running;
    private long since;
    private String verdict = "";
    private String message = "";
    private String note = "";
    private boolean confirming;

    /// Prepares to work at a terminal that it closes in the end.
    public ExerciseConsole(Course course, Progress progress, Exercise first, Terminal terminal) {
        this.course = course;
        this.terminal = terminal;
        desk = new LearnerFiles(course, progress);
        shelf = ExerciseProgress.of(course, progress);
        exercise = first;
        int columns = terminal.getSize().getColumns();
        int width = Math.clamp(columns == 0 ? 80 : columns, 40, WIDEST);
        TerminalStyle ink = TerminalStyle.of(!terminal.getType().startsWith(Terminal.TYPE_DUMB));
        board = new ExerciseText(shelf, ink, width);
        report = new TestResultText(ink, width);
        before = terminal.enterRawMode();
        Attributes keys = terminal.getAttributes();
        keys.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(keys);
    }

    /// Works until the learner leaves.
    public void run() throws IOException {
        open(exercise);
        NonBlockingReader keys = terminal.reader();
        while (true) {
            int key = keys.read(TICK_MILLIS);
            if (key == NonBlockingReader.EOF || key == 'q' || key == 3 || key == 4) {
                say("\n" + TerminalStyle.wrap("Your files are in my/gregor. ./gregor exercise goes on with " + exercise.path()
                        + "; ./gregor tour --mine runs everything on what you have written.", board.width(), "")
                        + "\n");
                return;
            }
            if (key >= 0) {
                pressed((char) key, keys);
            }
            if (changes != null && changes.happened()) {
                judge();
            }
            finish();
        }
    }

    private void pressed(char key, NonBlockingReader keys) throws IOException {
        boolean solution = confirming;
        confirming = false;
        switch (key) {
            case 'n' -> shelf.next(exercise)
                    .ifPresentOrElse(this::open, () ->
                            show("All exercises are done. Now run it all on your own code: ./gregor tour --mine"));
            case 'h' -> show(hints());
            case 'l' -> list(keys);
            case 'c' -> checkAll();
            case 'r', '\r', '\n' -> judge();
            case 'd' -> confirmAndShow(solution, 'd', () -> board.difference(desk.difference(exercise)));
            case 's' -> confirmAndShow(solution, 's', () -> board.solution(exercise));
            case 'x' -> write(() -> {
                return desk.reset(exercise) ? "The to-dos are back. u brings back what was in your file."
                        : "Your file is as it was in the beginning already.";
            });
            case 'u' -> write(() -> desk.undo(exercise)
                    ? "What was in your file before is back; u swaps once more." : "There is nothing to bring back.");
            case '.' -> judge.stop();
            case '?' -> show(ExerciseText.HELP);
            default -> {
                if (exercise.isPrediction() && key >= '1' && key < '1' + exercise.choices().size()) {
                    predict(key - '0');
                }
            }
        }
    }

    private void open(Exercise next) {
        stopRunning();
        exercise = next;
        verdict = "";
        message = "";
        note = attempt(() -> desk.begin(next));
        watch();
        if (next.isPrediction()) {
            show(shelf.isDone(next) ? board.state(next) : "Press the number of the promise that breaks.");
        } else {
            String first = note;
            show("");
            note = first;
            judge();
        }
    }

    private void watch() {
        try {
            if (changes != null) {
                changes.close();
            }
            changes = exercise.isPrediction() ? null : new FileWatcher(desk.file(exercise));
        } catch (IOException e) {
            changes = null;
        }
    }

    private String attempt(Supplier<String> step) {
        try {
            return step.get();
        } catch (ExerciseException | LessonException e) {
            return report.ink().red(e.getMessage());
        }
    }

    private void write(Supplier<String> step) {
        if (exercise.isPrediction()) {
            show("There is no file to write here.");
            return;
        }
        note = attempt(step);
        watch();
        judge();
    }

    private String hints() {
        if (exercise.hints().isEmpty()) {
            return "There are no hints to a prediction: a guess is fine.";
        }
        return board.hints(exercise, shelf.hints(exercise, true));
    }

    /// Before the exercise is done, it asks whether that is what the learner wants.
    private void confirmAndShow(boolean sure, char key, Supplier<String> what) {
        if (exercise.isPrediction()) {
            show("There is no file to compare here; press a number.");
        } else if (shelf.isDone(exercise) || sure) {
            shelf.solutionShown(exercise);
            show(attempt(what));
        } else {
            confirming = true;
            show("That shows you how the original does it. Press " + key
                    + " again if you want it now; h gives a hint instead.");
        }
    }

    private void judge() {
        if (exercise.isPrediction()) {
            show("Press the number of the promise that breaks.");
            return;
        }
        Exercise now = exercise;
        start(() -> {
            TestResult verdict = judge.soon(now, desk.sources(now));
            return () -> {
                if (verdict.ok()) {
                    shelf.passed(now);
                }
                String said = report.of(verdict, now);
                return !verdict.ok() ? said : said + "\n\n" + report.ink().bold("Done. ")
                        + (shelf.state(now).equals("helped") ? "(You had a look at the solution.) " : "")
                        + "d compares with the original, n goes on.";
            };
        });
    }

    private void predict(int choice) {
        Exercise now = exercise;
        start(() -> {
            Prediction prediction = Prediction.of(now, choice, judge);
            return () -> {
                shelf.predicted(now, prediction.isRight());
                return prediction.answer(report) + "\n\nn goes on.";
            };
        });
    }

    private void checkAll() {
        start(() -> {
            var lines = new ArrayList<String>();
            var passed = new ArrayList<Exercise>();
            for (Exercise each : shelf.exercises()) {
                if (!each.isPrediction() && !shelf.state(each).isEmpty()) {
                    TestResult verdict = judge.judge(each, desk.sources(each));
                    lines.add((verdict.ok() ? report.ink().green("✓ ") : report.ink().red("✗ ")) + each.path());
                    if (verdict.ok()) {
                        passed.add(each);
                    }
                }
            }
            return () -> {
                passed.forEach(shelf::passed);
                return String.join("\n", lines) + "\n\n" + passed.size() + " of " + lines.size()
                        + " that you have begun pass.";
            };
        });
    }

    private void start(Supplier<Supplier<String>> work) {
        stopRunning();
        since = System.currentTimeMillis();
        running = CompletableFuture.supplyAsync(work);
    }

    private void stopRunning() {
        if (running != null) {
            judge.stop();
            running.exceptionally(e -> () -> "").join();
            running = null;
        }
    }

    /// Shows what came of the tests, if they have ended; else now and then that they run.
    private void finish() {
        if (running == null) {
            return;
        }
        if (running.isDone()) {
            verdict = running.exceptionally(e -> () -> report.ink().red(e.getCause().getMessage())).join().get();
            running = null;
            show("");
        } else {
            long seconds = (System.currentTimeMillis() - since) / 1000;
            if (seconds > 0) {
                say("\r\033[K" + report.ink().faint("… " + seconds + " s  " + judge.test() + "  (. stops it)"));
            }
        }
    }

    /// Shows a text below the last verdict, or instead of it where both are more than the screen holds.
    private void show(String text) {
        message = text;
        if (terminal.puts(InfoCmp.Capability.clear_screen)) {
            terminal.flush();
        }
        String task = board.task(exercise, course.home().relativize(desk.file(exercise)).toString());
        String said = note.isEmpty() ? "" : report.ink().yellow(TerminalStyle.wrap(note, board.width(), ""));
        note = "";
        String keys = report.ink().faint("─".repeat(board.width())) + "\n" + board.keys();
        String all = joined(task, said, verdict, message, keys);
        boolean fits = all.lines().count() < terminal.getSize().getRows();
        say((fits || message.isEmpty() ? all : joined(task, said, message, keys)) + "\n");
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("\n\n"));
    }

    private void list(NonBlockingReader keys) throws IOException {
        List<Exercise> all = shelf.exercises();
        int at = Math.max(0, all.indexOf(exercise));
        while (true) {
            terminal.puts(InfoCmp.Capability.clear_screen);
            say(board.list(all.get(at), terminal.getSize().getRows()) + "\n\n"
                    + report.ink().faint("↑ k up · ↓ j down · Enter goes there · l back") + "\n");
            int key = keys.read();
            if (key == 27) {
                key = keys.peek(20) == '[' && keys.read() == '[' ? keys.read() == 'A' ? 'k' : 'j' : 'l';
            }
            switch (key) {
                case 'j' -> at = Math.min(all.size() - 1, at + 1);
                case 'k' -> at = Math.max(0, at - 1);
                case '\r', '\n', 'c' -> {
                    open(all.get(at));
                    return;
                }
                case 'l', 'q', NonBlockingReader.EOF, 3 -> {
                    show(message);
                    return;
                }
                default -> { }
            }
        }
    }

    private void say(String text) {
        terminal.writer().print(text.replace("\n", "\r\n"));
        terminal.flush();
    }

    @Override
    public void close() throws IOException {
        judge.close();
        if (changes != null) {
            changes.close();
        }
        terminal.setAttributes(before);
        terminal.close();
    }
}
