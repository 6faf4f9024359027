package gregor.notebook;

import gregor.lesson.CellResult;
import gregor.lesson.JShellSession;
import java.util.List;
import jdk.jshell.Snippet;

/// A cell that has run, and what came of it.
///
/// @param once  whether it is not to run again when the cells are replayed
/// @param state its badge
/// @param made  what it declared and did
/// @param plot  a script that draws what it ended with; empty if that is no plot
record CellRun(String cell, String code, boolean once, State state, CellResult outcome, List<Snippet> made,
        List<JShellSession.Diagnostic> faults, List<String> trace, String note, String plot) {
    /// How it stands with a cell.
    enum State {
        /// It runs now, or waits for others that do.
        RUNNING,
        /// What it shows is what it would show again.
        FRESH,
        /// Something that it uses was declared again since.
        STALE,
        /// It was stopped.
        INTERRUPTED,
        /// It did not end well.
        FAILED
    }

    private static final CellResult NOTHING = new CellResult("", null, null, List.of(), false);

    static CellRun running(String cell, String code, boolean once) {
        return new CellRun(cell, code, once, State.RUNNING, NOTHING, List.of(), List.of(), List.of(), "", "");
    }

    CellRun stale() {
        return new CellRun(cell, code, once, State.STALE, outcome, made, faults, trace, note, plot);
    }

    CellRun ended(CellResult came, JShellSession session, String why, String plot) {
        State now = came.interrupted() ? State.INTERRUPTED : came.ok() ? State.FRESH : State.FAILED;
        return new CellRun(cell, code, once, now, came, session.snippets(), session.faults(), session.trace(), why, plot);
    }
}
