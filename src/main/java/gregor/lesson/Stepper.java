package gregor.lesson;

import module java.base;

import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;

/// Steps through a lesson in the terminal: prose, then a cell; Enter runs it. At each prompt the learner may type Java.
///
/// Everything runs on the caller's thread, except that the session, which takes a second, starts during the first
/// prose, and code runs beside the keyboard so that Ctrl-C can stop it.
public final class Stepper implements AutoCloseable {
    static final String HELP = """
            Enter    run the cell that is shown, and go on
            :back    show the previous cell (back, too)
            :skip    go on without running this cell
            :edit    change the cell, then run it
            :vars    list your variables
            :pic     draw every log, with its readers and writers
            :reset   start again with a fresh JShell; the cells before this one run again
            :save    write the code that ran without errors to a script in my/
            :quit    leave; ./gregor continues here the next time
            Anything else is Java, and runs beside the cells.
            (At a prediction, end it with a semicolon.)
            Ctrl-C stops what is running.""";

    /// Words that a learner types to leave or to get help. A variable may have such a name, too.
    private static final List<String> EXIT_WORDS = List.of("q", "quit", "exit", "help");
    private static final String KEYS = ":back  :skip  :edit  :vars  :pic  :quit   ? lists all";
    private static final String COMMANDS = "(:quit leaves, :help lists all commands)";

    private final Chapter chapter;
    private final Page page;
    private final Progress progress;
    private final TerminalEditor editor;
    private final TerminalStyle style;
    private final boolean paged;
    private final List<String> history = new ArrayList<>();
    private int unread;
    private CompletableFuture<JShellSession> starting = CompletableFuture.supplyAsync(JShellSession::start);

    private enum Move { STAY, NEXT, SKIP, BACK, QUIT }

    /// Prepares to continue a lesson where the learner stopped, in a terminal that [#close()] closes.
    ///
    /// @param paged whether to wait for a key when the screen is full
    public Stepper(Chapter chapter, Progress progress, Terminal terminal, boolean paged) {
        this.chapter = chapter;
        this.page = chapter.page();
        this.progress = progress;
        this.paged = paged;
        List<String> commands = HELP.lines().filter(line -> line.startsWith(":"))
                .map(line -> line.substring(0, line.indexOf(' '))).toList();
        editor = new TerminalEditor(terminal, commands,
                () -> starting.isDone() ? Optional.of(session().completion()) : Optional.empty());
        style = editor.style();
    }

    /// In the width that the terminal has now.
    private TerminalCells screen() {
        return TerminalCells.of(style, editor.columns());
    }

    public void run() {
        List<Part.Cell> cells = page.cells();
        editor.print(screen().title(chapter, page));
        for (int at = resume(cells); at < page.parts().size(); at++) {
            Part part = page.parts().get(at);
            if (!(part instanceof Part.Cell cell)) {
                if (!read(part)) {
                    editor.print("\nYou stopped here; ./gregor continues after the last cell that you ran.");
                    return;
                }
                continue;
            }
            progress.next(chapter, cell.number());
            Move move = step(cell);
            if (move == Move.QUIT) {
                editor.print("\nYou stopped before cell " + cell.number() + "; ./gregor continues there.");
                return;
            } else if (move == Move.BACK) {
                at = cell.number() == 1 ? at - 1 : page.parts().indexOf(cells.get(cell.number() - 2)) - 1;
            } else if (move == Move.NEXT && !cell.explanation().isEmpty()
                    && !show(screen().parts(cell.explanation()) + "\n")) {
                return;
            }
            if (move == Move.NEXT || move == Move.SKIP) {
                progress.next(chapter, cell.number() + 1);
            }
        }
        progress.finish(chapter);
        editor.print(style.green("That was lesson " + chapter.number() + ".") + predictions() + "\n"
                + TerminalStyle.wrap(onward(), screen().width(), ""));
    }

    private String onward() {
        return chapter.hasClasses()
                ? "Write it yourself with ./gregor exercise " + chapter.name()
                        + ", watch it on real data with ./gregor run " + chapter.name() + ", or continue with ./gregor."
                : "Continue with ./gregor.";
    }

