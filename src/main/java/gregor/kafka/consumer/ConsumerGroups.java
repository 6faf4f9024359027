package gregor.kafka.consumer;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.ClassicGroups;
import gregor.kafka.GroupProtocol;
import gregor.kafka.MemberMemory;
import gregor.rebalance.Group;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/// The groups of the KIP-848 protocol, which extend the broker's groups of the same names and use their locks. Any
/// thread may call it.
public final class ConsumerGroups implements GroupProtocol {
    private static final Optional<String> TYPE = Optional.of("consumer");

    private final Broker broker;
    private final MemberMemory memory;
    private final TopicPatterns patterns;
    /// Entries end when the broker removes the group.
    private final Map<Group, ConsumerGroup> groups = Collections.synchronizedMap(new WeakHashMap<>());

    /// @param memory the memory of the members of all groups, also of other protocols
    public ConsumerGroups(Broker broker, MemberMemory memory) {
        this.broker = broker;
        this.memory = memory;
        patterns = new TopicPatterns(broker);
        memory.onFull(this::removeExpired);
    }

    /// Removes expired members. It skips groups that other threads use, since it runs under the lock of one.
    private void removeExpired() {
        broker.groups().visitUnlocked(group -> {
            ConsumerGroup members = groups.get(group);
            if (members != null) {
                members.isUnused(group);
                memory.set(members, members.bytes());
            }
        });
    }

    TopicPatterns patterns() {
        return patterns;
    }

    /// Runs a call with exclusive access to a group, which is created if it does not exist.
    ///
    /// @throws gregor.kafka.ErrorResponseException INVALID_GROUP_ID if the name is empty or too long
    <T> T in(String name, BiFunction<Group, ConsumerGroup, T> call) {
        ClassicGroups.checkName(name);
        return broker.groups().in(name, group -> {
            boolean isNew = !groups.containsKey(group);
            ConsumerGroup members = groups.computeIfAbsent(group,
                    absent -> new ConsumerGroup(broker, memory, patterns));
            try {
                return call.apply(group, members);
            } finally {
                if (isNew && members.isUnused(group)) {
                    groups.remove(group);
                }
                memory.set(members, members.bytes());
            }
        });
    }

    /// Runs a call with exclusive access to a group that belongs to this protocol, even if its last member has left;
    /// empty if the group does not.
    <T> Optional<T> ifKnown(String name, BiFunction<Group, ConsumerGroup, T> call) {
        return name.isEmpty() ? Optional.empty() : broker.groups().in(name, group -> {
            if (broker.groups().type(name).equals(TYPE)) {
                groups.computeIfAbsent(group, absent -> new ConsumerGroup(broker, memory, patterns));
            }
            ConsumerGroup members = groups.get(group);
            boolean isOther = members == null || members.isUnused(group) && !group.members().isEmpty();
            return isOther ? Optional.empty() : Optional.ofNullable(call.apply(group, members));
        });
    }

    @Override
    public boolean check(String name, String member, int epoch) {
        return !name.isEmpty() && broker.groups().in(name, group -> {
            ConsumerGroup members = groups.get(group);
            boolean isUsed = members != null && !members.isUnused(group);
            if (isUsed) {
                members.member(member, epoch, Errors.STALE_MEMBER_EPOCH);
            }
            return isUsed;
        });
    }

    @Override
    public void beforeCommit(String name) {
        broker.groups().setType(name, TYPE);
    }

    @Override
    public Optional<String> describe(String name) {
        return ifKnown(name, (group, members) -> members.state(group));
    }

    @Override
    public void forget(String name) {
        broker.groups().in(name, group -> {
            broker.groups().setType(name, Optional.empty());
            return groups.remove(group);
        });
    }
}
