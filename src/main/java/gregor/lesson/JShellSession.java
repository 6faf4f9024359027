package gregor.lesson;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.ErroneousSnippet;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.ImportSnippet;
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
public final class JShellSession implements AutoCloseable {
    /// The packages that the JDK's own jshell imports when it starts, and so do we.
    public static final List<String> IMPORTS = List.of("java.io.*", "java.math.*", "java.net.*", "java.nio.file.*",
            "java.util.*", "java.util.concurrent.*", "java.util.function.*", "java.util.prefs.*", "java.util.regex.*",
            "java.util.stream.*");

    /// A figure of Tablesaw has no text for people.
    private static final String FIGURE = "tech.tablesaw.plotly.components.Figure";
    /// The types of which a value is a plot.
    private static final Set<String> PLOTS = Set.of("Chart", "Figure");

    /// JShell names the components of a record wherever it names the record.
    private static final Pattern RECORD = Pattern.compile("\\b([A-Z]\\w*)\\([^()]*\\)(?=[.(])");

    private final Printed printed = new Printed();
    private final JShell shell;
    private final List<Snippet> snippets = new ArrayList<>();
    private final List<Snippet> redeclared = new ArrayList<>();
    private final List<Diagnostic> faults = new ArrayList<>();
    private List<String> trace = List.of();
    private String plot;
    private volatile boolean stopped;
    private volatile boolean hasProcessEnded;

    /// A piece of code that the compiler complains about.
    ///
    /// @param line   counted from 1
    /// @param column counted from 1
    /// @param length how many letters it has
    public record Diagnostic(int line, int column, int length, String said) {}

    /// Starts the process.
    ///
    /// @param classPath of this process and of the compiler in it
    /// @param options   for the new JVM
    public JShellSession(String classPath, List<String> options) {
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        shell = JShell.builder().out(out).err(out).in(InputStream.nullInputStream())
                .remoteVMOptions(options.toArray(String[]::new))
                .compilerOptions("-cp", classPath, "-Xlint:none").build();
        shell.onShutdown(closed -> hasProcessEnded = true);
        shell.addToClasspath(classPath);
        IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
    }

    /// Starts a session like this process: the same class path, the same home.
    public static JShellSession start() {
        return new JShellSession(System.getProperty("java.class.path"),
                List.of("-Dgregor.home=" + System.getProperty("gregor.home", ".")));
    }

    /// Runs code up to its end or its first failure.
    public CellResult run(String code) {
        stopped = false;
        printed.reset();
        snippets.clear();
        redeclared.clear();
        faults.clear();
        trace = List.of();
        plot = null;
        var reset = new ArrayList<String>();
        String value = null;
        String rest = code.stripLeading();
        while (!rest.isEmpty()) {
            SourceCodeAnalysis.CompletionInfo piece = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (piece.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
                break;
            }
            String before = code.substring(0, code.length() - rest.length());
            String source = piece.completeness().isComplete() ? piece.source() : rest;
            rest = piece.completeness().isComplete() ? piece.remaining().stripLeading() : "";
            boolean wantsValue = rest.isEmpty() && !code.strip().endsWith(";");
            for (SnippetEvent event : shell.eval(source)) {
                remember(event);
                String problem = problem(event, source, before);
                if (problem != null || stopped) {
                    return outcome(null, stopped ? null : problem, reset);
                }
                if (event.causeSnippet() == null && wantsValue && isExpression(event.snippet())) {
                    plot = plotExpression(event.snippet());
                    value = plot != null && event.value().startsWith(FIGURE)
                            ? "a plot; ./gregor notebook draws it" : event.value();
                }
                if (event.causeSnippet() != null && event.snippet() instanceof VarSnippet variable
                        && event.status() != Snippet.Status.OVERWRITTEN) {
                    reset.add(variable.name());
                }
            }
        }
        return outcome(value, null, reset);
    }

    private void remember(SnippetEvent event) {
        if (event.causeSnippet() == null) {
            snippets.add(event.snippet());
            if (event.previousStatus() != Snippet.Status.NONEXISTENT && event.snippet() instanceof DeclarationSnippet) {
                redeclared.add(event.snippet());
            }
        }
    }

    /// What the last code declared and did.
    public List<Snippet> snippets() {
        return List.copyOf(snippets);
    }

    /// What the last code declared that had been declared before.
    public List<Snippet> redeclared() {
        return List.copyOf(redeclared);
    }

    /// What needs to be compiled again when these are.
    public List<Snippet> dependents(List<Snippet> changed) {
        return changed.stream().flatMap(snippet -> shell.sourceCodeAnalysis().dependents(snippet).stream())
                .distinct().toList();
    }

    /// Where the compiler complained about the last code.
    public List<Diagnostic> faults() {
        return List.copyOf(faults);
    }

    /// Where the exception came from that ended the last code, the innermost place first, four at most.
    public List<String> trace() {
        return trace;
    }

    /// What the code that runs, or ran last, has printed so far. Any thread may ask.
    public String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    /// How many bytes that is.
    public int printedBytes() {
        return printed.size();
    }

    /// What of it comes after some bytes.
    public byte[] printedFrom(int bytes) {
        return printed.from(bytes);
    }

    private static final class Printed extends ByteArrayOutputStream {
        synchronized byte[] from(int bytes) {
            return Arrays.copyOfRange(buf, Math.min(bytes, count), count);
        }
    }

    private CellResult outcome(String value, String problem, List<String> reset) {
        return new CellResult(printed.toString(StandardCharsets.UTF_8), value, problem, List.copyOf(reset), stopped);
    }

    private static int newLines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    private static boolean isExpression(Snippet snippet) {
        return snippet instanceof ExpressionSnippet
                || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    }

