package gregor.lesson;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jline.keymap.KeyMap;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.MaskingCallback;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/// Steps through a lesson in the terminal: prose, then a cell; Enter runs it; in between the learner types Java.
///
/// Its own thread does everything but start the session, which takes a second and runs beside the first prose.
public final class Stepper implements AutoCloseable {
    static final String HELP = """
            Enter    run the cell that is shown, and go on
            :back    show the cell before
            :skip    go on without running this one
            :edit    change the cell, then run it
            :vars    what you have made so far
            :pic     draw every log you have made, with who reads and writes
            :reset   start again with a fresh JShell; the cells before this one run again
            :save    write what has run well to a script in my/
            :quit    leave; ./gregor goes on here the next time
            Anything else is Java, and runs beside the cells. (Where an answer is wanted, end it with a semicolon.)
            Ctrl-C stops what is running.""";

    /// What somebody types who looks for the way out. It may be the name of a variable, too.
    private static final List<String> LOST = List.of("q", "quit", "exit", "help", "?");
    private static final String COMMANDS = "(:quit leaves, :help says what else there is)";

    private final Chapter chapter;
    private final Page page;
    private final Progress progress;
    private final Terminal terminal;
    private final LineReaderImpl reader;
    private final TerminalCells screen;
    private final Attributes before;
    private int unread;
    private final List<String> history = new ArrayList<>();
    private CompletableFuture<JShellSession> starting = CompletableFuture.supplyAsync(JShellSession::start);

