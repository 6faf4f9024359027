package gregor.broker;

import module java.base;

import gregor.file.FileSettings;
import gregor.file.FsyncPolicy;
import gregor.list.Batch;
import gregor.thread.LogThread;

/// The log of a partition in a folder of another system, with a thread of its own. Any thread may call it.
final class ForeignPartitionLog extends LogThread implements PartitionLog {
    private final ForeignLog foreign;
    private FsyncPolicy fsync;
    private boolean dirty;

    ForeignPartitionLog(ForeignLog foreign, FsyncPolicy fsync) {
        super(foreign);
        this.foreign = foreign;
        this.fsync = fsync;
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

    @Override
    public void close() {
        super.close();
        foreign.close();
    }
}
