package gregor.file;

import gregor.list.Batch;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A log in files for many writers, where each append waits for the disk and many of them wait for it together: while
/// the disk forces, others write, and the next force is for all of them.
///
/// An event can be read when the disk has it, and not before. If a force fails, every append that waits for it
/// fails, and the log takes nothing more until it is opened again. Any thread may call it.
public final class GroupCommit implements Log, AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition forcedMore = lock.newCondition();
    private final FileLog log;
    private boolean forcing;
    private StorageException failure;

    private GroupCommit(FileLog log) {
        this.log = log;
    }

    /// Opens a log as [FileLog#open(Path, FileSettings)] does. The policy is every append, whatever the settings say.
    public static GroupCommit open(Path folder, FileSettings settings) {
        return new GroupCommit(FileLog.open(folder, settings.with(FsyncPolicy.never())));
    }

    /// A new segment waits for the force that is under way: if that fails, another force of the same file might seem
    /// to succeed.
    @Override
    public long append(Batch batch) {
        lock.lock();
        try {
            while (forcing && log.rollsFor(batch)) {
                forcedMore.awaitUninterruptibly();
            }
            long offset = log.append(batch);
            long end = log.end();
            while (log.forcedEnd() < end) {
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
            lock.unlock();
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
            log.distrust();
        }
    }

    /// Does something that must not come between a force and its file.
    private void quietly(Runnable step) {
        lock.lock();
        try {
            while (forcing) {
                forcedMore.awaitUninterruptibly();
            }
            step.run();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Batch> read(long from, int maxBytes) {
        lock.lock();
        try {
            if (from > log.forcedEnd()) {
                throw new OffsetOutOfRangeException(from, log.start(), log.forcedEnd());
            }
            var row = new ArrayList<Batch>();
            log.read(from, log.forcedEnd(), maxBytes).forEach(row::add);
            return row;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long start() {
        lock.lock();
        try {
            return log.start();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long end() {
        lock.lock();
        try {
            return log.forcedEnd();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long sizeInBytes() {
        lock.lock();
        try {
            return log.sizeInBytes();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forget(long upTo) {
        quietly(() -> {
            OffsetOutOfRangeException.check(Math.max(upTo, log.start()), this);
            log.forget(upTo);
        });
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        quietly(() -> {
            OffsetOutOfRangeException.check(upTo, this);
            log.replace(upTo, survivors);
        });
    }

    @Override
    public void close() {
        quietly(log::close);
    }

    @Override
    public String toString() {
        return log.toString();
    }
}
