package gregor.thread;

/// A thread was interrupted before its call had its turn. Nothing was done, and the thread is still marked as
/// interrupted.
public final class LogInterruptedException extends RuntimeException {
    private LogInterruptedException(InterruptedException cause) {
        super("interrupted while waiting for the log: nothing was done; stop, or clear the interrupt and call again",
                cause);
    }

    /// Marks this thread as interrupted again, which catching has undone, and returns what to throw.
    public static LogInterruptedException after(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new LogInterruptedException(cause);
    }
}
