package gregor.grpc;

import module java.base;

/// Computes how long a client waits before it tries to connect again: 1 s after the first failure, 1.6 times as long
/// after each further one, and 120 s at most. Each of these delays is lengthened or shortened by up to a fifth, at
/// random, so that the clients of a broker that restarts do not all come back at once. These are the numbers of gRPC's
/// channels.
///
/// One thread at a time may call it.
///
/// Nothing in Gregor uses it: it is the solution of an exercise.
public final class ConnectionBackoff {
    private static final double FIRST_MILLIS = 1000;
    private static final double MAX_MILLIS = 120_000;
    private static final double MULTIPLIER = 1.6;
    private static final double JITTER = 0.2;

    private final RandomGenerator random;
    private double next = FIRST_MILLIS;

    /// @param random the only source of chance
    public ConnectionBackoff(RandomGenerator random) {
        this.random = random;
    }

    /// Returns the delay after one more failure.
    public Duration failed() {
        double delay = next * random.nextDouble(1 - JITTER, 1 + JITTER);
        next = Math.min(MAX_MILLIS, next * MULTIPLIER);
        return Duration.ofMillis(Math.round(delay));
    }

    /// Begins again with 1 s: the client is connected.
    public void connected() {
        next = FIRST_MILLIS;
    }
}
