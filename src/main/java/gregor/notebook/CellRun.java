package gregor.notebook;

import module java.base;

import gregor.lesson.CellResult;
import gregor.lesson.JShellSession;
import jdk.jshell.Snippet;

/// A cell that has run, and its result.
///
/// @param once     whether replays omit it
/// @param snippets what it declared and did
/// @param note     a message about the run; may be empty
/// @param plot     a script that draws the plot it ended with; empty if that was not a plot
record CellRun(String cell, String code, boolean once, State state, CellResult result, List<Snippet> snippets,
        List<JShellSession.Diagnostic> errors, List<String> trace, String note, String plot) {
    /// The state of a cell, which the page shows.
    enum State {
        RUNNING,
        FRESH,
        /// A declaration that it uses has changed since.
        STALE,
        INTERRUPTED,
        FAILED
    }

    private static final CellResult NO_RESULT = new CellResult("", null, null, List.of(), false);

    static CellRun running(String cell, String code, boolean once) {
        return new CellRun(cell, code, once, State.RUNNING, NO_RESULT, List.of(), List.of(), List.of(), "", "");
    }

    /// Returns this cell as one that replays omit.
    CellRun asOnce() {
        return new CellRun(cell, code, true, state, result, snippets, errors, trace, note, plot);
    }

    CellRun stale() {
        return new CellRun(cell, code, once, State.STALE, result, snippets, errors, trace, note, plot);
    }

    /// Returns this cell as one that did not run again after its process was lost.
    CellRun lost() {
        return new CellRun(cell, code, once, State.STALE, result, List.of(), errors, trace,
                "its process was lost; run it again", plot);
    }

    /// Returns this cell as one that its process did not survive.
    ///
    /// @param stopped whether that was requested
    CellRun failed(String why, boolean stopped, String printed) {
        return new CellRun(cell, code, once, stopped ? State.INTERRUPTED : State.FAILED,
                new CellResult(printed, null, stopped ? null : why, List.of(), stopped), List.of(), List.of(),
                List.of(), why + "; the cells with current results run again", "");
    }

    boolean replayable() {
        return !once && (state == State.FRESH || state == State.STALE);
    }

    CellRun ended(CellResult newResult, JShellSession session, String newNote, String newPlot) {
        State newState = newResult.interrupted() ? State.INTERRUPTED : newResult.ok() ? State.FRESH : State.FAILED;
        return new CellRun(cell, code, once, newState, newResult, session.snippets(), session.errors(),
                session.trace(), newNote, newPlot);
    }

    /// Describes the cell for the page, ready to be written as JSON.
    Map<String, Object> event() {
        String text = result.text();
        var event = new LinkedHashMap<String, Object>();
        event.put("type", "cell");
        event.put("cell", cell);
        event.put("code", code);
        event.put("state", state.name().toLowerCase(Locale.ROOT));
        event.put("text", text);
        event.put("html", HtmlParts.output(text, result.problem() != null, PlotFrame.plot(plot)));
        event.put("plot", plot);
        event.put("last", text.lines().reduce("", (first, second) -> second).replaceFirst("^==> ", ""));
        event.put("ok", result.ok());
        event.put("cleared", result.clearedVariables());
        event.put("errors", errors);
        event.put("trace", trace);
        event.put("note", note);
        return event;
    }
}
