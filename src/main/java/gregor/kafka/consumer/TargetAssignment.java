package gregor.kafka.consumer;

import module java.base;

import gregor.group.Assignor;
import gregor.group.RangeAssignor;
import gregor.group.StickyAssignor;
import gregor.group.Subscription;
import gregor.kafka.ErrorResponseException;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/// The assignment that the members of a [ConsumerGroup] approach (KIP-848), computed by an [Assignor] of package
/// `group`.
///
/// In a large group that takes milliseconds, so it is computed for several changes at once: after a computation of n
/// ms, the next follows after 10 n ms. Meanwhile its epoch is older than that of the group. Kafka:
/// `group.consumer.assignment.interval.ms`. One thread at a time may call it.
final class TargetAssignment {
    static final String DEFAULT_ASSIGNOR = "uniform";
    private static final Map<String, Assignor> ASSIGNORS = Map.of("range", new RangeAssignor(), DEFAULT_ASSIGNOR,
            new StickyAssignor(false));
    /// The number of members and partitions up to which it is computed at once.
    private static final int SMALL = 1_000;
    private static final int SHARE = 10;
    private static final SortedSet<TopicPartition> NONE = Collections.emptySortedSet();

    private final LongSupplier nanos;
    private SortedMap<String, SortedSet<TopicPartition>> assignment = new TreeMap<>();
    private String assignor = DEFAULT_ASSIGNOR;
    private int partitions;
    private int epoch;
    private long notBefore;

    /// @param nanos a monotonic clock
    TargetAssignment(LongSupplier nanos) {
        this.nanos = nanos;
        notBefore = nanos.getAsLong();
    }

    /// Returns the name of an assignor; of the default one for null.
    ///
    /// @throws ErrorResponseException UNSUPPORTED_ASSIGNOR if it is unknown
    static String assignor(String name) {
        String chosen = name == null ? DEFAULT_ASSIGNOR : name;
        if (!ASSIGNORS.containsKey(chosen)) {
            throw new ErrorResponseException(Errors.UNSUPPORTED_ASSIGNOR,
                    "ServerAssignor " + name + " is not supported. Supported assignors: range, uniform.");
        }
        return chosen;
    }

    /// Computes it; false if it was computed too short a time ago.
    ///
    /// @param next   its epoch
    /// @param counts the number of partitions of each topic
    boolean compute(ConsumerGroupMembers members, Map<String, Integer> counts, int next) {
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        long begin = nanos.getAsLong();
        if (members.size() + total > SMALL && begin - notBefore < 0) {
            return false;
        }
        var subscriptions = new HashMap<String, Subscription>();
        members.all().forEach(member -> subscriptions.put(member.id,
                new Subscription(member.topics, member.assigned, next - 1, member.instance)));
        assignor = members.first().assignor;
        assignment = new TreeMap<>(ASSIGNORS.get(assignor).assign(counts, subscriptions));
        partitions = assignment.values().stream().mapToInt(SortedSet::size).sum();
        epoch = next;
        notBefore = begin + (1 + SHARE) * (nanos.getAsLong() - begin);
        return true;
    }

    /// Returns the partitions of a member; none for a member that has joined since it was computed.
    SortedSet<TopicPartition> of(ConsumerGroupMember member) {
        return assignment.getOrDefault(member.id, NONE);
    }

    Collection<SortedSet<TopicPartition>> all() {
        return assignment.values();
    }

    int partitions() {
        return partitions;
    }

    /// Returns the epoch of the group for which it was computed.
    int epoch() {
        return epoch;
    }

    /// Returns the name of the assignor that has computed it.
    String assignorName() {
        return assignor;
    }
}
