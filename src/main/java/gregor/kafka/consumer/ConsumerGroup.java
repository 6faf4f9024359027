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
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.Errors;

/// The members of a KIP-848 group. The broker computes the assignment by the [Assignor]s of package `group`, and no
/// member waits for another: each heartbeat's response contains the partitions that the member may read now. A
/// partition that moves is assigned to its new member after the old one has revoked it; all others are read on.
///
/// The broker's [Group] keeps membership and sessions, and its generation is the group epoch. The caller holds the lock
/// of that group.
final class ConsumerGroup {
    private static final Duration SESSION = Duration.ofSeconds(45);
    private static final int MAX_MEMBERS = 1000;
    private static final long RESOLVE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String DEFAULT_ASSIGNOR = "uniform";
    private static final Map<String, Assignor> ASSIGNORS = Map.of("range", new RangeAssignor(), DEFAULT_ASSIGNOR,
            new StickyAssignor(false));

    private final Broker broker;
    private final MemberMemory memory;
    private final TopicPatterns patterns;
    private final SortedMap<String, ConsumerGroupMember> members = new TreeMap<>();
    private SortedMap<String, SortedSet<TopicPartition>> target = new TreeMap<>();
    private Map<String, Integer> partitionCounts = Map.of();
    private String assignor = DEFAULT_ASSIGNOR;
    private List<String> resolvedNames = List.of();
    private long resolved = System.nanoTime();

    /// @param memory   the memory of the members of all groups
    /// @param patterns the patterns of the members of all groups
    ConsumerGroup(Broker broker, MemberMemory memory, TopicPatterns patterns) {
        this.broker = broker;
        this.memory = memory;
        this.patterns = patterns;
    }

    /// Estimates the memory of its members, in bytes.
    long bytes() {
        return members.values().stream()
                .mapToLong(member -> member.bytes() + MemberMemory.of(0, 0, target(member).size())).sum();
    }

