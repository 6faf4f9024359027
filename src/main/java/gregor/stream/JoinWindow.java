package gregor.stream;

import module java.base;

/// How far apart the timestamps of two events may be that a join of two streams combines. Kafka Streams: `JoinWindows`.
///
/// @param before how much earlier the event of the other stream may be
/// @param after  how much later it may be
/// @param grace  for how long events are retained for late events of the other stream
public record JoinWindow(Duration before, Duration after, Duration grace) {
    /// @throws IllegalArgumentException if a duration is negative
    public JoinWindow {
        if (before.isNegative() || after.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException(
                    "the durations of a join must be 0 or more, not " + before + ", " + after + " and " + grace);
        }
    }

    /// Returns a window in both directions, without grace.
    public static JoinWindow within(Duration difference) {
        return new JoinWindow(difference, difference, Duration.ZERO);
    }

    public JoinWindow grace(Duration other) {
        return new JoinWindow(before, after, other);
    }

    /// Returns the same window, seen from the other stream.
    JoinWindow reversed() {
        return new JoinWindow(after, before, grace);
    }

    /// Returns for how long an event is retained, in milliseconds.
    long retention() {
        return before.plus(after).plus(grace).toMillis();
    }
}
