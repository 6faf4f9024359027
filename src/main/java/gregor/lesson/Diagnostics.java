package gregor.lesson;

import module java.base;

import jdk.jshell.Diag;
import jdk.jshell.ErroneousSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;

/// Explains why code failed: the errors of the compiler with their places, or the exception with its stack trace.
final class Diagnostics {
    private static final int MAX_FRAMES = 4;

    private final JShell shell;
    /// The folder of the learner's classes; empty if they are not used.
    private final String mine = System.getProperty("gregor.mine", "");
    private final List<JShellSession.Diagnostic> errors = new ArrayList<>();
    private List<String> trace = List.of();

    Diagnostics(JShell shell) {
        this.shell = shell;
    }

    void clear() {
        errors.clear();
        trace = List.of();
    }

    List<JShellSession.Diagnostic> errors() {
        return List.copyOf(errors);
    }

    List<String> trace() {
        return trace;
    }

    /// Returns why a snippet failed; null if it did not.
    ///
    /// @param source the code of the snippet
    /// @param before the code of the cell before it
    String problem(SnippetEvent event, String source, String before) {
        if (event.exception() != null) {
            JShellException thrown = inStaticInitializer(event.exception());
            trace = Arrays.stream(thrown.getStackTrace()).filter(frame -> !frame.getMethodName().startsWith("do_it$"))
                    .limit(MAX_FRAMES).map(StackTraceElement::toString).toList();
            return text(thrown) + place(thrown);
        }
        if (event.status() == Snippet.Status.REJECTED || event.snippet() instanceof ErroneousSnippet) {
            shell.diagnostics(event.snippet()).filter(Diag::isError).map(diag -> located(diag, source, before))
                    .forEach(errors::add);
            return errors.stream().map(error -> "line " + error.line() + ": " + error.message())
                    .collect(Collectors.joining("\n"));
        }
        return null;
    }

    private static JShellSession.Diagnostic located(Diag diag, String source, String before) {
        String text = before + source;
        int start = Math.clamp(before.length() + diag.getStartPosition(), 0, text.length());
        int position = Math.clamp(before.length() + diag.getPosition(), 0, text.length());
        int end = Math.clamp(before.length() + diag.getEndPosition(), start, text.length());
        int line = 1 + (int) text.substring(0, position).chars().filter(c -> c == '\n').count();
        int from = Math.max(start, text.lastIndexOf('\n', position - 1) + 1);
        int column = 1 + from - (text.lastIndexOf('\n', from - 1) + 1);
        int lineEnd = text.indexOf('\n', from) < 0 ? text.length() : text.indexOf('\n', from);
        return new JShellSession.Diagnostic(line, column, Math.max(1, Math.min(end, lineEnd) - from),
                diag.getMessage(Locale.ENGLISH).replaceAll("\\R *location: class\\s*$", ""));
    }

    /// Names the line in the learner's class that threw an exception; empty if another class did.
    private String place(JShellException exception) {
        return mine.isEmpty()
                ? ""
                : Stream.of(exception.getStackTrace())
                        .dropWhile(frame -> frame.getClassName().startsWith("java.")
                                || frame.getClassName().startsWith("jdk."))
                        .limit(1)
                        .filter(frame -> Files.exists(Path.of(mine, frame.getClassName().replace('.', '/') + ".class")))
                        .map(frame -> "\nyour " + frame.getFileName() + ", line " + frame.getLineNumber()).findFirst()
                        .orElse("");
    }

    /// Returns the exception that a static initializer threw, which says more than the error that the JVM makes of it;
    /// any other exception as it is.
    private static JShellException inStaticInitializer(JShellException exception) {
        return exception instanceof EvalException error
                && error.getExceptionClassName().equals(ExceptionInInitializerError.class.getName())
                && error.getCause() instanceof EvalException cause ? cause : exception;
    }

    private static String text(JShellException exception) {
        return switch (exception) {
            case EvalException thrown -> {
                String name = thrown.getExceptionClassName();
                String message = thrown.getMessage();
                yield name.equals(Check.Broken.class.getName())
                        ? message
                        : name.substring(name.lastIndexOf('.') + 1) + (message == null ? "" : ": " + message);
            }
            case UnresolvedReferenceException missing -> "not declared yet: " + missing.getSnippet().source();
            default -> exception.getMessage();
        };
    }
}