    /// Prepares to step through a lesson, from where the learner stopped, at a terminal that it closes in the end.
    public Stepper(Chapter chapter, Progress progress, Terminal terminal) {
        this.chapter = chapter;
        this.page = chapter.page();
        this.progress = progress;
        this.terminal = terminal;
        before = terminal.getAttributes();
        // Ctrl-C must reach us and not the process that runs the cells: so it is a key here and not a signal.
        Attributes keys = new Attributes(before);
        keys.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(keys);
        screen = TerminalCells.of(TerminalStyle.of(!terminal.getType().startsWith(Terminal.TYPE_DUMB)), columns());
        reader = (LineReaderImpl) LineReaderBuilder.builder().terminal(terminal).parser(new JavaParser())
                .completer((line, typed, candidates) -> complete(typed, candidates))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "   … ")
                .build();
        reader.getWidgets().put("gregor-interrupt", interrupt());
        reader.getKeyMaps().get(LineReader.MAIN).bind(new Reference("gregor-interrupt"), KeyMap.ctrl('C'));
    }

    private int columns() {
        int columns = terminal.getSize().getColumns();
        return columns == 0 ? 80 : columns;
    }

    private Widget interrupt() {
        return () -> {
            terminal.raise(Terminal.Signal.INT);
            return true;
        };
    }

    /// Steps until the lesson ends or the learner leaves.
    public void run() {
        List<Part.Cell> cells = page.cells();
        print(screen.title(chapter, page));
        int next = Math.min(progress.next(chapter), cells.size());
        int from = 0;
        if (next > 1) {
            print(screen.ink().faint("You stopped before cell " + next
                    + ". The cells before it run again now; :back shows them.\n"));
            replay(next);
            from = page.parts().indexOf(cells.get(next - 2)) + 1;
        }
        for (int at = from; at < page.parts().size(); at++) {
            Part part = page.parts().get(at);
            if (!(part instanceof Part.Cell cell)) {
                if (!show(screen.part(part))) {
                    return;
                }
                continue;
            }
            progress.next(chapter, cell.number());
            switch (step(cell)) {
                case NEXT -> { }
                case BACK -> at = cell.number() == 1 ? at - 1 : page.parts().indexOf(cells.get(cell.number() - 2)) - 1;
                case QUIT -> {
                    print("\nYou stopped before cell " + cell.number() + "; ./gregor goes on there.");
                    return;
                }
            }
        }
        progress.finish(chapter);
        print(screen.ink().green("That was lesson " + chapter.number() + ".") + predictions()
                + "\n" + TerminalStyle.wrap("Write it yourself with ./gregor exercise " + chapter.name()
                        + ", watch it on real data with ./gregor run "
                + chapter.name() + ", or go on with ./gregor.", screen.width(), ""));
    }

    /// Shows a part, but waits first if it would push out of sight what has not been read yet.
    private boolean show(String text) {
        int rows = terminal.getSize().getRows();
        int lines = (int) text.lines().count() + 1;
        if (rows > 0 && unread > 0 && unread + lines > rows - 2) {
            try {
                if (reader.readLine(screen.ink().faint("Enter goes on ▸ ")).strip().equals(":quit")) {
                    return false;
                }
            } catch (UserInterruptException | EndOfFileException e) {
                return false;
            }
            unread = 0;
        }
        unread += lines;
        print(text);
        return true;
    }

    private String predictions() {
        long right = progress.predictions(chapter, true);
        long all = right + progress.predictions(chapter, false);
        return all == 0 ? "" : " You predicted " + right + " of " + all + ".";
    }

    private enum Move { NEXT, BACK, QUIT }

    /// Shows a cell and does what the learner says until one of it moves on.
    private Move step(Part.Cell cell) {
        if (!show(screen.cell(cell, page.cells().size()))) {
            return Move.QUIT;
        }
        unread = 0;
        String prompt = cell.is(Part.Kind.PREDICT) ? "your answer, then Enter ▸ " : "Enter runs it ▸ ";
        boolean answering = cell.is(Part.Kind.PREDICT);
        while (true) {
            String line;
            try {
                line = reader.readLine(screen.ink().cyan(prompt)).strip();
            } catch (UserInterruptException e) {
                print(screen.ink().faint("(:quit leaves)"));
                continue;
            } catch (EndOfFileException e) {
                return Move.QUIT;
            }
            switch (line) {
                case ":back" -> {
                    return Move.BACK;
                }
                case ":skip" -> {
                    return Move.NEXT;
                }
                case ":quit", ":q" -> {
                    return Move.QUIT;
                }
                case ":help", ":h", ":?" -> print(HELP);
                case ":vars" -> print(String.join("\n", session().variables()));
                case ":pic" -> draw();
                case ":reset" -> reset(cell);
                case ":save" -> save();
                case ":edit" -> {
                    if (edit(cell)) {
                        return Move.NEXT;
                    }
                }
                case "" -> {
                    if (!answering) {
                        execute(cell.code());
                        return Move.NEXT;
                    }
                    print(screen.ink().faint("Commit to an answer first; a guess is fine. (:skip goes on without.)"));
                }
                default -> {
                    if (line.startsWith(":")) {
                        print("There is no " + line + ".\n" + HELP);
                    } else if (answering && LOST.contains(line)) {
                        print(screen.ink().faint(COMMANDS));
                    } else if (answering && !line.endsWith(";")) {
                        judge(cell, line, execute(cell.code()));
                        return Move.NEXT;
                    } else if (!execute(line).ok() && LOST.contains(line)) {
                        print(screen.ink().faint(COMMANDS));
                    }
                }
            }
        }
    }

    /// The log itself says who was right: the answer must be the last line that the cell printed.
    private void judge(Part.Cell cell, String answer, CellResult outcome) {
        String said = outcome.text().lines().reduce("", (first, second) -> second).replaceFirst("^==> ", "");
        boolean right = plain(said).equals(plain(answer));
        progress.predicted(chapter, cell.number(), right);
        print(right ? screen.ink().green("  You said " + answer + ", and so does the log.\n")
                : screen.ink().yellow("  You said " + answer + "; the log says " + said + ".\n"));
    }

    /// Quotes, brackets and capitals do not make an answer wrong, and yes is Java's true.
    private static String plain(String answer) {
        String bare = answer.toLowerCase().replaceAll("[\\s\"\\[\\](),.;]", "");
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
        watch(running, session);
        CellResult outcome = running.join();
        if (!outcome.interrupted() && !session.alive()) {
            print(screen.ink().yellow("Your code has ended the JShell that it ran in; here is a fresh one. :reset runs the cells again."));
            restart();
            return outcome;
        }
        if (outcome.ok()) {
            history.add(code);
        }
        print(screen.outcome(outcome) + "\n");
        return outcome;
    }

    private void watch(CompletableFuture<CellResult> running, JShellSession session) {
        Attributes cooked = terminal.enterRawMode();
        try {
            NonBlockingReader keys = terminal.reader();
            var typed = new StringBuilder();
            while (!running.isDone()) {
                int key = keys.read(50);
                if (key == KeyMap.ctrl('C').charAt(0)) {
                    session.stop();
                } else if (key >= 0) {
                    typed.append((char) key);
                } else if (key == NonBlockingReader.EOF) {
                    break;
                }
            }
            reader.runMacro(typed.toString());
        } catch (InterruptedIOException e) {
            session.stop();
        } catch (IOException e) {
            running.join();
        } finally {
            terminal.setAttributes(cooked);
        }
    }

    private boolean edit(Part.Cell cell) {
        try {
            execute(reader.readLine(screen.ink().cyan("edit ▸ "), null, (MaskingCallback) null, cell.code()));
            return true;
        } catch (UserInterruptException | EndOfFileException e) {
            return false;
        }
    }

    private void draw() {
        List<String> logs = having("gregor.list.Log");
        String actors = having("gregor.list.Client").stream().map(name -> ", " + name).collect(Collectors.joining());
        if (logs.isEmpty()) {
            print("There is no log yet.");
        }
        for (String log : logs) {
            print(log + "\n" + session().run("gregor.list.Picture.draw(" + log + actors + ");").text());
        }
    }

    private List<String> having(String type) {
        return session().names().stream()
                .filter(name -> "true".equals(session().run("((Object) " + name + ") instanceof " + type).value()))
                .toList();
    }

    private void reset(Part.Cell cell) {
        restart();
        replay(cell.number());
        print(screen.ink().faint("A fresh JShell; the cells before this one have run again."));
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
            print("Saved what ran well in this sitting to " + script
                    + "; ./gregor jshell opens a shell that can /open it.");
        } catch (IOException e) {
            print("Cannot write " + script + ": " + e.getMessage());
        }
    }

    private JShellSession session() {
        return starting.join();
    }

    private void print(String text) {
        terminal.writer().println(text);
        terminal.flush();
    }

    private void complete(ParsedLine typed, List<Candidate> candidates) {
        String code = typed.line().substring(0, typed.cursor());
        if (code.startsWith(":")) {
            HELP.lines().filter(line -> line.startsWith(code)).map(line -> line.substring(0, line.indexOf(' ')))
                    .forEach(command -> candidates.add(new Candidate(command)));
            return;
        }
        int[] anchor = new int[1];
        for (String suggestion : session().suggestions(code, anchor)) {
            candidates.add(new Candidate(code.substring(0, anchor[0]) + suggestion, suggestion, null,
                    null, null, null, false));
        }
    }

    @Override
    public void close() throws IOException {
        terminal.setAttributes(before);
        terminal.close();
        starting.thenAccept(JShellSession::close).join();
    }

    /// A line of input is complete when its Java is; else the reader asks for more.
    private final class JavaParser implements Parser {
        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE && !line.isBlank() && !line.startsWith(":")
                    && starting.isDone() && !session().isComplete(line)) {
                throw new EOFError(-1, -1, "not complete yet");
            }
            return new Whole(line, cursor);
        }
    }

    /// All that was typed, as one word.
    private record Whole(String line, int cursor) implements CompletingParsedLine {
        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return cursor;
        }

        @Override
        public int rawWordLength() {
            return line.length();
        }

        @Override
        public String word() {
            return line;
        }

        @Override
        public int wordCursor() {
            return cursor;
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(line);
        }
    }
}
