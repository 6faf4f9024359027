package gregor.thread;

/// A thread was interrupted before its call had its turn. The call has done nothing, and the thread is still marked as
/// interrupted.
public final class LogInterruptedException extends RuntimeException {
    private LogInterruptedException(InterruptedException cause) {
        super("interrupted while waiting for the log: nothing was done; stop, or clear the interrupt and call again",
                cause);
    }

    /// Sets the interrupt status of this thread, which catching has cleared, and returns the exception to throw.
    public static LogInterruptedException after(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new LogInterruptedException(cause);
    }
}