    /// Runs the cells again that the learner has passed, and returns the index of the part to continue with.
    private int resume(List<Part.Cell> cells) {
        int next = Math.min(progress.next(chapter), cells.size() + 1);
        if (next <= 1) {
            return 0;
        }
        editor.print(style.faint("You stopped " + (next > cells.size() ? "after the last cell" : "before cell " + next)
                + ". The cells before it run again now; :back shows them.\n"));
        replay(next);
        return page.parts().indexOf(cells.get(next - 2)) + 1;
    }

    /// Prints a part; of a folded block first the title, and the rest after Enter.
    ///
    /// @return false if the learner leaves
    private boolean read(Part part) {
        if (part instanceof Part.Block block && block.folded()) {
            return show(screen().title(block)) && pause("Enter opens it ▸ ")
                    && show(screen().parts(block.parts()) + "\n");
        }
        return show(screen().part(part));
    }

    /// Waits for Enter or the space bar.
    ///
    /// @return false if the learner leaves
    private boolean pause(String prompt) {
        Optional<String> line = editor.readKey(style.faint(prompt));
        unread = 0;
        return line.isPresent() && !List.of(":quit", TerminalEditor.INTERRUPT).contains(line.get());
    }

    /// Prints a text, page by page: where it would scroll unread text out of sight, first waits for a key.
    ///
    /// @return false if the learner leaves
    private boolean show(String text) {
        List<String> lines = List.of(text.split("\n", -1));
        int page = paged && editor.rows() > 0 ? Math.max(1, editor.rows() - 2) : Integer.MAX_VALUE;
        while (!lines.isEmpty()) {
            if (unread > 0 && unread + lines.size() > page && !pause("Enter goes on ▸ ")) {
                return false;
            }
            int shown = Math.min(lines.size(), page);
            editor.print(String.join("\n", lines.subList(0, shown)));
            unread += shown;
            lines = lines.subList(shown, lines.size());
        }
        return true;
    }

    private String predictions() {
        long right = progress.predictions(chapter, true);
        long all = right + progress.predictions(chapter, false);
        return all == 0 ? "" : " You predicted " + right + " of " + all + " at the first try.";
    }

    /// Shows a cell, and handles input until the learner moves on.
    private Move step(Part.Cell cell) {
        if (!show(screen().step(cell, page.cells().size()) + "\n" + style.faint(KEYS))) {
            return Move.QUIT;
        }
        String prompt = cell.is(Part.Kind.PREDICT) ? "your answer, then Enter ▸ " : "Enter runs it ▸ ";
        Move move = Move.STAY;
        while (move == Move.STAY) {
            Optional<String> line = editor.read(style.cyan(prompt));
            unread = 0;
            move = line.isEmpty()
                    ? Move.QUIT
                    : line.get().startsWith(":") ? command(cell, line.get()) : code(cell, line.get());
        }
        return move;
    }

    private Move command(Part.Cell cell, String command) {
        switch (command) {
            case ":back" -> {
                return Move.BACK;
            }
            case ":skip" -> {
                return Move.SKIP;
            }
            case ":quit", ":q" -> {
                return Move.QUIT;
            }
            case ":edit" -> {
                return edit(cell) ? Move.NEXT : Move.STAY;
            }
            case ":help", ":h", ":?" -> show(HELP);
            case ":vars" -> show(session().variables().stream().map(this::oneLine).collect(Collectors.joining("\n")));
            case ":pic" -> draw();
            case ":reset" -> reset(cell);
            case ":save" -> save();
            default -> editor.print("There is no " + command + ".\n" + HELP);
        }
        return Move.STAY;
    }

    /// Runs the cell at Enter, takes a prediction, or runs the learner's own Java.
    private Move code(Part.Cell cell, String line) {
        boolean predicting = cell.is(Part.Kind.PREDICT);
        if (line.equals(TerminalEditor.INTERRUPT)) {
            editor.print(style.faint("(:quit leaves)"));
        } else if (line.equals("?")) {
            editor.print(HELP);
        } else if (line.equals("back") && !session().names().contains(line)) {
            return Move.BACK;
        } else if (line.isEmpty() && predicting) {
            editor.print(style.faint("Commit to an answer first; a guess is fine. (:skip goes on without.)"));
        } else if (line.isEmpty()) {
            execute(cell.code());
            return Move.NEXT;
        } else if (predicting && EXIT_WORDS.contains(line)) {
            editor.print(style.faint(COMMANDS));
        } else if (predicting && !line.endsWith(";")) {
            compare(cell, line, execute(cell.code()));
            return Move.NEXT;
        } else if (!execute(line).ok() && EXIT_WORDS.contains(line)) {
            editor.print(style.faint(COMMANDS));
        }
        return Move.STAY;
    }

