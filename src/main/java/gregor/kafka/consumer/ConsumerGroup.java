package gregor.kafka.consumer;

import module java.base;

import gregor.broker.Broker;
import gregor.group.Subscription;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.MemberMemory;
import gregor.rebalance.Group;
import gregor.rebalance.JoinRequest;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/// The members of a KIP-848 group. The broker computes the assignment, and no member waits for another: each
/// heartbeat's response contains the partitions that the member may read now. A partition that moves is assigned to its
/// new member after the old one has revoked it; all others are read on.
///
/// The broker's [Group] keeps membership and sessions, and its generation is the group epoch. The caller holds the lock
/// of that group.
final class ConsumerGroup {
    private static final Duration SESSION = Duration.ofSeconds(45);
    private static final int MAX_MEMBERS = 1000;
    private static final long RESOLVE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Broker broker;
    private final MemberMemory memory;
    private final TopicPatterns patterns;
    private final ConsumerGroupMembers members = new ConsumerGroupMembers();
    private final TargetAssignment target = new TargetAssignment(System::nanoTime);
    private Map<String, Integer> partitionCounts = Map.of();
    private long topicsVersion = -1;
    private List<String> resolvedNames = List.of();
    private long resolved = System.nanoTime();

    /// @param memory   the memory of the members of all groups
    /// @param patterns the patterns of the members of all groups
    ConsumerGroup(Broker broker, MemberMemory memory, TopicPatterns patterns) {
        this.broker = broker;
        this.memory = memory;
        this.patterns = patterns;
    }

    long bytes() {
        return members.isEmpty() ? 0 : members.bytes() + MemberMemory.of(0, 0, target.partitions());
    }

    private void checkMemory(ConsumerGroupMember member, SortedSet<String> topics) {
        int partitions = topics.stream().filter(topic -> !partitionCounts.containsKey(topic))
                .mapToInt(broker::partitions).sum();
        memory.require(member.bytes() + ConsumerGroupMember.bytes(topics) + MemberMemory.of(0, 0, partitions));
    }

    /// Adds a member. A member with the instance id of one that has left temporarily gets that member's assignment.
    void join(Group group, ConsumerGroupMember member) {
        removeExpired(group);
        Optional<ConsumerGroupMember> before = member.instance.flatMap(members::withInstance);
        if (before.isPresent() && before.get().epoch != ConsumerGroupMember.LEAVE_GROUP_STATIC_MEMBER_EPOCH
                && !before.get().id.equals(member.id)) {
            throw new ErrorResponseException(Errors.UNRELEASED_INSTANCE_ID,
                    "instance id " + member.instance.get() + " is in use by member " + before.get().id);
        }
        Optional<ConsumerGroupMember> old = before.or(() -> members.find(member.id));
        if (old.isEmpty() && members.size() >= MAX_MEMBERS) {
            throw new ErrorResponseException(Errors.GROUP_MAX_SIZE_REACHED,
                    "the group has " + MAX_MEMBERS + " members, which is the maximum");
        }
        SortedSet<String> topics = topics(member.names, member.pattern);
        checkMemory(member, topics);
        member.topics = topics;
        member.identity = group.join(request(member));
        old.ifPresent(replaced -> replace(group, replaced, member));
        members.add(member);
        rebalance(group);
        // A member that joins again owns nothing, so it has nothing to revoke.
        members.retainAssigned(member, target.of(member));
        reconcile(member, null);
    }

    private void replace(Group group, ConsumerGroupMember old, ConsumerGroupMember member) {
        members.remove(old);
        member.assigned = old.assigned;
        member.revoking = old.revoking;
        if (group.memberIds().contains(old.identity.member())) {
            group.leave(old.identity);
        }
    }

    /// Its rebalance timeout is that of a session at least, since no member waits for another.
    private static JoinRequest request(ConsumerGroupMember member) {
        return new JoinRequest(member.client.isEmpty() ? "consumer" : member.client, "kafka-consumer",
                new Subscription(member.topics, new TreeSet<>(), -1, member.instance), SESSION,
                member.rebalanceTimeout.compareTo(SESSION) < 0 ? SESSION : member.rebalanceTimeout);
    }

    /// @throws ErrorResponseException UNKNOWN_MEMBER_ID if there is none
    ConsumerGroupMember member(String id) {
        return members.find(id).orElseThrow(() -> new ErrorResponseException(Errors.UNKNOWN_MEMBER_ID,
                "Member " + id + " is not a member of the group."));
    }

    /// @throws ErrorResponseException `stale`, or UNKNOWN_MEMBER_ID
    ConsumerGroupMember member(String id, int epoch, Errors stale) {
        ConsumerGroupMember member = member(id);
        if (epoch != member.epoch && !(stale == Errors.FENCED_MEMBER_EPOCH && epoch == member.previousEpoch)) {
            throw new ErrorResponseException(stale, "member " + id + " is at epoch " + member.epoch + ", not " + epoch);
        }
        return member;
    }

    private boolean removeExpired(Group group) {
        group.expire();
        return members.retain(group.memberIds());
    }

    /// Begins a new epoch, in which the target assignment is computed; no member needs to be asked.
    private void rebalance(Group group) {
        removeExpired(group);
        if (!members.isEmpty()) {
            group.startGeneration();
            assign(group);
        }
    }

    /// Computes the target assignment of the present epoch, unless it was computed too short a time ago.
    private void assign(Group group) {
        topicsVersion = broker.topicsVersion();
        partitionCounts = partitionCounts();
        if (target.compute(members, partitionCounts, group.generation())) {
            var byIdentity = new HashMap<String, SortedSet<TopicPartition>>();
            members.all().forEach(member -> byIdentity.put(member.identity.member(), target.of(member)));
            members.all().stream().filter(member -> member.identity.member().equals(group.leader())).findFirst()
                    .ifPresent(leader -> group.assign(leader.identity.in(group.generation()), byIdentity));
        }
    }

