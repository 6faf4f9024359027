package gregor.file;

import module java.base;

import gregor.list.Batch;
import gregor.list.OffsetOutOfRangeException;
import gregor.thread.SharedLog;

/// A log in files for many threads. If each append must be forced, the appends of many threads share one force: while
/// the disk forces, other threads write, and the next force is for all of them.
///
/// Under that policy an event becomes visible when the disk has it, and not before. If a force fails, every append
/// that waits for it fails, and the log refuses appends until it is opened again. Any thread may call it.
public class GroupCommit extends SharedLog {
    private final Condition forceEnded = lock.newCondition();
    private final FileLog files;
    private boolean groupFsync;
    private boolean forcing;
    private StorageException failure;

    /// Wraps a log that this log closes.
    protected GroupCommit(FileLog files, FileSettings settings) {
        super(files);
        this.files = files;
        configure(settings);
    }

    /// Opens a log as [FileLog#open(Path, FileSettings)] does.
    public static GroupCommit open(Path folder, FileSettings settings) {
        return new GroupCommit(FileLog.open(folder, settings), settings);
    }

    /// Changes the settings, as [FileLog#configure(FileSettings)] does.
    public final void configure(FileSettings settings) {
        lock.lock();
        try {
            groupFsync = settings.fsync().equals(FsyncPolicy.everyAppend());
            files.configure(groupFsync ? settings.with(FsyncPolicy.never()) : settings);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long append(Batch batch) {
        return exclusively(() -> {
            awaitForceIfRolling(batch);
            long offset = files.append(batch);
            forceUpTo(files.end());
            return offset;
        });
    }

    @Override
    public long startAppend(Batch batch) {
        return exclusively(() -> {
            awaitForceIfRolling(batch);
            return files.append(batch);
        });
    }

    /// Waits until the disk has every event before an offset, if each append must be forced.
    ///
    /// @throws StorageException if the disk fails; then it is unknown which of the events it has
    @Override
    public void awaitForced(long end) {
        if (visibleEnd.value() < end) {
            exclusively(() -> {
                forceUpTo(end);
                return null;
            });
        }
    }

    private void forceUpTo(long end) {
        while (groupFsync && files.forcedEnd() < end) {
            if (failure != null) {
                throw new StorageException("an append was not forced; open the log again", failure);
            } else if (forcing) {
                forceEnded.awaitUninterruptibly();
            } else {
                forceForAll();
            }
        }
    }

    /// Waits for the current force before a new segment begins: if that force fails, another force of the same file
    /// might seem to succeed.
    private void awaitForceIfRolling(Batch batch) {
        while (forcing && files.rollsFor(batch)) {
            forceEnded.awaitUninterruptibly();
        }
    }

    /// Forces what all threads have written, without holding the lock meanwhile.
    private void forceForAll() {
        FileLog.Force force = files.force();
        forcing = true;
        lock.unlock();
        StorageException failed = null;
        try {
            force.run();
        } catch (StorageException e) {
            failed = e;
        } finally {
            lock.lock();
            forcing = false;
            forceEnded.signalAll();
        }
        if (failed == null) {
            files.done(force);
        } else {
            failure = failed;
            files.markFailed();
        }
    }

    private void awaitForce() {
        while (forcing) {
            forceEnded.awaitUninterruptibly();
        }
    }

    @Override
    protected long readableEnd() {
        return groupFsync ? files.forcedEnd() : files.end();
    }

    /// Runs a call on the wrapped log while no other call and no force runs.
    ///
    /// @param call must neither append nor close
    public <T> T withLog(Function<FileLog, T> call) {
        return exclusively(() -> {
            awaitForce();
            return call.apply(files);
        });
    }

    @Override
    protected FileBatches visibleBatches(long from, int maxBytes) {
        return visibleBatches(from, Long.MAX_VALUE, maxBytes);
    }

    private FileBatches visibleBatches(long from, long before, int maxBytes) {
        long end = visibleEnd.value();
        if (from > end) {
            throw new OffsetOutOfRangeException(from, files.start(), end);
        }
        return files.read(from, Math.min(end, before), maxBytes);
    }

    /// Returns the batches of a read as a region of a file, as [FileBatches#region()] does, as if the log ended at the
    /// offset `before`. The caller sends it without a lock, and closes it.
    public FileRegion region(long from, long before, int maxBytes) {
        return exclusively(() -> visibleBatches(from, before, maxBytes).region());
    }

    @Override
    public void deleteBefore(long upTo) {
        withLog(log -> {
            log.deleteBefore(upTo);
            return null;
        });
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        withLog(log -> {
            log.replace(upTo, survivors);
            return null;
        });
    }

    @Override
    public void close() {
        lock.lock();
        try {
            awaitForce();
            super.close();
            files.close();
        } finally {
            lock.unlock();
        }
    }
}
