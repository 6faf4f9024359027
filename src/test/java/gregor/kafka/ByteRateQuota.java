package gregor.kafka;

import module java.base;

/// Limits the bytes that a client sends to `bytesPerSecond` on average, after `burst` bytes at once. A request is never
/// refused: it is processed, and the client must wait before it sends the next one (Kafka: `throttle_time_ms`).
///
/// A client that does nothing saves up to `burst` bytes, as many as it has at first. One thread at a time may call it.
///
/// Nothing in Gregor uses it: it is the solution of an exercise.
public final class ByteRateQuota {
    private static final int MILLIS = 1000;

    private final long bytesPerSecond;
    private final long burst;
    /// In thousandths of a byte, so that a millisecond is a whole number of them; negative while the client must wait.
    private long saved;
    private Instant last;

    /// @param bytesPerSecond 1 to 2^40
    /// @param burst          in bytes, 0 to 2^40
    /// @param now            when the client connects
    public ByteRateQuota(long bytesPerSecond, long burst, Instant now) {
        this.bytesPerSecond = bytesPerSecond;
        this.burst = burst;
        saved = burst * MILLIS;
        last = now;
    }

    /// Records a request.
    ///
    /// @param bytes the size of the request, 0 to 2^31
    /// @param now   a clock that jumps back saves nothing
    /// @return the milliseconds that the client must wait now, rounded up; 0 if it has saved enough
    public long record(long bytes, Instant now) {
        if (now.isAfter(last)) {
            long untilFull = (burst * MILLIS - saved) / bytesPerSecond + 1;
            long passed = Math.min(untilFull, Duration.between(last, now).toMillis());
            saved = Math.min(burst * MILLIS, saved + passed * bytesPerSecond);
            last = now;
        }
        saved -= bytes * MILLIS;
        return Math.ceilDiv(Math.max(0, -saved), bytesPerSecond);
    }
}
