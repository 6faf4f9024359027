package gregor.replica.explorer;

import module java.base;

/// One thing that happens in an explored cluster.
///
/// @param which the number of the broker, or of the message among those that are pending
record Action(Kind kind, int which) {
    /// What can happen; those after RETRY are faults.
    enum Kind {
        DELIVER, HOLD, FETCH, SEND, HEARTBEAT, RESTART, RETRY, FENCE, DROP, REPEAT, CRASH, FAIL_POWER, SHRINK;

        boolean isFault() {
            return compareTo(RETRY) > 0;
        }
    }

    boolean is(Kind other) {
        return kind == other;
    }
}
