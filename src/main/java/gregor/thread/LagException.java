package gregor.thread;

import java.time.Duration;

/// A reader was so far behind, for so long, that the log took nothing more. Nothing was appended.
public final class LagException extends RuntimeException {
    /// Says who is behind, and how far.
    public LagException(String reader, long lag, long maxLag, Duration patience) {
        super("reader " + reader + " is " + lag + " events behind, " + maxLag + " are allowed, and waiting "
                + patience + " did not help: nothing was appended; append again later, or let that reader leave");
    }
}
