package gregor.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.protocol.Errors;

/// Limits the memory that the members of all groups take together: an eighth of the heap. A member keeps it until its
/// session ends, which can be 30 minutes, and a request of 100 bytes can be assigned 10,000 partitions.
///
/// Members that take more than 4 KiB get half of it at most, so that they do not keep out the small ones. The caller
/// holds the lock of the groups.
public final class MemberMemory {
    /// What the objects of a member take without its names and bytes.
    private static final int MEMBER_BYTES = 1_000;
    /// What a name of a topic takes in a subscription, besides its characters.
    private static final int TOPIC_BYTES = 100;
    /// What an assigned partition takes: it is in three sets.
    private static final int PARTITION_BYTES = 200;
    private static final int LARGE_BYTES = 4_096;
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long maxBytes;
    private final List<Runnable> sweeps = new ArrayList<>();
    private final Map<Object, Long> bytes = new WeakHashMap<>();
    private long swept = System.nanoTime() - SWEEP_NANOS;

    /// @param maxBytes the limit
    MemberMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Limits members to an eighth of the heap.
    public static MemberMemory ofHeap() {
        return new MemberMemory(Runtime.getRuntime().maxMemory() / 8);
    }

    /// Estimates the bytes that a member takes.
    ///
    /// @param data       the bytes of what it sends and receives, and of its names
    /// @param topics     the number of topics to which it subscribes
    /// @param partitions the number of partitions that are assigned to it
    public static long of(long data, int topics, int partitions) {
        return MEMBER_BYTES + data + (long) TOPIC_BYTES * topics + (long) PARTITION_BYTES * partitions;
    }

    /// Registers a call that removes members whose sessions have ended. It runs when the limit is reached, once a
    /// second at most.
    public void onFull(Runnable sweep) {
        sweeps.add(sweep);
    }

    /// Reports how many bytes the members of a group take now. When the group is garbage, they are not counted.
    public void set(Object group, long taken) {
        if (taken == 0) {
            bytes.remove(group);
        } else {
            bytes.put(group, taken);
        }
    }

    /// Checks that a member may take more.
    ///
    /// @throws ErrorResponseException if all members would take more than the limit
    public void check(long more) {
        long limit = more > LARGE_BYTES ? maxBytes / 2 : maxBytes;
        if (total() + more <= limit) {
            return;
        }
        sweep();
        if (total() + more > limit) {
            throw new ErrorResponseException(Errors.GROUP_MAX_SIZE_REACHED, "the members of all groups take "
                    + total() + " bytes, and " + more + " more would exceed " + limit
                    + "; stop members, or start the broker with more memory (-Xmx)");
        }
    }

    private long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private void sweep() {
        long now = System.nanoTime();
        if (now - swept >= SWEEP_NANOS) {
            swept = now;
            sweeps.forEach(Runnable::run);
        }
    }
}
