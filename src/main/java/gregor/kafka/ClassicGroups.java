package gregor.kafka;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.Groups;
import gregor.rebalance.Group;
import gregor.rebalance.RebalanceInProgressException;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.protocol.Errors;

/// The groups of the classic protocol, which extend the broker's groups of the same names and use their locks. Any
/// thread may call it.
public final class ClassicGroups {
    /// Never reached: the last member that joins ends the wait, or a timeout does.
    private static final Duration MAX_WAIT = Duration.ofDays(1);

    private final Broker broker;
    private final MemberMemory memory;
    private final AwaitedMembers awaited = new AwaitedMembers(System::nanoTime);
    /// Entries end when the broker removes the group.
    private final Map<Group, ClassicGroup> groups = Collections.synchronizedMap(new WeakHashMap<>());

    /// @param memory the memory of the members of all groups, also of other protocols
    public ClassicGroups(Broker broker, MemberMemory memory) {
        this.broker = broker;
        this.memory = memory;
        memory.onFull(this::updateAll);
    }

    /// Removes expired members. It skips groups that other threads use, since it runs under the lock of one.
    private void updateAll() {
        broker.groups().visitUnlocked(group -> {
            ClassicGroup classic = groups.get(group);
            if (classic != null) {
                update(group, classic);
            }
        });
    }

    private void update(Group group, ClassicGroup classic) {
        if (classic.isUnused(group)) {
            groups.remove(group);
        }
        memory.set(classic, classic.bytes());
    }

    /// Runs a call with exclusive access to a group, which is created if it does not exist.
    ///
    /// @throws ErrorResponseException INVALID_GROUP_ID if the name is empty or too long
    public <T> T in(String name, BiFunction<Group, ClassicGroup, T> call) {
        checkName(name);
        return broker.groups().in(name, group -> {
            ClassicGroup classic = groups.computeIfAbsent(group,
                    absent -> new ClassicGroup(awaited, memory, partition -> LocalNode.exists(broker, partition)));
            try {
                return call.apply(group, classic);
            } finally {
                update(group, classic);
            }
        });
    }

    /// Whether a group exists: it has members or committed offsets.
    public boolean exists(String name) {
        checkName(name);
        return broker.groups().names().contains(name);
    }

    /// The state of a group in Kafka's words.
    public static String state(Group group) {
        return switch (group.state()) {
            case EMPTY -> "Empty";
            case PREPARING_REBALANCE -> "PreparingRebalance";
            case COMPLETING_REBALANCE -> "CompletingRebalance";
            case STABLE -> "Stable";
        };
    }

    /// The protocol type of a group, such as `consumer`; empty if it has had no members.
    public static String type(Group group, ClassicGroup classic) {
        return classic.type().isEmpty() && !group.members().isEmpty() ? "consumer" : classic.type();
    }

    /// Does nothing if a group can have a name.
    ///
    /// @throws ErrorResponseException INVALID_GROUP_ID if it is empty or too long
    public static void checkName(String name) {
        if (name == null || name.isEmpty() || name.length() > Groups.LONGEST_NAME) {
            throw new ErrorResponseException(Errors.INVALID_GROUP_ID,
                    "a group id has 1 to " + Groups.LONGEST_NAME + " characters");
        }
    }

    /// Adds a member, and waits until all members have joined.
    ClassicGroup.Start join(JoinGroupRequestData request, RequestContext context) {
        String name = request.groupId();
        String id = in(name, (group, classic) -> classic.join(group, request, context));
        return await(name, context, (group, classic) -> {
            try {
                return classic.start(group, id);
            } catch (RebalanceInProgressException e) {
                classic.joinAgain(group, id, request);
                return Optional.empty();
            }
        });
    }

    byte[] assignment(String name, String id, int generation, RequestContext context) {
        return await(name, context, (group, classic) -> classic.assignment(group, id, generation));
    }

    private <T> T await(String name, RequestContext context, BiFunction<Group, ClassicGroup, Optional<T>> poll) {
        return broker.groups().await(name, MAX_WAIT, group -> {
            if (context.connection().isDraining()) {
                throw new ErrorResponseException(Errors.NOT_COORDINATOR, "the broker is closing");
            }
            ClassicGroup classic = groups.get(group);
            if (classic == null) {
                throw new ErrorResponseException(Errors.UNKNOWN_MEMBER_ID, "group " + name + " has no members");
            }
            return poll.apply(group, classic);
        }).orElseThrow(() -> new ErrorResponseException(Errors.REBALANCE_IN_PROGRESS,
                "not all members of " + name + " have joined"));
    }
}
