package gregor.notebook;

import gregor.lesson.Outcome;
import gregor.lesson.Session;
import java.util.List;
import jdk.jshell.Snippet;

/// A cell that has run, and what came of it.
///
/// @param once  whether it is not to run again when the cells are replayed
/// @param state its badge
/// @param made  what it declared and did
/// @param plot  a script that draws what it ended with; empty if that is no plot
record Ran(String cell, String code, boolean once, State state, Outcome outcome, List<Snippet> made,
        List<Session.Fault> faults, List<String> trace, String note, String plot) {
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

    private static final Outcome NOTHING = new Outcome("", null, null, List.of(), false);

    static Ran running(String cell, String code, boolean once) {
        return new Ran(cell, code, once, State.RUNNING, NOTHING, List.of(), List.of(), List.of(), "", "");
    }

    Ran stale() {
        return new Ran(cell, code, once, State.STALE, outcome, made, faults, trace, note, plot);
    }

    Ran ended(Outcome came, Session session, String why, String plot) {
        State now = came.interrupted() ? State.INTERRUPTED : came.ok() ? State.FRESH : State.FAILED;
        return new Ran(cell, code, once, now, came, session.made(), session.faults(), session.trace(), why, plot);
    }
}
