package gregor.broker;

import gregor.rebalance.Group;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A [Group] with its own lock: the work of one group delays no other. Any thread may lock it; the thread that has
/// locked it may call the rest.
final class LockedGroup {
    /// A session that times out wakes no thread, so a waiting thread checks at this interval.
    private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /// So many threads check at that interval; more threads check less often.
    private static final int POLLING = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Group group;
    private Group.State seenState = Group.State.EMPTY;
    private int seenGeneration;
    private int waiting;
    private Instant emptySince = Instant.MAX;

    LockedGroup(Group group) {
        this.group = group;
    }

    String name() {
        return group.name();
    }

    Group group() {
        return group;
    }

    void lock() {
        lock.lock();
    }

    boolean tryLock() {
        return lock.tryLock();
    }

    /// Wakes waiting threads if the group is in another state or generation than before, and unlocks it.
    void unlock() {
        if (group.state() != seenState || group.generation() != seenGeneration) {
            seenState = group.state();
            seenGeneration = group.generation();
            changed.signalAll();
        }
        lock.unlock();
    }

    /// Waits, without the lock, until the group has changed, a session may have timed out, or a deadline has passed.
    /// It may return earlier; the caller loops.
    ///
    /// @param deadline by [System#nanoTime()]
    @SuppressWarnings("WaitNotInLoop")
    void awaitChange(long deadline) throws InterruptedException {
        waiting++;
        try {
            long interval = POLL_INTERVAL_NANOS * (1 + waiting / POLLING);
            changed.awaitNanos(Math.min(interval, deadline - System.nanoTime()));
        } finally {
            waiting--;
        }
    }

    /// Returns whether the group has been empty for a time.
    ///
    /// @param empty whether it is empty now
    boolean isEmptySince(boolean empty, Instant now, Duration time) {
        emptySince = !empty ? Instant.MAX : emptySince.equals(Instant.MAX) ? now : emptySince;
        return empty && emptySince.plus(time).isBefore(now);
    }
}
