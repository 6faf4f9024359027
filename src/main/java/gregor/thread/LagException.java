package gregor.thread;

import java.time.Duration;

/// A reader was so far behind, for so long, that the log took nothing more. Nothing was appended.
public final class LagException extends RuntimeException {
    /// Says who is behind, and how far.
    public LagException(String reader, long lag, long maxLag, Duration patience) {
        super("reader " + reader + " lags by " + lag + ", allowed is " + maxLag + ", and waiting for "
                + patience.toMillis()
                + " ms did not help: nothing was appended; append again later, or let that reader leave");
    }
}
