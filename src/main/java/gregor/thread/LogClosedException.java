package gregor.thread;

/// A call to a log that is closed, or was closed while the call waited. The call has done nothing.
public final class LogClosedException extends RuntimeException {
    public LogClosedException() {
        super("this log is closed, and the call has done nothing; open the log again");
    }
}
