package gregor.lesson;

import module java.base;

import org.jline.keymap.KeyMap;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.MaskingCallback;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/// Reads commands and Java in a terminal: with history and completion, and over several lines while a statement is
/// incomplete. Ctrl-C is a key and not a signal, which would reach the process that runs the cells, too.
final class TerminalEditor implements AutoCloseable {
    /// What [#read(String)] returns for Ctrl-C.
    static final String INTERRUPT = String.valueOf(KeyMap.ctrl('C'));

    private static final int KEY_MILLIS = 50;

    private final Terminal terminal;
    private final Attributes before;
    private final LineReaderImpl reader;
    private final List<String> commands;
    private final Supplier<Optional<Completion>> completion;
    private boolean paused;

    /// Takes a terminal, which [#close()] closes.
    ///
    /// @param commands   the commands to complete; each begins with `:`
    /// @param completion for Java; empty while the session starts
    TerminalEditor(Terminal terminal, List<String> commands, Supplier<Optional<Completion>> completion) {
        this.terminal = terminal;
        this.commands = commands;
        this.completion = completion;
        before = terminal.getAttributes();
        Attributes raw = new Attributes(before);
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
        reader = (LineReaderImpl) LineReaderBuilder.builder().terminal(terminal).parser(new WholeLine())
                .completer((line, typed, candidates) -> complete(typed, candidates))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "   … ").build();
        reader.getWidgets().put("gregor-interrupt", () -> {
            terminal.raise(Terminal.Signal.INT);
            return true;
        });
        reader.getKeyMaps().get(LineReader.MAIN).bind(new Reference("gregor-interrupt"), INTERRUPT);
        reader.getWidgets().put("gregor-space", () -> {
            reader.callWidget(
                    paused && reader.getBuffer().length() == 0 ? LineReader.ACCEPT_LINE : LineReader.SELF_INSERT);
            return true;
        });
        reader.getKeyMaps().get(LineReader.MAIN).bind(new Reference("gregor-space"), " ");
    }

    TerminalStyle style() {
        return TerminalStyle.of(!terminal.getType().startsWith(Terminal.TYPE_DUMB));
    }

    int columns() {
        int columns = terminal.getSize().getColumns();
        return columns == 0 ? 80 : columns;
    }

    /// Returns the height of the terminal; 0 if it is not known.
    int rows() {
        return terminal.getSize().getRows();
    }

    void print(String text) {
        terminal.writer().println(text);
        terminal.flush();
    }

    /// Reads a line, or a statement of several lines, without spaces around it; empty at the end of the input.
    Optional<String> read(String prompt) {
        return read(prompt, null).map(String::strip);
    }

    /// Reads as [#read(String)] does; the space bar is enough, too.
    Optional<String> readKey(String prompt) {
        paused = true;
        try {
            return read(prompt);
        } finally {
            paused = false;
        }
    }

    /// Lets the learner change a text; empty at the end of the input.
    Optional<String> read(String prompt, String text) {
        try {
            return Optional.of(reader.readLine(prompt, null, (MaskingCallback) null, text));
        } catch (UserInterruptException e) {
            return Optional.of(INTERRUPT);
        } catch (EndOfFileException e) {
            return Optional.empty();
        }
    }

    /// Waits for code that runs. Ctrl-C stops it; other keys are kept for the next prompt.
    void await(CompletableFuture<?> running, Runnable stop) {
        Attributes cooked = terminal.enterRawMode();
        try {
            NonBlockingReader keys = terminal.reader();
            var typed = new StringBuilder();
            while (!running.isDone()) {
                int key = keys.read(KEY_MILLIS);
                if (key == INTERRUPT.charAt(0)) {
                    stop.run();
                } else if (key >= 0) {
                    typed.append((char) key);
                } else if (key == NonBlockingReader.EOF) {
                    break;
                }
            }
            reader.runMacro(typed.toString());
        } catch (InterruptedIOException e) {
            stop.run();
        } catch (IOException e) {
            running.join();
        } finally {
            terminal.setAttributes(cooked);
        }
    }

    private void complete(ParsedLine typed, List<Candidate> candidates) {
        String code = typed.line().substring(0, typed.cursor());
        if (code.startsWith(":")) {
            commands.stream().filter(command -> command.startsWith(code))
                    .forEach(command -> candidates.add(new Candidate(command)));
            return;
        }
        int[] anchor = new int[1];
        completion.get()
                .ifPresent(java -> java.suggestions(code, code.length(), anchor)
                        .forEach(suggestion -> candidates.add(new Candidate(code.substring(0, anchor[0]) + suggestion,
                                suggestion, null, null, null, null, false))));
    }

    @Override
    public void close() throws IOException {
        terminal.setAttributes(before);
        terminal.close();
    }

    /// Takes a line as one word, and asks for another line while the Java is incomplete.
    private final class WholeLine extends DefaultParser {
        WholeLine() {
            quoteChars(new char[0]).escapeChars(new char[0]);
        }

        @Override
        public boolean isDelimiterChar(CharSequence line, int at) {
            return false;
        }

        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE && !line.isBlank() && !line.startsWith(":")
                    && completion.get().filter(java -> !java.isComplete(line)).isPresent()) {
                throw new EOFError(-1, -1, "not complete yet");
            }
            return super.parse(line, cursor, context);
        }
    }
}
