package gregor.thread;

/// Somebody called a log that is closed, or waited for it while it was closed. Nothing was done.
public final class LogClosedException extends RuntimeException {
    /// Says so.
    public LogClosedException() {
        super("this log is closed: what it had accepted is done, this call was not; open the log again to go on");
    }
}
