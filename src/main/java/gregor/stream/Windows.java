package gregor.stream;

import module java.base;

/// A rule that assigns events to windows by their timestamps.
public sealed interface Windows permits TimeWindows, SessionWindows {
    /// Returns for how long after its end a window still takes late events. Kafka Streams: grace period.
    Duration grace();
}
