package gregor.kafka;

import module java.base;

import org.apache.kafka.common.protocol.Errors;

/// Limits the memory of the members of all groups together to an eighth of the heap. A member takes it until its
/// session times out, which may be after 30 minutes, and a request of 100 bytes may subscribe to 10,000 partitions.
///
/// Members of more than 4 KiB may take half of it, so that small members can still join. Any thread may call it.
public final class MemberMemory {
    /// The objects of a member, without its names and bytes.
    private static final int MEMBER_BYTES = 1_000;
    /// A topic of a subscription, without the characters of its name.
    private static final int TOPIC_BYTES = 100;
    /// An assigned partition, which is in three sets.
    private static final int PARTITION_BYTES = 200;
    private static final int LARGE_BYTES = 4_096;
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long maxBytes;
    private final List<Runnable> sweeps = new CopyOnWriteArrayList<>();
    private final Map<Object, Long> bytes = new WeakHashMap<>();
    /// The sum of the bytes; too large while it counts groups that the garbage collector has removed.
    private long total;
    private long swept = System.nanoTime() - SWEEP_NANOS;

    /// @param maxBytes the limit, in bytes
    MemberMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Limits members to an eighth of the heap.
    public static MemberMemory ofHeap() {
        return new MemberMemory(Runtime.getRuntime().maxMemory() / 8);
    }

    /// Estimates the memory of a member, in bytes.
    ///
    /// @param data       the bytes of its names, its metadata and its assignment
    /// @param topics     the number of topics to which it subscribes
    /// @param partitions the number of partitions that are assigned to it
    public static long of(long data, int topics, int partitions) {
        return MEMBER_BYTES + data + (long) TOPIC_BYTES * topics + (long) PARTITION_BYTES * partitions;
    }

    /// Registers a call that removes members whose sessions have timed out. It runs when the limit is reached, at most
    /// once a second, in a thread that may hold the lock of a group; it must not wait for the lock of another one.
    public void onFull(Runnable sweep) {
        sweeps.add(sweep);
    }

    /// Sets the bytes that the members of a group take now. They count until the garbage collector removes the group.
    public synchronized void set(Object group, long taken) {
        Long before = taken == 0 ? bytes.remove(group) : bytes.put(group, taken);
        total += taken - (before == null ? 0 : before);
    }

    /// Does nothing if a member may take more bytes. If not, removes expired members first.
    ///
    /// @throws ErrorResponseException GROUP_MAX_SIZE_REACHED if all members would take more than the limit
    public void require(long more) {
        long limit = more > LARGE_BYTES ? maxBytes / 2 : maxBytes;
        if (total() + more <= limit) {
            return;
        }
        if (mustSweep()) {
            sweeps.forEach(Runnable::run);
            recount();
        }
        if (total() + more > limit) {
            throw new ErrorResponseException(Errors.GROUP_MAX_SIZE_REACHED,
                    "the members of all groups take " + total() + " bytes, and " + more + " more would exceed " + limit
                            + "; stop members, or start the broker with more memory (-Xmx)");
        }
    }

    private synchronized long total() {
        return total;
    }

    private synchronized void recount() {
        total = bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private synchronized boolean mustSweep() {
        long now = System.nanoTime();
        boolean due = now - swept >= SWEEP_NANOS;
        swept = due ? now : swept;
        return due;
    }
}
