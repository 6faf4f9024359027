package gregor.lesson;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.ErroneousSnippet;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;

/// A JShell in a process of its own, with Gregor's classes on its class path.
///
/// One thread runs code; any other may [#stop()] it.
public final class Session implements AutoCloseable {
    /// What the JDK's own jshell imports when it starts.
    private static final List<String> IMPORTS = List.of("java.io.*", "java.math.*", "java.net.*", "java.nio.file.*",
            "java.util.*", "java.util.concurrent.*", "java.util.function.*", "java.util.prefs.*", "java.util.regex.*",
            "java.util.stream.*");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final JShell shell;
    private volatile boolean stopped;

    /// Starts the process.
    ///
    /// @param classPath of this process and of the compiler in it
    /// @param options   for the new JVM
    public Session(String classPath, List<String> options) {
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        shell = JShell.builder().out(out).err(out).in(InputStream.nullInputStream())
                .remoteVMOptions(options.toArray(String[]::new))
                .compilerOptions("-cp", classPath, "-Xlint:none").build();
        shell.addToClasspath(classPath);
        IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
    }

    /// Starts a session like this process: the same class path, the same home.
    public static Session start() {
        return new Session(System.getProperty("java.class.path"),
                List.of("-Dgregor.home=" + System.getProperty("gregor.home", ".")));
    }

    /// Runs code up to its end or its first failure.
    public Outcome run(String code) {
        stopped = false;
        printed.reset();
        var reset = new ArrayList<String>();
        String value = null;
        String rest = code.stripLeading();
        while (!rest.isEmpty()) {
            SourceCodeAnalysis.CompletionInfo piece = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (piece.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
                break;
            }
            int line = 1 + newLines(code.substring(0, code.length() - rest.length()));
            String source = piece.completeness().isComplete() ? piece.source() : rest;
            rest = piece.completeness().isComplete() ? piece.remaining().stripLeading() : "";
            boolean wantsValue = rest.isEmpty() && !code.strip().endsWith(";");
            for (SnippetEvent event : shell.eval(source)) {
                String problem = problem(event, source, line);
                if (problem != null || stopped) {
                    return outcome(null, stopped ? null : problem, reset);
                }
                if (event.causeSnippet() == null && wantsValue && isExpression(event.snippet())) {
                    value = event.value();
                }
                if (event.causeSnippet() != null && event.snippet() instanceof VarSnippet variable
                        && event.status() != Snippet.Status.OVERWRITTEN) {
                    reset.add(variable.name());
                }
            }
        }
        return outcome(value, null, reset);
    }

    private Outcome outcome(String value, String problem, List<String> reset) {
        return new Outcome(printed.toString(StandardCharsets.UTF_8), value, problem, List.copyOf(reset), stopped);
    }

    private static int newLines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    private static boolean isExpression(Snippet snippet) {
        return snippet instanceof ExpressionSnippet
                || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    }

    private String problem(SnippetEvent event, String source, int line) {
        if (event.exception() != null) {
            return problem(event.exception());
        }
        if (event.status() == Snippet.Status.REJECTED || event.snippet() instanceof ErroneousSnippet) {
            return shell.diagnostics(event.snippet()).filter(Diag::isError)
                    .map(diag -> "line " + (line + newLines(source.substring(0, (int) Math.min(source.length(), diag.getPosition()))))
                            + ": " + diag.getMessage(Locale.ENGLISH).replaceAll("\\R *location: class\\s*$", ""))
                    .collect(Collectors.joining("\n"));
        }
        return null;
    }

    private static String problem(JShellException exception) {
        return switch (exception) {
            case EvalException thrown -> {
                String name = thrown.getExceptionClassName();
                String message = thrown.getMessage();
                yield name.substring(name.lastIndexOf('.') + 1) + (message == null ? "" : ": " + message);
            }
            case UnresolvedReferenceException missing -> "not declared yet: " + missing.getSnippet().source();
            default -> exception.getMessage();
        };
    }

    /// Ends what is running now; its outcome says that it was interrupted. Values stay.
    public void stop() {
        stopped = true;
        shell.stop();
    }

    /// Says whether code ends where a statement may end, so that it can be run.
    public boolean isComplete(String code) {
        String rest = code;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo piece = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (piece.completeness() == SourceCodeAnalysis.Completeness.DEFINITELY_INCOMPLETE) {
                return false;
            }
            if (!piece.completeness().isComplete()) {
                return true;
            }
            rest = piece.remaining();
        }
        return true;
    }

    /// What may stand at the end of code.
    ///
    /// @param anchor its first element becomes the place from which on a suggestion replaces the code
    public List<String> suggestions(String code, int[] anchor) {
        return shell.sourceCodeAnalysis().completionSuggestions(code, code.length(), anchor).stream()
                .map(SourceCodeAnalysis.Suggestion::continuation).distinct().toList();
    }

    /// The variables, one a line: type, name and value.
    public List<String> variables() {
        return shell.variables().filter(variable -> !variable.name().startsWith("$"))
                .map(variable -> variable.typeName() + " " + variable.name() + " = " + shell.varValue(variable)).toList();
    }

    /// The names of the variables.
    public List<String> names() {
        return shell.variables().map(VarSnippet::name).filter(name -> !name.startsWith("$")).toList();
    }

    /// Whether the process still lives; a cell may have ended it.
    public boolean alive() {
        try {
            return shell.eval("1").getFirst().status() == Snippet.Status.VALID;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    @Override
    public void close() {
        shell.close();
    }
}
