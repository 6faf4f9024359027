package gregor.kafka.consumer;

import gregor.broker.Broker;
import gregor.group.Assignor;
import gregor.group.RangeAssignor;
import gregor.group.StickyAssignor;
import gregor.group.Subscription;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.MemberMemory;
import gregor.rebalance.Group;
import gregor.rebalance.JoinRequest;
import gregor.topic.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.protocol.Errors;

/// A group of the newer protocol (KIP-848): the broker shares out, by lesson 5's own assignors, and nobody waits for
/// anybody. Each member learns in the answer to its heartbeat what it may read now; what moves from one to another is
/// first given back by the one, and then given to the other, while all the rest goes on.
///
/// Who is in, and whose time has run out, lesson 6's [Group] knows; its generation is the group's epoch. It is called
/// by who has the group for itself.
public final class ConsumerGroup {
    static final Duration SESSION = Duration.ofSeconds(45);
    private static final int MAX_MEMBERS = 1000;
    private static final String STANDARD = "uniform";
    private static final Map<String, Assignor> ASSIGNORS =
            Map.of("range", new RangeAssignor(), STANDARD, new StickyAssignor(false));

    private final Broker broker;
    private final MemberMemory memory;
    private final SortedMap<String, ConsumerGroupMember> members = new TreeMap<>();
    private SortedMap<String, SortedSet<TopicPartition>> target = new TreeMap<>();
    private Map<String, Integer> counts = Map.of();
    private String assignor = STANDARD;

    /// @param memory of the members of all groups
    ConsumerGroup(Broker broker, MemberMemory memory) {
        this.broker = broker;
        this.memory = memory;
    }

    /// Estimates the memory that its members take, in bytes.
    long bytes() {
        return members.values().stream().mapToLong(member -> member.bytes()
                + MemberMemory.of(0, 0, target(member).size())).sum();
    }

    private void checkMemory(ConsumerGroupMember member, SortedSet<String> topics) {
        int partitions = topics.stream().filter(topic -> !counts.containsKey(topic)).mapToInt(broker::partitions).sum();
        memory.check(member.bytes() + ConsumerGroupMember.bytes(topics) + MemberMemory.of(0, 0, partitions));
    }

    /// What a member asked to share out by; the standard if it said nothing.
    ///
    /// @throws Refused if that is not known
    static String assignor(String name) {
        String chosen = name == null ? STANDARD : name;
        if (!ASSIGNORS.containsKey(chosen)) {
            throw new ErrorResponseException(Errors.UNSUPPORTED_ASSIGNOR,
                    "ServerAssignor " + name + " is not supported. Supported assignors: range, uniform.");
        }
        return chosen;
    }

    /// Takes somebody in. Who brings the name of one who is away gets its place.
    void join(Group group, ConsumerGroupMember member) {
        Optional<ConsumerGroupMember> before = member.instance.flatMap(this::named);
        if (before.isPresent() && before.get().epoch != ConsumerGroupMember.LEAVE_GROUP_STATIC_MEMBER_EPOCH && !before.get().id.equals(member.id)) {
            throw new ErrorResponseException(Errors.UNRELEASED_INSTANCE_ID,
                    "the name " + member.instance.get() + " is in use by " + before.get().id);
        }
        ConsumerGroupMember old = before.orElse(members.get(member.id));
        if (old == null && members.size() >= MAX_MEMBERS) {
            throw new ErrorResponseException(Errors.GROUP_MAX_SIZE_REACHED, "a group has " + MAX_MEMBERS + " members at most");
        }
        checkMemory(member, member.topics);
        member.badge = group.join(request(member));
        if (old != null) {
            members.remove(old.id);
            member.given = old.given;
            member.leaving = old.leaving;
            if (before.isEmpty()) {
                group.leave(old.badge);
            }
        }
        members.put(member.id, member);
        share(group);
    }

    private Optional<ConsumerGroupMember> named(String instance) {
        return members.values().stream().filter(member -> member.instance.equals(Optional.of(instance))).findFirst();
    }

    private static JoinRequest request(ConsumerGroupMember member) {
        return new JoinRequest(member.client.isEmpty() ? "consumer" : member.client, "kafka-consumer",
                new Subscription(member.topics, new TreeSet<>(), -1, member.instance), SESSION,
                member.rebalanceTimeout);
    }

    /// The member that has an id.
    ///
    /// @throws Refused if nobody has it, or its epoch is not this one
    public ConsumerGroupMember member(String id, int epoch, Errors stale) {
        ConsumerGroupMember member = members.get(id);
        if (member == null) {
            throw new ErrorResponseException(Errors.UNKNOWN_MEMBER_ID, "Member " + id + " is not a member of the group.");
        }
        if (epoch != member.epoch && !(stale == Errors.FENCED_MEMBER_EPOCH && epoch == member.previousEpoch)) {
            throw new ErrorResponseException(stale, "member " + id + " is at epoch " + member.epoch + ", and not " + epoch);
        }
        return member;
    }