    /// What code calls the value of an expression, if that is a plot; else null.
    private static String plotExpression(Snippet snippet) {
        String type = snippet instanceof ExpressionSnippet expression
                ? expression.typeName() : ((VarSnippet) snippet).typeName();
        return !PLOTS.contains(type.substring(type.lastIndexOf('.') + 1)) ? null
                : snippet instanceof ExpressionSnippet expression ? expression.name() : ((VarSnippet) snippet).name();
    }

    /// A script that draws the plot which the last code ended with, as [gregor.archive.HtmlPlot] writes it; empty if it
    /// did not end with one. This runs in the process, and [#stop()] ends it.
    public Optional<String> plot() {
        if (plot == null) {
            return Optional.empty();
        }
        try {
            Path file = Files.createTempFile("gregor", ".plot");
            try {
                shell.eval("gregor.archive.HtmlPlot.write(%s, \"%s\");".formatted(plot,
                        file.toString().replace("\\", "\\\\")))
                        .forEach(event -> shell.drop(event.snippet()));
                return Optional.of(Files.readString(file)).filter(script -> !script.isEmpty());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new LessonException("cannot keep a plot in the folder for temporary files: " + e.getMessage(), e);
        }
    }

    private String problem(SnippetEvent event, String source, String before) {
        if (event.exception() != null) {
            trace = Arrays.stream(event.exception().getStackTrace())
                    .filter(frame -> !frame.getMethodName().startsWith("do_it$"))
                    .limit(4).map(StackTraceElement::toString).toList();
            return problem(event.exception());
        }
        if (event.status() == Snippet.Status.REJECTED || event.snippet() instanceof ErroneousSnippet) {
            shell.diagnostics(event.snippet()).filter(Diag::isError).map(diag -> fault(diag, source, before))
                    .forEach(faults::add);
            return faults.stream().map(fault -> "line " + fault.line() + ": " + fault.said())
                    .collect(Collectors.joining("\n"));
        }
        return null;
    }

    private static Diagnostic fault(Diag diag, String source, String before) {
        String text = before + source;
        int start = Math.clamp(before.length() + diag.getStartPosition(), 0, text.length());
        int place = Math.clamp(before.length() + diag.getPosition(), 0, text.length());
        int end = Math.clamp(before.length() + diag.getEndPosition(), start, text.length());
        int line = 1 + newLines(text.substring(0, place));
        int from = Math.max(start, text.lastIndexOf('\n', place - 1) + 1);
        int column = 1 + from - (text.lastIndexOf('\n', from - 1) + 1);
        int lineEnd = text.indexOf('\n', from) < 0 ? text.length() : text.indexOf('\n', from);
        return new Diagnostic(line, column, Math.max(1, Math.min(end, lineEnd) - from),
                diag.getMessage(Locale.ENGLISH).replaceAll("\\R *location: class\\s*$", ""));
    }

    private static String problem(JShellException exception) {
        return switch (exception) {
            case EvalException thrown -> {
                String name = thrown.getExceptionClassName();
                String message = thrown.getMessage();
                yield name.equals(Check.Broken.class.getName())
                        ? message : name.substring(name.lastIndexOf('.') + 1) + (message == null ? "" : ": " + message);
            }
            case UnresolvedReferenceException missing -> "not declared yet: " + missing.getSnippet().source();
            default -> exception.getMessage();
        };
    }

    /// Ends what is running now; its outcome says that it was interrupted. Values stay.
    public void stop() {
        stopped = true;
        try {
            shell.stop();
        } catch (RuntimeException e) {
            // the process has ended meanwhile, and all that ran in it
        }
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

    /// What may stand at a place in code of several statements.
    ///
    /// @param anchor its first element becomes the place from which on a suggestion replaces the code
    public List<String> suggestions(String code, int cursor, int[] anchor) {
        int from = statement(code, cursor);
        List<String> found = suggestions(code.substring(from, cursor), anchor);
        anchor[0] += from;
        return found;
    }

    /// How something is declared, and the doc comment of that.
    ///
    /// @param comment as Javadoc writes it; empty if it is not known
    public record Declared(String signature, String comment) {}

    /// What stands at a place, once for each way in which it is declared.
    public List<Declared> documentation(String code, int cursor) {
        int from = statement(code, cursor);
        return shell.sourceCodeAnalysis().documentation(code.substring(from), cursor - from, true).stream()
                .map(found -> new Declared(RECORD.matcher(found.signature()).replaceAll("$1"),
                        found.javadoc() == null ? "" : found.javadoc())).distinct().toList();
    }

    /// Where the statement begins that a place lies in.
    private int statement(String code, int cursor) {
        String rest = code;
        while (true) {
            SourceCodeAnalysis.CompletionInfo piece = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            int next = piece.completeness().isComplete() ? code.length() - piece.remaining().length() : code.length();
            if (next >= cursor || piece.remaining().isBlank()) {
                return code.length() - rest.length();
            }
            rest = piece.remaining();
        }
    }

    /// The variables, one a line: type, name and value.
    public List<String> variables() {
        return shell.variables().filter(variable -> !variable.name().startsWith("$"))
                .map(variable -> variable.typeName() + " " + variable.name() + " = " + shell.varValue(variable))
                .toList();
    }

    /// The packages of which all types are imported.
    public List<String> packages() {
        return shell.imports().map(ImportSnippet::fullname).filter(name -> name.endsWith(".*"))
                .map(name -> name.substring(0, name.length() - 2)).toList();
    }

    /// The names of the variables.
    public List<String> names() {
        return shell.variables().map(VarSnippet::name).filter(name -> !name.startsWith("$")).toList();
    }

    /// Whether the process is known to have ended; unlike [#alive()], this runs nothing.
    public boolean hasProcessEnded() {
        return hasProcessEnded;
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
