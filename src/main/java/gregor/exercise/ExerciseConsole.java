package gregor.exercise;

import module java.base;

import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.lesson.Progress;
import gregor.lesson.TerminalStyle;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp;
import org.jline.utils.NonBlockingReader;

/// The keys and the screen for exercises: saving the file runs the tests, keys do the rest. It never moves on to the
/// next exercise by itself.
///
/// One thread draws and polls keys and the file; tests run on another, so that keys work whatever the learner's code
/// does.
public final class ExerciseConsole implements AutoCloseable {
    private static final int TICK_MILLIS = 40;
    private static final int MAX_WIDTH = 110;
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final int ESCAPE = 27;

    private final Terminal terminal;
    private final Attributes before;
    private final TerminalStyle style;
    private final TestRunner runner;
    private final ExerciseActions actions;
    private final ExerciseText text;
    private Exercise exercise;
    private FileWatcher watcher;
    private CompletableFuture<String> running;
    private long since;
    private String result = "";
    private String message = "";
    private String note = "";
    private boolean confirming;

    /// Takes a terminal and a runner, which [#close()] closes.
    public ExerciseConsole(Course course, Progress progress, Exercise first, Terminal terminal, TestRunner runner) {
        this.terminal = terminal;
        this.runner = runner;
        exercise = first;
        style = TerminalStyle.of(!terminal.getType().startsWith(Terminal.TYPE_DUMB));
        int columns = terminal.getSize().getColumns();
        actions = new ExerciseActions(course, progress, style, Math.clamp(columns == 0 ? 80 : columns, 40, MAX_WIDTH),
                runner);
        text = actions.text();
        runner.warmUp();
        before = rawMode();
    }

    public void run() throws IOException {
        open(exercise);
        NonBlockingReader keys = terminal.reader();
        while (true) {
            int key = keys.read(TICK_MILLIS);
            if (List.of(NonBlockingReader.EOF, (int) 'q', CTRL_C, CTRL_D).contains(key)) {
                print("\n"
                        + TerminalStyle.wrap(
                                "Your files are in my/gregor. ./gregor exercise continues with " + exercise.path()
                                        + "; ./gregor tour --mine runs everything on what you have written.",
                                text.width(), "")
                        + "\n");
                return;
            }
            if (key >= 0) {
                press((char) key, keys);
            }
            if (watcher != null && watcher.hasChanged()) {
                test();
            }
            showResult();
        }
    }

    private void press(char key, NonBlockingReader keys) throws IOException {
        boolean confirmed = confirming;
        confirming = false;
        switch (key) {
            case 'n' -> actions.progress().next(exercise).ifPresentOrElse(this::open,
                    () -> show("All exercises are done. Now run everything on your own code: ./gregor tour --mine"));
            case 'h' -> show(actions.hint(exercise).text());
            case 'l' -> list(keys);
            case 'c' -> check();
            case 'r', '\r', '\n' -> test();
            case 't' -> start(
                    () -> actions.testOut(ExercisePage.of(exercise.chapter()), List.of(), false, line -> {}).text());
            case 'e' -> edit();
            case 'd' -> confirmAndShow(confirmed, 'd', () -> actions.difference(exercise).text());
            case 's' -> confirmAndShow(confirmed, 's', () -> actions.solution(exercise).text());
            case 'x' -> write(() -> actions.reset(exercise).text());
            case 'u' -> write(() -> actions.undo(exercise).text());
            case '.' -> runner.stop();
            case '?' -> show(Exercise.resource("keys.txt"));
            default -> {
                if (exercise.isPrediction() && key >= '1' && key < '1' + exercise.choices().size()) {
                    Exercise current = exercise;
                    start(() -> actions.predict(current, key - '0').text() + "\n\nn continues.");
                }
            }
        }
    }

    private void open(Exercise next) {
        stopRunning();
        exercise = next;
        result = "";
        String begun = attempt(() -> actions.begin(next));
        watch();
        note = begun;
        show("");
        note = begun;
        test();
    }

    /// Opens the learner's file in an editor; one that needs the terminal has it until it ends.
    private void edit() {
        List<String> editor = ExerciseText.editor(System.getenv());
        if (exercise.isPrediction() || editor.isEmpty()) {
            show(exercise.isPrediction()
                    ? "A prediction has no file."
                    : "Set VISUAL to your editor, such as VISUAL=vim, and start again; or open "
                            + actions.shortPath(exercise) + " yourself.");
            return;
        }
        terminal.setAttributes(before);
        try {
            new ProcessBuilder(Stream.concat(editor.stream(), Stream.of(actions.file(exercise).toString())).toList())
                    .inheritIO().start().waitFor();
            show("");
        } catch (IOException e) {
            show("cannot start " + editor.getFirst() + "; set VISUAL to your editor");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            rawMode();
        }
    }

