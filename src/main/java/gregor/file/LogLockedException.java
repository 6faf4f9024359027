package gregor.file;

import java.nio.file.Path;

/// The folder of a log is open already, in another process or in this one. The message names the process.
public final class LogLockedException extends RuntimeException {
    private final String holder;

    /// Says who has it.
    ///
    /// @param holder the number of a process, as the lock file has it
    public LogLockedException(Path folder, String holder) {
        super("the log in " + folder + " is open already, in process " + (holder.isEmpty() ? "unknown" : holder)
                + (holder.equals(String.valueOf(ProcessHandle.current().pid())) ? " (this one)" : "")
                + "; close it there first");
        this.holder = holder;
    }

    /// The number of the process that has it, as the lock file has it.
    public String holder() {
        return holder;
    }
}
