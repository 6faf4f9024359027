package gregor.lesson;

import module java.base;

import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;

/// A JShell in a process of its own, with Gregor's classes on its class path.
///
/// One thread runs code; any other may [#stop()] it.
public final class JShellSession implements AutoCloseable {
    /// The packages that the JDK's own jshell imports when it starts, and that a session imports, too.
    public static final List<String> IMPORTS = List.of("java.io.*", "java.math.*", "java.net.*", "java.nio.file.*",
            "java.util.*", "java.util.concurrent.*", "java.util.function.*", "java.util.prefs.*", "java.util.regex.*",
            "java.util.stream.*");

    /// A Tablesaw figure, whose `toString` is not readable.
    private static final String FIGURE = "tech.tablesaw.plotly.components.Figure";
    /// The types whose values are plots.
    private static final Set<String> PLOTS = Set.of("Chart", "Figure");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final JShell shell;
    private final Diagnostics diagnostics;
    private final Completion completion;
    private final List<Snippet> snippets = new ArrayList<>();
    private final List<Snippet> redeclared = new ArrayList<>();
    private final List<String> cleared = new ArrayList<>();
    private String value;
    private String plot;
    private volatile boolean stopped;
    private volatile boolean hasProcessEnded;

    /// An error of the compiler.
    ///
    /// @param line   from 1
    /// @param column from 1
    /// @param length in characters, within the line
    public record Diagnostic(int line, int column, int length, String message) {}

    /// @param classPath of this process and of the compiler in it
    /// @param options   for the new JVM
    /// @param input     its standard input
    public JShellSession(String classPath, List<String> options, InputStream input) {
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        shell = JShell.builder().executionEngine(JShellAgent.provider(classPath), Map.of()).out(out).err(out).in(input)
                .remoteVMOptions(options.toArray(String[]::new)).compilerOptions("-cp", classPath, "-Xlint:none")
                .build();
        diagnostics = new Diagnostics(shell);
        shell.onShutdown(closed -> hasProcessEnded = true);
        shell.addToClasspath(classPath);
        IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
        completion = new Completion(shell.sourceCodeAnalysis());
    }

    /// Starts a session with the class path and the home of this process. If the learner's classes precede the
    /// originals there, the new process names their lines that fail or never end.
    public static JShellSession start() {
        String mine = System.getProperty("gregor.mine", "");
        var options = new ArrayList<>(List.of("-Dgregor.home=" + System.getProperty("gregor.home", ".")));
        if (!mine.isEmpty()) {
            options.add("-Dgregor.mine=" + mine);
        }
        var session = new JShellSession(System.getProperty("java.class.path"), options, InputStream.nullInputStream());
        if (!mine.isEmpty()) {
            session.shell.eval("gregor.exercise.LearnerFaults.watch();");
        }
        return session;
    }

    public CellResult run(String code) {
        clear();
        String problem = null;
        String rest = code.stripLeading();
        while (!rest.isEmpty() && problem == null && !stopped && !hasProcessEnded) {
            SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (next.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
                break;
            }
            String before = code.substring(0, code.length() - rest.length());
            String source = next.completeness().isComplete() ? next.source() : rest;
            rest = next.completeness().isComplete() ? next.remaining().stripLeading() : "";
            problem = evaluate(source, before, rest.isEmpty() && !code.strip().endsWith(";"));
        }
        boolean failed = problem != null || stopped;
        return new CellResult(printed(), failed ? null : value, stopped ? null : problem, List.copyOf(cleared),
                stopped);
    }

    private void clear() {
        stopped = false;
        printed.reset();
        snippets.clear();
        redeclared.clear();
        cleared.clear();
        diagnostics.clear();
        value = null;
        plot = null;
    }

    /// Runs a statement, and returns why it failed; null if it did not.
    private String evaluate(String source, String before, boolean wantsValue) {
        for (SnippetEvent event : shell.eval(source)) {
            boolean ownEvent = event.causeSnippet() == null;
            if (ownEvent) {
                remember(event);
            }
            String problem = diagnostics.problem(event, source, before);
            if (problem != null || stopped) {
                return problem;
            }
            if (ownEvent && wantsValue && isExpression(event.snippet())) {
                plot = plotExpression(event.snippet());
                value = plot != null && event.value().startsWith(FIGURE)
                        ? "a plot; ./gregor notebook draws it"
                        : event.value();
            }
            if (!ownEvent && event.snippet() instanceof VarSnippet variable
                    && event.status() != Snippet.Status.OVERWRITTEN) {
                cleared.add(variable.name());
            }
        }
        return null;
    }

