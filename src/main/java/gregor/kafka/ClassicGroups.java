package gregor.kafka;

import gregor.broker.Broker;
import gregor.broker.Groups;
import gregor.rebalance.Group;
import gregor.rebalance.RebalanceInProgressException;
import gregor.topic.TopicPartition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.BiFunction;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.protocol.Errors;

/// The groups whose members share out among themselves, beside the broker's groups of the same names. The lock of those
/// is the lock of these. Any thread may call it.
public final class ClassicGroups {
    /// Somebody always ends the wait before: the last one who joins, or the one whose time runs out.
    private static final Duration LONG = Duration.ofDays(1);

    private final Broker broker;
    private final MemberMemory memory;
    private final AwaitedMembers awaited = new AwaitedMembers(System::nanoTime);
    /// When the broker forgets a group, so does this.
    private final Map<Group, ClassicGroup> groups = new WeakHashMap<>();

    ClassicGroups(Broker broker, MemberMemory memory) {
        this.broker = broker;
        this.memory = memory;
        memory.onFull(this::removeExpired);
    }

    private void removeExpired() {
        Map.copyOf(groups).forEach(this::settle);
    }

    private void settle(Group group, ClassicGroup classic) {
        if (classic.isUnused(group)) {
            groups.remove(group);
        }
        memory.set(classic, classic.bytes());
    }

    private boolean exists(TopicPartition partition) {
        return 0 <= partition.partition() && partition.partition() < broker.partitions(partition.topic());
    }

    /// Does something with a group while nobody else does.
    ///
    /// @throws Refused if no group can have this name
    public <T> T in(String name, BiFunction<Group, ClassicGroup, T> call) {
        checkName(name);
        return broker.groups().in(name, group -> {
            ClassicGroup classic = groups.computeIfAbsent(group,
                    absent -> new ClassicGroup(awaited, memory, this::exists));
            try {
                return call.apply(group, classic);
            } finally {
                settle(group, classic);
            }
        });
    }

    /// Whether there is a group of this name: it has members, or bookmarks.
    public boolean exists(String name) {
        checkName(name);
        return broker.groups().names().contains(name);
    }

    /// Where a group is, in Kafka's words.
    public static String state(Group group) {
        return switch (group.state()) {
            case EMPTY -> "Empty";
            case PREPARING_REBALANCE -> "PreparingRebalance";
            case COMPLETING_REBALANCE -> "CompletingRebalance";
            case STABLE -> "Stable";
        };
    }

    /// What kind of members a group has; nothing if it has none, and never had.
    public static String type(Group group, ClassicGroup classic) {
        return classic.type().isEmpty() && !group.members().isEmpty() ? "consumer" : classic.type();
    }

    /// @throws Refused if no group can have this name
    public static void checkName(String name) {
        if (name == null || name.isEmpty() || name.length() > Groups.LONGEST_NAME) {
            throw new ErrorResponseException(Errors.INVALID_GROUP_ID, "a group needs a name of " + Groups.LONGEST_NAME
                    + " characters at most");
        }
    }

    /// Lets somebody join, and waits until all others have joined too.
    ClassicGroup.Start join(JoinGroupRequestData request, RequestContext call) {
        String name = request.groupId();
        String id = in(name, (group, classic) -> classic.join(group, request, call));
        return await(name, call, (group, classic) -> {
            try {
                return classic.start(group, id);
            } catch (RebalanceInProgressException e) {
                classic.joinAgain(group, id, request);
                return Optional.empty();
            }
        });
    }

    /// Waits for what the leader gives to a member.
    byte[] assignment(String name, String id, int generation, RequestContext call) {
        return await(name, call, (group, classic) -> classic.assignment(group, id, generation));
    }

    private <T> T await(String name, RequestContext call, BiFunction<Group, ClassicGroup, Optional<T>> question) {
        return broker.groups().await(name, LONG, group -> {
            if (call.connection().isDraining()) {
                throw new ErrorResponseException(Errors.NOT_COORDINATOR, "this broker stops");
            }
            ClassicGroup classic = groups.get(group);
            if (classic == null) {
                throw new ErrorResponseException(Errors.UNKNOWN_MEMBER_ID, "the group " + name + " has no members any more");
            }
            return question.apply(group, classic);
        }).orElseThrow(() -> new ErrorResponseException(Errors.REBALANCE_IN_PROGRESS, "the others are still to join " + name));
    }
}