    /// Compares the prediction with the last line that the cell printed.
    private void compare(Part.Cell cell, String answer, CellResult result) {
        String actual = result.text().lines().reduce("", (first, second) -> second).replaceFirst("^==> ", "");
        boolean right = normalized(actual).equals(normalized(answer));
        progress.predicted(chapter, cell.number(), right);
        editor.print(right
                ? style.green("  You said " + answer + ", and so does the log.\n")
                : style.yellow("  You said " + answer + "; the log says " + actual + ".\n"));
    }

    /// Ignores quotes, brackets, spaces and case, and takes yes for Java's true.
    private static String normalized(String answer) {
        String bare = answer.toLowerCase(Locale.ROOT).replaceAll("[\\s\"\\[\\](),.;]", "");
        return switch (bare) {
            case "yes" -> "true";
            case "no" -> "false";
            default -> bare;
        };
    }

    /// Runs code, and stops it when Ctrl-C is pressed.
    private CellResult execute(String code) {
        JShellSession session = session();
        CompletableFuture<CellResult> running = CompletableFuture.supplyAsync(() -> session.run(code));
        editor.await(running, session::stop);
        CellResult result = running.join();
        if (!result.interrupted() && !session.alive()) {
            editor.print(screen().result(result));
            editor.print(style.yellow("Your code has ended the JShell that it ran in; here is a fresh one. "
                    + ":reset runs the cells again."));
            restart();
            return result;
        }
        if (result.ok()) {
            history.add(code);
        }
        show(screen().result(result) + "\n");
        return result;
    }

    private boolean edit(Part.Cell cell) {
        Optional<String> code = editor.read(style.cyan("edit ▸ "), cell.code())
                .filter(line -> !line.equals(TerminalEditor.INTERRUPT));
        code.ifPresent(this::execute);
        return code.isPresent();
    }

    private void draw() {
        List<String> logs = namesOf("gregor.list.Log");
        String clients = namesOf("gregor.list.Client").stream().map(name -> ", " + name).collect(Collectors.joining());
        if (logs.isEmpty()) {
            editor.print("There is no log yet.");
        }
        for (String log : logs) {
            show(log + "\n" + session().run("gregor.list.Picture.draw(" + log + clients + ");").text());
        }
    }

    private String oneLine(String variable) {
        String line = variable.replaceAll("\\s+", " ");
        return TerminalStyle.width(line) <= screen().width()
                ? line
                : new AttributedString(line).columnSubSequence(0, screen().width() - 2) + " …";
    }

    private List<String> namesOf(String type) {
        return session().names().stream()
                .filter(name -> "true".equals(session().run("((Object) " + name + ") instanceof " + type).value()))
                .toList();
    }

    private void reset(Part.Cell cell) {
        restart();
        replay(cell.number());
        editor.print(style.faint("A fresh JShell; the cells before this one have run again."));
    }

    private void restart() {
        session().close();
        starting = CompletableFuture.supplyAsync(JShellSession::start);
    }

    private void replay(int beforeCell) {
        for (Part.Cell cell : page.cells().subList(0, beforeCell - 1)) {
            session().run(cell.code());
        }
    }

    private void save() {
        Path script = chapter.home().resolve("my").resolve(chapter.script().getFileName());
        try {
            Files.createDirectories(script.getParent());
            Files.write(script, history);
            editor.print("Saved the code that ran without errors to " + script
                    + "; ./gregor jshell opens a shell that can /open it.");
        } catch (IOException e) {
            editor.print("Cannot write " + script + ": " + e.getMessage());
        }
    }

    private JShellSession session() {
        return starting.join();
    }

    @Override
    public void close() throws IOException {
        editor.close();
        starting.thenAccept(JShellSession::close).join();
    }
}