    /// Forms a new generation at once: nobody need be asked, for the broker shares out.
    private void share(Group group) {
        group.expire();
        members.values().removeIf(member -> !group.members().containsKey(member.badge.member()));
        if (members.isEmpty()) {
            return;
        }
        for (ConsumerGroupMember member : members.values()) {
            if (group.state() != Group.State.COMPLETING_REBALANCE) {
                group.rejoin(member.badge, request(member));
            }
        }
        members.values().forEach(member -> member.badge = group.joinResponse(member.badge).orElseThrow().identity());
        assignor = members.firstEntry().getValue().assignor;
        counts = counts();
        var wishes = new HashMap<String, Subscription>();
        members.values().forEach(member -> wishes.put(member.id,
                new Subscription(member.topics, member.given, group.generation() - 1, member.instance)));
        target = new TreeMap<>(ASSIGNORS.get(assignor).assign(counts, wishes));
        var byBadge = new HashMap<String, SortedSet<TopicPartition>>();
        members.values().forEach(member ->
                byBadge.put(member.badge.member(), target.getOrDefault(member.id, new TreeSet<>())));
        members.values().stream().filter(member -> member.badge.member().equals(group.leader())).findFirst()
                .ifPresent(leader -> group.assign(leader.badge, byBadge));
    }

    private Map<String, Integer> counts() {
        var all = new HashMap<String, Integer>();
        members.values().forEach(member -> member.topics.forEach(topic -> {
            if (broker.partitions(topic) > 0) {
                all.put(topic, broker.partitions(topic));
            }
        }));
        return all;
    }

    /// Takes a sign of life, and shares out anew if there is a reason.
    ///
    /// @param topics what the member wants from now on; null if that has not changed
    /// @param owned  what it says it reads; null if that has not changed
    void heartbeat(Group group, ConsumerGroupMember member, SortedSet<String> topics, Set<TopicPartition> owned) {
        group.expire();
        boolean changed = topics != null && !topics.equals(member.topics);
        if (changed) {
            checkMemory(member, topics);
        }
        member.topics = changed ? topics : member.topics;
        if (changed || group.state() != Group.State.STABLE || !counts.equals(counts())) {
            share(group);
        } else {
            group.heartbeat(member.badge);
        }
        reconcile(group, member, owned);
    }

    /// Moves a member one step towards what it is to have: first it gives back, then it is given.
    void reconcile(Group group, ConsumerGroupMember member, Set<TopicPartition> owned) {
        if (owned != null) {
            member.leaving.retainAll(owned);
        }
        SortedSet<TopicPartition> wanted = target.getOrDefault(member.id, new TreeSet<>());
        var back = new TreeSet<>(member.given);
        back.removeAll(wanted);
        member.given.removeAll(back);
        member.leaving.addAll(back);
        if (!member.leaving.isEmpty()) {
            return;
        }
        wanted.stream().filter(partition -> members.values().stream()
                .noneMatch(other -> other != member && other.holds(partition)))
                .forEach(member.given::add);
        if (member.epoch != group.generation()) {
            member.previousEpoch = member.epoch;
            member.epoch = group.generation();
        }
    }

    /// Lets a member go, or keeps its place if it will be back.
    void leave(Group group, ConsumerGroupMember member, boolean forAWhile) {
        if (forAWhile) {
            member.epoch = ConsumerGroupMember.LEAVE_GROUP_STATIC_MEMBER_EPOCH;
            return;
        }
        group.leave(member.badge);
        members.remove(member.id);
        share(group);
    }

    boolean isUnused(Group group) {
        group.expire();
        members.values().removeIf(member -> !group.members().containsKey(member.badge.member()));
        return members.isEmpty();
    }

    String assignorName() {
        return assignor;
    }

    List<ConsumerGroupMember> all() {
        return new ArrayList<>(members.values());
    }

    /// What a member is to have in the end.
    SortedSet<TopicPartition> target(ConsumerGroupMember member) {
        return target.getOrDefault(member.id, new TreeSet<>());
    }

    /// Where it is, in Kafka's words: everybody has what he is to have, or not yet.
    public String state(Group group) {
        var epochs = new HashSet<Integer>();
        members.values().forEach(member -> epochs.add(member.epoch));
        boolean settled = epochs.equals(Set.of(group.generation())) && members.values().stream()
                .allMatch(member -> member.given.equals(target(member)));
        return members.isEmpty() ? "Empty" : settled ? "Stable" : "Reconciling";
    }
}
