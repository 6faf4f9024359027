package gregor.file;

import module java.base;

/// A log is open already, in another process or in this one. The message names the process.
public final class LogLockedException extends RuntimeException {
    private final String holder;

    /// @param holder the id of the process that has the log open, from the lock file; empty if unknown
    public LogLockedException(Path folder, String holder) {
        super("the log in " + folder + " is open already, in process " + (holder.isEmpty() ? "unknown" : holder)
                + (holder.equals(String.valueOf(ProcessHandle.current().pid())) ? " (this one)" : "")
                + "; close it there first");
        this.holder = holder;
    }

    public String holder() {
        return holder;
    }
}