    private Attributes rawMode() {
        Attributes normal = terminal.enterRawMode();
        Attributes keys = terminal.getAttributes();
        keys.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(keys);
        return normal;
    }

    private void watch() {
        watcher = exercise.isPrediction() ? null : new FileWatcher(actions.file(exercise));
    }

    private String attempt(Supplier<String> action) {
        try {
            return action.get();
        } catch (LessonException e) {
            return style.red(e.getMessage());
        }
    }

    /// Changes the learner's file and tests it.
    private void write(Supplier<String> action) {
        note = attempt(action);
        watch();
        test();
    }

    /// Shows the solution if the exercise is done; else asks for the key a second time.
    private void confirmAndShow(boolean confirmed, char key, Supplier<String> action) {
        if (confirmed || exercise.isPrediction() || actions.progress().isDone(exercise)) {
            show(attempt(action));
        } else {
            confirming = true;
            show("That shows the original. Press " + key + " again if you want it now; h gives a hint instead.");
        }
    }

    private void test() {
        if (exercise.isPrediction()) {
            show(actions.progress().isDone(exercise)
                    ? text.state(exercise)
                    : "Press the number of the promise that breaks.");
            return;
        }
        Exercise current = exercise;
        start(() -> {
            ExerciseActions.Outcome outcome = actions.run(current);
            return !outcome.ok()
                    ? outcome.text()
                    : outcome.text() + "\n\n" + style.bold("Done. ")
                            + (actions.state(current).equals("helped") ? "(You have seen the solution.) " : "")
                            + "d compares with the original, t runs all tests of the lesson, n continues.";
        });
    }

    private void check() {
        start(() -> {
            var lines = new ArrayList<String>();
            String summary = actions.check(actions.progress().exercises(), false, lines::add).text();
            return String.join("\n", lines) + "\n\n" + summary;
        });
    }

    private void start(Supplier<String> work) {
        stopRunning();
        since = System.currentTimeMillis();
        running = CompletableFuture.supplyAsync(work);
    }

    private void stopRunning() {
        if (running != null) {
            runner.stop();
            running.exceptionally(Throwable::getMessage).join();
            running = null;
        }
    }

    /// Shows the result if the tests have ended; else, after a second, that they run.
    private void showResult() {
        if (running == null) {
            return;
        }
        if (running.isDone()) {
            result = running.exceptionally(e -> style.red(e.getCause().getMessage())).join();
            running = null;
            show("");
        } else {
            long seconds = (System.currentTimeMillis() - since) / 1000;
            if (seconds > 0) {
                print("\r\033[K" + style.faint("… " + seconds + " s  " + runner.test() + "  (. stops it)"));
            }
        }
    }

    /// Draws the screen with a message below the last result, or instead of it if both do not fit.
    private void show(String newMessage) {
        message = newMessage;
        if (terminal.puts(InfoCmp.Capability.clear_screen)) {
            terminal.flush();
        }
        String task = text.task(exercise, actions.shortPath(exercise));
        String shownNote = note.isEmpty() ? "" : style.yellow(TerminalStyle.wrap(note, text.width(), ""));
        note = "";
        String keys = style.faint("─".repeat(text.width())) + "\n" + text.keys();
        String all = joined(task, shownNote, result, message, keys);
        boolean fits = all.lines().count() < terminal.getSize().getRows();
        print((fits || message.isEmpty() ? all : joined(task, shownNote, message, keys)) + "\n");
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("\n\n"));
    }

    private void list(NonBlockingReader keys) throws IOException {
        List<Exercise> all = actions.progress().exercises();
        int at = Math.max(0, all.indexOf(exercise));
        while (true) {
            terminal.puts(InfoCmp.Capability.clear_screen);
            print(text.list(all.get(at), terminal.getSize().getRows()) + "\n\n"
                    + style.faint("↑ k up · ↓ j down · Enter opens · l back") + "\n");
            switch (listKey(keys)) {
                case 'j' -> at = Math.min(all.size() - 1, at + 1);
                case 'k' -> at = Math.max(0, at - 1);
                case '\r', '\n', 'c' -> {
                    open(all.get(at));
                    return;
                }
                case 'l', 'q', NonBlockingReader.EOF, CTRL_C -> {
                    show(message);
                    return;
                }
                default -> {
                }
            }
        }
    }

    /// Reads a key; the arrows are j and k, Escape is l.
    private static int listKey(NonBlockingReader keys) throws IOException {
        int key = keys.read();
        if (key != ESCAPE) {
            return key;
        }
        return keys.peek(20) == '[' && keys.read() == '[' ? keys.read() == 'A' ? 'k' : 'j' : 'l';
    }

    private void print(String lines) {
        terminal.writer().print(lines.replace("\n", "\r\n"));
        terminal.flush();
    }

    @Override
    public void close() throws IOException {
        runner.close();
        terminal.setAttributes(before);
        terminal.close();
    }
}
