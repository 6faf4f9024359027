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
            trace = Arrays.stream(event.exception().getStackTrace())
                    .filter(frame -> !frame.getMethodName().startsWith("do_it$")).limit(MAX_FRAMES)
                    .map(StackTraceElement::toString).toList();
            return text(event.exception());
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
