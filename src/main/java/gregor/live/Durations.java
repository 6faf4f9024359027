package gregor.live;

import module java.base;

/// Arithmetic with durations below 292 years. TeaVM's own way brings decimal numbers of any size.
public final class Durations {
    private Durations() {}

    /// Multiplies a duration.
    public static Duration multipliedBy(Duration duration, long factor) {
        return Duration.ofNanos(Math.multiplyExact(duration.toNanos(), factor));
    }

    /// Divides a duration.
    public static Duration dividedBy(Duration duration, long divisor) {
        return Duration.ofNanos(duration.toNanos() / divisor);
    }
}