    private Map<String, Integer> partitionCounts() {
        var all = new HashMap<String, Integer>();
        members.topics().forEach(topic -> {
            int count = broker.partitions(topic);
            if (count > 0) {
                all.put(topic, count);
            }
        });
        return all;
    }

    private boolean partitionsHaveChanged() {
        if (topicsVersion == broker.topicsVersion()) {
            return false;
        }
        topicsVersion = broker.topicsVersion();
        return !partitionCounts.equals(partitionCounts());
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

    private boolean subscribe(Group group, ConsumerGroupMember member, SortedSet<String> names,
            Optional<TopicPattern> pattern) {
        if (names.equals(member.names) && pattern.equals(member.pattern)) {
            return false;
        }
        SortedSet<String> topics = topics(names, pattern);
        boolean changed = !topics.equals(member.topics);
        if (changed) {
            checkMemory(member, topics);
        }
        members.subscribe(member, names, pattern, topics);
        if (changed) {
            group.rejoin(member.identity, request(member));
        }
        return changed;
    }

    /// Resolves the patterns of all members again if topics were created or deleted, and once a second because
    /// permissions may have changed; returns whether a subscription has changed.
    private boolean resolvePatterns(Group group) {
        List<String> names = patterns.names();
        if (names == resolvedNames && System.nanoTime() - resolved < RESOLVE_NANOS) {
            return false;
        }
        resolvedNames = names;
        resolved = System.nanoTime();
        var matching = new HashMap<TopicPattern, SortedSet<String>>();
        var changes = new HashMap<ConsumerGroupMember, SortedSet<String>>();
        members.all().forEach(member -> member.pattern.ifPresent(pattern -> {
            SortedSet<String> topics = union(member.names, matching.computeIfAbsent(pattern, patterns::topics));
            if (!topics.equals(member.topics)) {
                changes.put(member, topics);
            }
        }));
        memory.require(changes.values().stream().mapToLong(ConsumerGroupMember::bytes).sum());
        changes.forEach((member, topics) -> {
            members.subscribe(member, member.names, member.pattern, topics);
            group.rejoin(member.identity, request(member));
        });
        return !changes.isEmpty();
    }

    /// Extends a member's session, and rebalances if subscriptions or partitions have changed.
    ///
    /// @param names   the topics to which the member subscribes now
    /// @param pattern the pattern to which it subscribes now
    /// @param owned   the partitions that the member owns; null if they have not changed
    void heartbeat(Group group, ConsumerGroupMember member, SortedSet<String> names, Optional<TopicPattern> pattern,
            Set<TopicPartition> owned) {
        boolean expired = removeExpired(group);
        boolean subscribed = subscribe(group, member, names, pattern);
        boolean resolved = resolvePatterns(group);
        if (expired || subscribed || resolved || group.state() == Group.State.PREPARING_REBALANCE
                || partitionsHaveChanged()) {
            rebalance(group);
        } else if (isAssigning(group)) {
            assign(group);
        }
        group.heartbeat(member.identity.in(group.generation()));
        reconcile(member, owned);
    }

    /// Returns whether the target assignment of the present epoch has not been computed.
    boolean isAssigning(Group group) {
        return target.epoch() != group.generation();
    }

    /// Moves a member one step towards its target assignment: it revokes partitions first and receives others later.
    private void reconcile(ConsumerGroupMember member, Set<TopicPartition> owned) {
        if (owned != null) {
            members.revoked(member, owned);
        }
        SortedSet<TopicPartition> wanted = target.of(member);
        var revoked = new TreeSet<>(member.assigned);
        revoked.removeAll(wanted);
        member.assigned.removeAll(revoked);
        member.revoking.addAll(revoked);
        if (!member.revoking.isEmpty()) {
            return;
        }
        wanted.forEach(partition -> members.assignIfFree(member, partition));
        if (member.epoch != target.epoch()) {
            member.previousEpoch = member.epoch;
            member.epoch = target.epoch();
        }
    }

    /// Removes a member; a static member that leaves temporarily keeps its assignment until its session expires.
    void leave(Group group, ConsumerGroupMember member, boolean temporarily) {
        if (temporarily) {
            member.epoch = ConsumerGroupMember.LEAVE_GROUP_STATIC_MEMBER_EPOCH;
            return;
        }
        if (!removeExpired(group) || members.find(member.id).isPresent()) {
            group.leave(member.identity);
            members.remove(member);
        }
        rebalance(group);
    }

    boolean isUnused(Group group) {
        removeExpired(group);
        return members.isEmpty();
    }

    /// The topics of the partitions that its members have or will have.
    Set<String> assignedTopics() {
        return Stream.concat(members.all().stream().map(member -> member.assigned), target.all().stream())
                .flatMap(Set::stream).map(TopicPartition::topic).collect(Collectors.toSet());
    }

    String assignorName() {
        return target.assignorName();
    }

    List<ConsumerGroupMember> all() {
        return new ArrayList<>(members.all());
    }

    SortedSet<TopicPartition> target(ConsumerGroupMember member) {
        return target.of(member);
    }

    int assignmentEpoch() {
        return target.epoch();
    }

    /// The state in Kafka's words: Empty, Stable, Assigning while the target assignment is out of date, or Reconciling
    /// while a member has not reached it.
    String state(Group group) {
        if (members.isEmpty()) {
            return "Empty";
        }
        if (isAssigning(group)) {
            return "Assigning";
        }
        return members.all().stream()
                .allMatch(member -> member.epoch == target.epoch() && member.assigned.equals(target.of(member)))
                        ? "Stable"
                        : "Reconciling";
    }
}
