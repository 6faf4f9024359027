package gregor.broker;

import module java.base;

import gregor.group.CommittedOffset;
import gregor.group.OffsetStore;
import gregor.rebalance.Group;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;

/// A [Group] with its own lock: the work of one group delays no other. Any thread may lock it; the thread that has
/// locked it may call the rest.
///
/// It is the group's store of offsets: no commit waits for the disk under the lock. The thread that unlocks the group
/// waits afterwards for the disk to have the commits that it has made.
final class LockedGroup implements OffsetStore {
    /// A session that times out wakes no thread, so a waiting thread checks at this interval.
    private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /// So many threads check at that interval; more threads check less often.
    private static final int POLLING = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Group group;
    private final OffsetsTopic offsets;
    private final Runnable onChange;
    private Group.State seenState = Group.State.EMPTY;
    private int seenGeneration;
    private int waiting;
    private Instant emptySince = Instant.MAX;
    /// The end of the log of offsets after the last commit of the thread that has the lock; 0 if it has made none.
    private long unforced;

    /// @param onChange runs without the lock after the group has changed
    LockedGroup(String name, Topics topics, OffsetsTopic offsets, InstantSource clock, Runnable onChange) {
        this.offsets = offsets;
        this.onChange = onChange;
        group = new Group(name, topics, this, clock);
    }

    @Override
    public void commit(String name, Map<TopicPartition, CommittedOffset> commits) {
        unforced = Math.max(unforced, offsets.startCommit(name, commits));
    }

    @Override
    public SortedMap<TopicPartition, CommittedOffset> of(String name) {
        return offsets.of(name);
    }

    @Override
    public void forget(String name, Collection<TopicPartition> partitions) {
        unforced = Math.max(unforced, offsets.startForget(name, partitions));
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

    /// Unlocks the group. If it is in another state or generation than before, wakes waiting threads.
    ///
    /// @return the end of the log of offsets for which the caller has to wait; 0 if it has made no commit
    long unlock() {
        boolean isOther = group.state() != seenState || group.generation() != seenGeneration;
        seenState = group.state();
        seenGeneration = group.generation();
        long end = unforced;
        unforced = 0;
        if (isOther) {
            changed.signalAll();
        }
        lock.unlock();
        if (isOther) {
            onChange.run();
        }
        return end;
    }

    /// Waits, without the lock, until the group has changed, a session may have timed out, or a deadline has passed.
    /// It may return earlier; the caller loops.
    ///
    /// @param deadline by [System#nanoTime()]
    @SuppressWarnings("WaitNotInLoop")
    void awaitChange(long deadline) throws InterruptedException {
        waiting++;
        long own = unforced;
        unforced = 0;
        try {
            long interval = POLL_INTERVAL_NANOS * (1 + waiting / POLLING);
            changed.awaitNanos(Math.min(interval, deadline - System.nanoTime()));
        } finally {
            waiting--;
            unforced = own;
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