    private void remember(SnippetEvent event) {
        snippets.add(event.snippet());
        if (event.previousStatus() != Snippet.Status.NONEXISTENT && event.snippet() instanceof DeclarationSnippet) {
            redeclared.add(event.snippet());
        }
    }

    public List<Snippet> snippets() {
        return List.copyOf(snippets);
    }

    /// Returns the declarations of the last code that replaced earlier ones.
    public List<Snippet> redeclared() {
        return List.copyOf(redeclared);
    }

    /// Returns the snippets to compile again when some have changed.
    public List<Snippet> dependents(List<Snippet> changed) {
        return changed.stream().flatMap(snippet -> shell.sourceCodeAnalysis().dependents(snippet).stream()).distinct()
                .toList();
    }

    public List<Diagnostic> errors() {
        return diagnostics.errors();
    }

    /// Returns the stack trace of the exception that ended the last code: the innermost frames, four at most.
    public List<String> trace() {
        return diagnostics.trace();
    }

    /// Completes and documents code with the names that this session has declared.
    public Completion completion() {
        return completion;
    }

    /// Returns the output so far of the code that runs, or ran last. Any thread may call it.
    public String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    /// Returns the size of that output in bytes.
    public int printedBytes() {
        return printed.size();
    }

    /// Returns that output from a byte on.
    public byte[] printedFrom(int bytes) {
        byte[] all = printed.toByteArray();
        return Arrays.copyOfRange(all, Math.min(bytes, all.length), all.length);
    }

    private static boolean isExpression(Snippet snippet) {
        return snippet instanceof ExpressionSnippet || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    }

    /// Returns the expression for the value of a snippet, if that is a plot; else null.
    private static String plotExpression(Snippet snippet) {
        String type = snippet instanceof ExpressionSnippet expression
                ? expression.typeName()
                : ((VarSnippet) snippet).typeName();
        return !PLOTS.contains(type.substring(type.lastIndexOf('.') + 1))
                ? null
                : snippet instanceof ExpressionSnippet expression ? expression.name() : ((VarSnippet) snippet).name();
    }

    /// Returns the script that [gregor.archive.HtmlPlot] writes for the plot which the last code ended with; empty if
    /// it did not end with a plot. The script is written in the process; [#stop()] ends that.
    public Optional<String> plot() {
        if (plot == null) {
            return Optional.empty();
        }
        try {
            Path file = Files.createTempFile("gregor", ".plot");
            try {
                shell.eval("gregor.archive.HtmlPlot.write(%s, \"%s\");".formatted(plot,
                        file.toString().replace("\\", "\\\\"))).forEach(event -> shell.drop(event.snippet()));
                return Optional.of(Files.readString(file)).filter(script -> !script.isEmpty());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new LessonException("cannot write a plot to the folder for temporary files: " + e.getMessage(), e);
        }
    }

    /// Interrupts the code that runs; its result reports that. Variables keep their values.
    public void stop() {
        stopped = true;
        try {
            shell.stop();
        } catch (RuntimeException e) {
            // the process has ended meanwhile, with all that ran in it
        }
    }

    public List<String> variables() {
        return shell.variables().filter(variable -> !variable.name().startsWith("$"))
                .map(variable -> variable.typeName() + " " + variable.name() + " = " + shell.varValue(variable))
                .toList();
    }

    /// Returns the packages of which all types are imported.
    public List<String> packages() {
        return shell.imports().map(ImportSnippet::fullname).filter(name -> name.endsWith(".*"))
                .map(name -> name.substring(0, name.length() - 2)).toList();
    }

    public List<String> names() {
        return shell.variables().map(VarSnippet::name).filter(name -> !name.startsWith("$")).toList();
    }

    /// Reports whether the process is known to have ended; unlike [#alive()], this runs nothing.
    public boolean hasProcessEnded() {
        return hasProcessEnded;
    }

    /// Reports whether the process still runs; a cell may have ended it.
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
