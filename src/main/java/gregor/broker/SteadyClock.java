package gregor.broker;

import module java.base;

/// A clock that never jumps: it begins at the time of day and then follows [System#nanoTime()], also when an
/// administrator or NTP sets the time of day.
final class SteadyClock implements InstantSource {
    private final Instant begin = Instant.now();
    private final long beginNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return begin.plusNanos(System.nanoTime() - beginNanos);
    }
}
