package gregor.file;

import gregor.list.Batch;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import gregor.thread.AwaitableOffset;
import gregor.thread.LogClosedException;
import gregor.thread.LogInterruptedException;
import gregor.thread.WaitingLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// A log in files for many threads. If its policy is that each append waits for the disk, many of them wait for it
/// together: while the disk forces, others write, and the next force is for all of them.
///
/// Under that policy an event can be read when the disk has it, and not before. If a force fails, every append that
/// waits for it fails, and the log takes nothing more until it is opened again. Any thread may call it.
public final class GroupCommit implements WaitingLog {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition forcedMore = lock.newCondition();
    private final FileLog log;
    private final AwaitableOffset visible;
    private boolean groupFsync;
    private boolean forcing;
    private StorageException failure;

    private GroupCommit(FileLog log, FileSettings settings) {
        this.log = log;
        configure(settings);
        visible = new AwaitableOffset(log.end());
    }

    /// Opens a log as [FileLog#open(Path, FileSettings)] does, and gives it to as many threads as come.
    public static GroupCommit open(Path folder, FileSettings settings) {
        return new GroupCommit(FileLog.open(folder, settings), settings);
    }

    /// Keeps the log in another way from now on, as [FileLog#configure(FileSettings)] does.
    public void configure(FileSettings settings) {
        lock.lock();
        try {
            groupFsync = settings.fsync().equals(FsyncPolicy.everyAppend());
            log.configure(groupFsync ? settings.with(FsyncPolicy.never()) : settings);
        } finally {
            lock.unlock();
        }
    }

    /// A new segment waits for the force that is under way: if that fails, another force of the same file might seem
    /// to succeed.
    @Override
    public long append(Batch batch) {
        enter();
        try {
            while (forcing && log.rollsFor(batch)) {
                forcedMore.awaitUninterruptibly();
            }
            long offset = log.append(batch);
            long end = log.end();
            while (groupFsync && log.forcedEnd() < end) {
                if (failure != null) {
                    throw new StorageException("an append was not forced; open the log again", failure);
                } else if (forcing) {
                    forcedMore.awaitUninterruptibly();
                } else {
                    forceForAll();
                }
            }
            return offset;
        } finally {
            leave();
        }
    }

    /// The first one to find the disk idle forces what everybody has written, and lets go of the lock meanwhile.
    private void forceForAll() {
        FileLog.Force force = log.force();
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
            forcedMore.signalAll();
        }
        if (failed == null) {
            log.done(force);
        } else {
            failure = failed;
            log.markFailed();
        }
    }

    private void enter() {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw LogInterruptedException.after(e);
        }
        try {
            visible.check();
        } catch (LogClosedException e) {
            lock.unlock();
            throw e;
        }
    }

    /// Says how far the log can be read now, unlocks, and only then wakes who waits for it.
    private void leave() {
        boolean risen;
        try {
            risen = visible.raise(groupFsync ? log.forcedEnd() : log.end());
        } finally {
            lock.unlock();
        }
        if (risen) {
            visible.wake();
        }
    }

    /// Does something with the log inside while nobody else is there and no force is under way.
    ///
    /// @param call may ask and change anything but must not append, nor close
    public <T> T withLog(Function<FileLog, T> call) {
        enter();
        try {
            while (forcing) {
                forcedMore.awaitUninterruptibly();
            }
            return call.apply(log);
        } finally {
            leave();
        }
    }

    /// The row of batches is copied before the lock opens, and a batch does not change: who goes through it needs
    /// no lock.
    @Override
    public List<Batch> read(long from, int maxBytes) {
        enter();
        try {
            var row = new ArrayList<Batch>();
            files(from, maxBytes).forEach(row::add);
            return row;
        } finally {
            leave();
        }
    }

    /// The same batches as bytes of a file, as [FileBatches#region()] gives them: to be sent without a lock, and
    /// closed.
    public FileRegion region(long from, int maxBytes) {
        enter();
        try {
            return files(from, maxBytes).region();
        } finally {
            leave();
        }
    }

    private FileBatches files(long from, int maxBytes) {
        long end = visible.value();
        if (from > end) {
            throw new OffsetOutOfRangeException(from, log.start(), end);
        }
        return log.read(from, end, maxBytes);
    }

    @Override
    public long start() {
        enter();
        try {
            return log.start();
        } finally {
            leave();
        }
    }

    /// Takes no lock: it is how far the log can be read.
    @Override
    public long end() {
        return visible.value();
    }

    @Override
    public long sizeInBytes() {
        enter();
        try {
            return log.sizeInBytes();
        } finally {
            leave();
        }
    }

    @Override
    public void deleteBefore(long upTo) {
        withLog(files -> {
            OffsetOutOfRangeException.check(Math.max(upTo, files.start()), files);
            files.deleteBefore(upTo);
            return null;
        });
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        withLog(files -> {
            OffsetOutOfRangeException.check(upTo, files);
            files.replace(upTo, survivors);
            return null;
        });
    }

    @Override
    public boolean awaitEnd(long beyond, Duration timeout) {
        return visible.await(beyond, timeout);
    }

    @Override
    public int waiting() {
        return visible.waiting();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            while (forcing) {
                forcedMore.awaitUninterruptibly();
            }
            visible.close();
            log.close();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return log.toString();
    }
}
