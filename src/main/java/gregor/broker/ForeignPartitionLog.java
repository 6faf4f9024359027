package gregor.broker;

import module java.base;

import gregor.file.FileSettings;
import gregor.file.FsyncPolicy;
import gregor.list.Batch;
import gregor.thread.ConcurrentLog;
import gregor.thread.LogClosedException;
import gregor.thread.LogThread;

/// The log of a partition in a folder of another system. Only one thread calls it: its own, or that of its owner. Any
/// thread may call this class.
final class ForeignPartitionLog extends ConcurrentLog implements PartitionLog {
    private final ForeignLog foreign;
    private final LogThread thread;
    private final boolean ownsThread;
    private FsyncPolicy fsync;
    private boolean dirty;

    /// Starts a thread for the log.
    ForeignPartitionLog(ForeignLog foreign, FsyncPolicy fsync) {
        this(foreign, fsync, new LogThread(foreign), true);
    }

    /// Uses the thread of the log's owner, which stays open.
    ForeignPartitionLog(ForeignLog foreign, FsyncPolicy fsync, LogThread owner) {
        this(foreign, fsync, owner, false);
    }

    private ForeignPartitionLog(ForeignLog foreign, FsyncPolicy fsync, LogThread thread, boolean ownsThread) {
        super(foreign);
        this.foreign = foreign;
        this.fsync = fsync;
        this.thread = thread;
        this.ownsThread = ownsThread;
    }

    @Override
    public <T> T exclusively(Supplier<T> call) {
        return thread.exclusively(() -> {
            visibleEnd.check();
            try {
                return call.get();
            } finally {
                visibleEnd.rise(log.end());
            }
        });
    }

    @Override
    public long append(Batch batch) {
        return exclusively(() -> {
            long offset = foreign.append(batch);
            dirty = true;
            flush(FsyncPolicy.everyAppend());
            return offset;
        });
    }

    /// Forces what was appended if the policy is this one. Only the thread of the log calls it.
    private void flush(FsyncPolicy due) {
        if (dirty && fsync.equals(due)) {
            foreign.flush();
            dirty = false;
        }
    }

    @Override
    public OptionalLong offsetFor(Instant time) {
        return exclusively(() -> foreign.offsetFor(time));
    }

    @Override
    public void flush() {
        exclusively(() -> {
            if (!fsync.equals(FsyncPolicy.never())) {
                flush(fsync);
            }
            return null;
        });
    }

    @Override
    public void configure(FileSettings settings) {
        exclusively(() -> {
            fsync = settings.fsync();
            foreign.configure(settings);
            return null;
        });
    }

    /// Serves the requests that wait, and refuses later ones.
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            exclusively(() -> {
                visibleEnd.close();
                foreign.close();
                return null;
            });
        } catch (LogClosedException e) {
            // closed before
        } finally {
            if (ownsThread) {
                thread.close();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