    private void checkMemory(ConsumerGroupMember member, SortedSet<String> topics) {
        int partitions = topics.stream().filter(topic -> !partitionCounts.containsKey(topic))
                .mapToInt(broker::partitions).sum();
        memory.check(member.bytes() + ConsumerGroupMember.bytes(topics) + MemberMemory.of(0, 0, partitions));
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

    /// Adds a member. A member with the instance id of one that has left temporarily gets that member's assignment.
    void join(Group group, ConsumerGroupMember member) {
        Optional<ConsumerGroupMember> before = member.instance.flatMap(this::withInstance);
        if (before.isPresent() && before.get().epoch != ConsumerGroupMember.LEAVE_GROUP_STATIC_MEMBER_EPOCH
                && !before.get().id.equals(member.id)) {
            throw new ErrorResponseException(Errors.UNRELEASED_INSTANCE_ID,
                    "instance id " + member.instance.get() + " is in use by member " + before.get().id);
        }
        ConsumerGroupMember old = before.orElse(members.get(member.id));
        if (old == null && members.size() >= MAX_MEMBERS) {
            throw new ErrorResponseException(Errors.GROUP_MAX_SIZE_REACHED,
                    "the group has " + MAX_MEMBERS + " members, which is the maximum");
        }
        SortedSet<String> topics = topics(member.names, member.pattern);
        checkMemory(member, topics);
        member.topics = topics;
        member.identity = group.join(request(member));
        if (old != null) {
            members.remove(old.id);
            member.assigned = old.assigned;
            member.revoking = old.revoking;
            if (before.isEmpty()) {
                group.leave(old.identity);
            }
        }
        members.put(member.id, member);
        rebalance(group);
        // A member that joins again owns nothing, so it has nothing to revoke.
        member.revoking.clear();
        member.assigned.retainAll(target(member));
    }

    private Optional<ConsumerGroupMember> withInstance(String instance) {
        return members.values().stream().filter(member -> member.instance.equals(Optional.of(instance))).findFirst();
    }

    private static JoinRequest request(ConsumerGroupMember member) {
        return new JoinRequest(member.client.isEmpty() ? "consumer" : member.client, "kafka-consumer",
                new Subscription(member.topics, new TreeSet<>(), -1, member.instance), SESSION,
                member.rebalanceTimeout);
    }

    /// Returns the member with an id.
    ///
    /// @param stale the error for another epoch
    /// @throws ErrorResponseException `stale`, or UNKNOWN_MEMBER_ID
    ConsumerGroupMember member(String id, int epoch, Errors stale) {
        ConsumerGroupMember member = members.get(id);
        if (member == null) {
            throw new ErrorResponseException(Errors.UNKNOWN_MEMBER_ID,
                    "Member " + id + " is not a member of the group.");
        }
        if (epoch != member.epoch && !(stale == Errors.FENCED_MEMBER_EPOCH && epoch == member.previousEpoch)) {
            throw new ErrorResponseException(stale, "member " + id + " is at epoch " + member.epoch + ", not " + epoch);
        }
        return member;
    }

    /// Forms a new generation and computes its target assignment at once; no member needs to be asked.
    private void rebalance(Group group) {
        group.expire();
        members.values().removeIf(member -> !group.members().containsKey(member.identity.member()));
        if (members.isEmpty()) {
            return;
        }
        for (ConsumerGroupMember member : members.values()) {
            if (group.state() != Group.State.COMPLETING_REBALANCE) {
                group.rejoin(member.identity, request(member));
            }
        }
        members.values()
                .forEach(member -> member.identity = group.joinResponse(member.identity).orElseThrow().identity());
        assignor = members.firstEntry().getValue().assignor;
        partitionCounts = partitionCounts();
        var subscriptions = new HashMap<String, Subscription>();
        members.values().forEach(member -> subscriptions.put(member.id,
                new Subscription(member.topics, member.assigned, group.generation() - 1, member.instance)));
        target = new TreeMap<>(ASSIGNORS.get(assignor).assign(partitionCounts, subscriptions));
        var byMember = new HashMap<String, SortedSet<TopicPartition>>();
        members.values().forEach(
                member -> byMember.put(member.identity.member(), target.getOrDefault(member.id, new TreeSet<>())));
        members.values().stream().filter(member -> member.identity.member().equals(group.leader())).findFirst()
                .ifPresent(leader -> group.assign(leader.identity, byMember));
    }

    private Map<String, Integer> partitionCounts() {
        var all = new HashMap<String, Integer>();
        members.values().forEach(member -> member.topics.forEach(topic -> {
            if (broker.partitions(topic) > 0) {
                all.put(topic, broker.partitions(topic));
            }
        }));
        return all;
    }

    private SortedSet<String> topics(SortedSet<String> names, Optional<TopicPattern> pattern) {
        return pattern.map(each -> union(names, patterns.topics(each))).orElse(names);
    }

    private static SortedSet<String> union(SortedSet<String> names, SortedSet<String> matching) {
        if (names.isEmpty()) {
            return matching;
        }
        var all = new TreeSet<>(names);
        all.addAll(matching);
        return all;
    }

    private boolean subscribe(ConsumerGroupMember member, SortedSet<String> names, Optional<TopicPattern> pattern) {
        if (names.equals(member.names) && pattern.equals(member.pattern)) {
            return false;
        }
        SortedSet<String> topics = topics(names, pattern);
        boolean changed = !topics.equals(member.topics);
        if (changed) {
            checkMemory(member, topics);
        }
        member.names = names;
        member.pattern = pattern;
        member.topics = topics;
        return changed;
    }

    /// Resolves the patterns of all members again if topics were created or deleted, and once a second because
    /// permissions may have changed; returns whether a subscription has changed.
    private boolean resolvePatterns() {
        List<String> names = patterns.names();
        if (names == resolvedNames && System.nanoTime() - resolved < RESOLVE_NANOS) {
            return false;
        }
        resolvedNames = names;
        resolved = System.nanoTime();
        var matching = new HashMap<TopicPattern, SortedSet<String>>();
        var changes = new HashMap<ConsumerGroupMember, SortedSet<String>>();
        members.values().forEach(member -> member.pattern.ifPresent(pattern -> {
            SortedSet<String> topics = union(member.names, matching.computeIfAbsent(pattern, patterns::topics));
            if (!topics.equals(member.topics)) {
                changes.put(member, topics);
            }
        }));
        memory.check(changes.values().stream().mapToLong(ConsumerGroupMember::bytes).sum());
        changes.forEach((member, topics) -> member.topics = topics);
        return !changes.isEmpty();
    }

    /// Extends a member's session, and rebalances if subscriptions or partitions have changed.
    ///
    /// @param names   the topics to which the member subscribes now
    /// @param pattern the pattern to which it subscribes now
    /// @param owned   the partitions that the member owns; null if they have not changed
    void heartbeat(Group group, ConsumerGroupMember member, SortedSet<String> names, Optional<TopicPattern> pattern,
            Set<TopicPartition> owned) {
        group.expire();
        boolean changed = subscribe(member, names, pattern) | resolvePatterns();
        if (changed || group.state() != Group.State.STABLE || !partitionCounts.equals(partitionCounts())) {
            rebalance(group);
        } else {
            group.heartbeat(member.identity);
        }
        reconcile(group, member, owned);
    }

    /// Moves a member one step towards its target assignment: it revokes partitions first and receives others later.
    void reconcile(Group group, ConsumerGroupMember member, Set<TopicPartition> owned) {
        if (owned != null) {
            member.revoking.retainAll(owned);
        }
        SortedSet<TopicPartition> wanted = target.getOrDefault(member.id, new TreeSet<>());
        var revoked = new TreeSet<>(member.assigned);
        revoked.removeAll(wanted);
        member.assigned.removeAll(revoked);
        member.revoking.addAll(revoked);
        if (!member.revoking.isEmpty()) {
            return;
        }
        wanted.stream().filter(
                partition -> members.values().stream().noneMatch(other -> other != member && other.holds(partition)))
                .forEach(member.assigned::add);
        if (member.epoch != group.generation()) {
            member.previousEpoch = member.epoch;
            member.epoch = group.generation();
        }
    }

    /// Removes a member; a static member that leaves temporarily keeps its assignment until its session expires.
    void leave(Group group, ConsumerGroupMember member, boolean temporarily) {
        if (temporarily) {
            member.epoch = ConsumerGroupMember.LEAVE_GROUP_STATIC_MEMBER_EPOCH;
            return;
        }
        group.leave(member.identity);
        members.remove(member.id);
        rebalance(group);
    }

    boolean isUnused(Group group) {
        group.expire();
        members.values().removeIf(member -> !group.members().containsKey(member.identity.member()));
        return members.isEmpty();
    }

    /// The topics of the partitions that its members have or will have.
    Set<String> assignedTopics() {
        return Stream.concat(members.values().stream().map(member -> member.assigned), target.values().stream())
                .flatMap(Set::stream).map(TopicPartition::topic).collect(Collectors.toSet());
    }

    String assignorName() {
        return assignor;
    }

    List<ConsumerGroupMember> all() {
        return new ArrayList<>(members.values());
    }

    /// The target assignment of a member.
    SortedSet<TopicPartition> target(ConsumerGroupMember member) {
        return target.getOrDefault(member.id, new TreeSet<>());
    }

    /// The state in Kafka's words: Empty, Stable, or Reconciling while a member has not reached its target assignment.
    String state(Group group) {
        var epochs = new HashSet<Integer>();
        members.values().forEach(member -> epochs.add(member.epoch));
        boolean reconciled = epochs.equals(Set.of(group.generation()))
                && members.values().stream().allMatch(member -> member.assigned.equals(target(member)));
        return members.isEmpty() ? "Empty" : reconciled ? "Stable" : "Reconciling";
    }
}
