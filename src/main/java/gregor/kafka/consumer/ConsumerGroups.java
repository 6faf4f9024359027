package gregor.kafka.consumer;

import gregor.broker.Broker;
import gregor.group.CommittedOffset;
import gregor.kafka.ClassicGroups;
import gregor.kafka.MemberMemory;
import gregor.rebalance.Group;
import gregor.topic.TopicPartition;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.BiFunction;

/// The groups for whose members the broker shares out, beside the broker's groups of the same names. The lock of those
/// is the lock of these. Any thread may call it.
public final class ConsumerGroups {
    private static final Optional<String> KIND = Optional.of("consumer");

    private final Broker broker;
    private final MemberMemory memory;
    /// When the broker forgets a group, so does this.
    private final Map<Group, ConsumerGroup> groups = new WeakHashMap<>();

    public ConsumerGroups(Broker broker, MemberMemory memory) {
        this.broker = broker;
        this.memory = memory;
        memory.onFull(() -> Map.copyOf(groups).forEach((group, modern) -> {
            modern.isUnused(group);
            memory.set(modern, modern.bytes());
        }));
    }

    /// Does something with a group while nobody else does.
    ///
    /// @throws Refused if no group can have this name
    <T> T in(String name, BiFunction<Group, ConsumerGroup, T> call) {
        ClassicGroups.checkName(name);
        return broker.groups().in(name, group -> {
            boolean fresh = !groups.containsKey(group);
            ConsumerGroup modern = groups.computeIfAbsent(group, absent -> new ConsumerGroup(broker, memory));
            try {
                return call.apply(group, modern);
            } finally {
                if (fresh && modern.isUnused(group)) {
                    groups.remove(group);
                }
                memory.set(modern, modern.bytes());
            }
        });
    }

    /// Moves bookmarks of a group that is of this kind, and will be when the broker starts again.
    public void commit(String name, Map<TopicPartition, CommittedOffset> commits) {
        broker.groups().in(name, group -> {
            broker.groups().setType(name, KIND);
            broker.groups().commit(name, commits);
            return null;
        });
    }

    /// Does something with a group if it is of this kind, or was when the last of its members left.
    public <T> Optional<T> ifKnown(String name, BiFunction<Group, ConsumerGroup, T> call) {
        return name.isEmpty() ? Optional.empty() : broker.groups().in(name, group -> {
            if (broker.groups().type(name).equals(KIND)) {
                groups.computeIfAbsent(group, absent -> new ConsumerGroup(broker, memory));
            }
            ConsumerGroup modern = groups.get(group);
            boolean other = modern == null || modern.isUnused(group) && !group.members().isEmpty();
            return other ? Optional.empty() : Optional.ofNullable(call.apply(group, modern));
        });
    }

    /// From now on a group is of this kind no more: it was deleted, or members of the other kind have come.
    public void forget(String name) {
        broker.groups().in(name, group -> {
            broker.groups().setType(name, Optional.empty());
            return groups.remove(group);
        });
    }

    /// Does something with a group if it is of this kind and has members.
    public <T> Optional<T> ifThere(String name, BiFunction<Group, ConsumerGroup, T> call) {
        return name.isEmpty() ? Optional.empty() : broker.groups().in(name, group -> {
            ConsumerGroup modern = groups.get(group);
            return modern == null || modern.isUnused(group)
                    ? Optional.empty() : Optional.ofNullable(call.apply(group, modern));
        });
    }
}
