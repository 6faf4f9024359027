package gregor.kafka;

import gregor.group.Subscription;
import gregor.rebalance.Group;
import gregor.rebalance.JoinRequest;
import gregor.rebalance.JoinResponse;
import gregor.rebalance.MemberIdentity;
import gregor.topic.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.protocol.Errors;

/// A group of consumers that share out among themselves: one of them is chosen to do it, and the broker carries bytes
/// to and fro that it need not understand.
///
/// Who is in, who has gone, which generation it is and who must wait, lesson 6's [Group] knows. This adds what the
/// protocol has beside: ids that Kafka's clients know, several ways of sharing out of which all must know one, and the
/// bytes. It is called by who has the group for itself.
public final class ClassicGroup {
    /// To the broker's group all ways of Kafka's clients are one.
    private static final String ASSIGNOR = "kafka";
    private static final int MAX_MEMBERS = 1000;

    private final Map<String, ClassicGroupMember> members = new TreeMap<>();
    private final AwaitedMembers awaited;
    private final MemberMemory memory;
    private final Predicate<TopicPartition> exists;
    private String type = "";
    private String protocol = "";
    private int chosenFor = -1;

    /// @param awaited of all groups
    /// @param memory  of the members of all groups
    /// @param exists  whether there is such a partition
    ClassicGroup(AwaitedMembers awaited, MemberMemory memory, Predicate<TopicPartition> exists) {
        this.awaited = awaited;
        this.memory = memory;
        this.exists = exists;
    }

    /// How one generation begins for a member.
    ///
    /// @param leader  the id of who shares out
    /// @param members all members, if this one is it; else empty
    record Start(int generation, String protocol, String leader, String member, Collection<ClassicGroupMember> members) {}

    private void removeExpired(Group group) {
        group.expire();
        Set<String> there = group.members().keySet();
        members.values().removeIf(member -> !there.contains(member.badge().member()));
    }

    /// Takes somebody in, or lets him join again, and returns the id by which he is known from then on.
    ///
    /// @throws Refused if his request cannot be
    String join(Group group, JoinGroupRequestData request, RequestContext call) {
        removeExpired(group);
        var protocols = new LinkedHashMap<String, byte[]>();
        request.protocols().forEach(each -> protocols.put(each.name(), each.metadata()));
        checkProtocols(request, protocols);
        Optional<String> instance = Optional.ofNullable(request.groupInstanceId());
        if (!request.memberId().isEmpty() && !awaited.contains(group.name(), request.memberId())) {
            rejoin(group, member(request.memberId(), instance), request, protocols);
            return request.memberId();
        }
        if (request.memberId().isEmpty() && instance.isEmpty() && call.version() >= 4) {
            String id = newId(call.client());
            awaited.add(group.name(), id);
            throw new MemberIdRequired(id);
        }
        String id = request.memberId().isEmpty() ? newId(instance.orElse(call.client())) : request.memberId();
        checkRoom(instance);
        awaited.remove(group.name(), id);
        var member = new ClassicGroupMember(id, instance, call.client(), call.host(), protocols);
        memory.check(member.bytes());
        instance.flatMap(this::named).ifPresent(before -> {
            members.remove(before.id());
            member.assignment(before.assignment());
        });
        member.badge(group.join(request(member, request)));
        members.put(id, member);
        type = request.protocolType();
        return id;
    }

    /// A member that comes back under its instance's name takes the place that it had.
    private void checkRoom(Optional<String> instance) {
        if (members.size() >= MAX_MEMBERS && instance.flatMap(this::named).isEmpty()) {
            throw new ErrorResponseException(Errors.GROUP_MAX_SIZE_REACHED, "a group has " + MAX_MEMBERS + " members at most");
        }
    }

    private static String newId(String name) {
        return name + "-" + UUID.randomUUID();
    }

    private Optional<ClassicGroupMember> named(String instance) {
        return members.values().stream().filter(member -> member.instance().equals(Optional.of(instance))).findFirst();
    }

    private void checkProtocols(JoinGroupRequestData request, Map<String, byte[]> protocols) {
        boolean fits = !protocols.isEmpty() && !request.protocolType().isEmpty();
        var others = members.values().stream().filter(member -> !member.id().equals(request.memberId())
                && (request.groupInstanceId() == null || !member.instance()
                        .equals(Optional.of(request.groupInstanceId())))).toList();
        if (!others.isEmpty()) {
            Set<String> common = common(others);
            common.retainAll(protocols.keySet());
            fits &= request.protocolType().equals(type) && !common.isEmpty();
        }
        if (!fits) {
            throw new ErrorResponseException(Errors.INCONSISTENT_GROUP_PROTOCOL,
                    "there is no way of sharing out that all members know");
        }
    }

    private static Set<String> common(Collection<ClassicGroupMember> members) {
        Set<String> common = null;
        for (ClassicGroupMember member : members) {
            common = common == null ? new TreeSet<>(member.protocols().keySet()) : common;
            common.retainAll(member.protocols().keySet());
        }
        return common == null ? Set.of() : common;
    }

    private static JoinRequest request(ClassicGroupMember member, JoinGroupRequestData request) {
        var topics = new TreeSet<String>();
        member.protocols().values().forEach(metadata -> topics.addAll(ConsumerProtocolReader.topics(metadata)));
        Duration session = Duration.ofMillis(request.sessionTimeoutMs());
        Duration rebalance = request.rebalanceTimeoutMs() > 0
                ? Duration.ofMillis(request.rebalanceTimeoutMs()) : session;
        return new JoinRequest(member.client().isEmpty() ? "consumer" : member.client(), ASSIGNOR,
                new Subscription(topics, new TreeSet<>(), -1, member.instance()), session, rebalance);
    }

    /// Who says nothing new and is not the leader need not disturb the others: it is told again what it has missed.
    private void rejoin(Group group, ClassicGroupMember member, JoinGroupRequestData request,
            LinkedHashMap<String, byte[]> protocols) {
        boolean leads = group.leader().equals(member.badge().member());
        boolean nothingNew = member.says(protocols);
        if (!nothingNew) {
            memory.check(ClassicGroupMember.bytes(protocols));
        }
        member.protocols(protocols);
        if (!nothingNew || group.state() == Group.State.PREPARING_REBALANCE || group.state() == Group.State.STABLE && leads) {
            group.rejoin(member.badge(), request(member, request));
        }
    }

    /// Joins the generation that has begun to form while the last one was not yet known to a member.
    void joinAgain(Group group, String id, JoinGroupRequestData request) {
        ClassicGroupMember member = member(id, Optional.empty());
        group.rejoin(member.badge(), request(member, request));
    }

    /// The member that has an id.
    ///
    /// @throws Refused if nobody has it, or somebody else has its place
    ClassicGroupMember member(String id, Optional<String> instance) {
        Optional<ClassicGroupMember> named = instance.flatMap(this::named);
        if (named.isPresent() && !named.get().id().equals(id)) {
            throw new ErrorResponseException(Errors.FENCED_INSTANCE_ID, named.get().id() + " has the place of " + id);
        }
        ClassicGroupMember member = members.get(id);
        if (member == null || instance.isPresent() && named.isEmpty()) {
            throw new ErrorResponseException(Errors.UNKNOWN_MEMBER_ID, id + " is not in this group, or no longer");
        }
        return member;
    }

    /// What a member must know that has joined; empty as long as others are still to join.
    Optional<Start> start(Group group, String id) {
        ClassicGroupMember member = member(id, Optional.empty());
        Optional<JoinResponse> round = group.joinResponse(member.badge());
        if (round.isEmpty()) {
            return Optional.empty();
        }
        member.badge(round.get().identity());
        removeExpired(group);
        if (chosenFor != group.generation()) {
            protocol = selectProtocol();
            chosenFor = group.generation();
        }
        String leader = members.values().stream().filter(each -> each.badge().member().equals(group.leader()))
                .map(ClassicGroupMember::id).findFirst().orElse("");
        return Optional.of(new Start(group.generation(), protocol, leader, id,
                round.get().leads() ? List.copyOf(members.values()) : List.of()));
    }

    /// Each member has a vote, for the first way that it knows and all others know too.
    private String selectProtocol() {
        Set<String> common = common(members.values());
        var votes = new TreeMap<String, Integer>();
        members.values().forEach(member -> member.protocols().keySet().stream().filter(common::contains).findFirst()
                .ifPresent(vote -> votes.merge(vote, 1, Integer::sum)));
        return votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse("");
    }

    /// Takes from the leader who gets which bytes. If they say who reads what, the broker's group learns it too.
    void sync(Group group, ClassicGroupMember leader, int generation, Map<String, byte[]> assignments) {
        if (group.state() != Group.State.COMPLETING_REBALANCE || !group.leader().equals(leader.badge().member())) {
            return;
        }
        memory.check(assignments.values().stream().mapToLong(ClassicGroupMember::assignmentBytes).sum());
        var all = new HashSet<TopicPartition>();
        var given = new HashMap<String, SortedSet<TopicPartition>>();
        for (ClassicGroupMember member : members.values()) {
            SortedSet<TopicPartition> partitions =
                    ConsumerProtocolReader.partitions(assignments.getOrDefault(member.id(), ClassicGroupMember.NOTHING));
            partitions.removeIf(partition -> !exists.test(partition) || !all.add(partition));
            given.put(member.badge().member(), partitions);
        }
        group.assign(leader.badge().in(generation), given);
        members.values().forEach(member ->
                member.assignment(assignments.getOrDefault(member.id(), ClassicGroupMember.NOTHING)));
    }

    /// What the leader gave to a member; empty as long as it has not.
    Optional<byte[]> assignment(Group group, String id, int generation) {
        ClassicGroupMember member = member(id, Optional.empty());
        return group.assignment(member.badge().in(generation)).map(partitions -> member.assignment());
    }

    /// Lets a member go.
    ///
    /// @throws Refused if it is not there
    void leave(Group group, String id, Optional<String> instance) {
        if (awaited.remove(group.name(), id)) {
            return;
        }
        removeExpired(group);
        ClassicGroupMember member = id.isEmpty() && instance.flatMap(this::named).isPresent()
                ? named(instance.get()).get() : member(id, instance);
        group.leave(member.badge());
        members.remove(member.id());
    }

    /// Takes a sign of life, or a reason to say something, from a member of this generation.
    void check(Group group, String id, Optional<String> instance, int generation) {
        group.heartbeat(member(id, instance).badge().in(generation));
    }

    /// What kind of group it is: `consumer`, if consumers are in it.
    String type() {
        return type;
    }

    /// The way of sharing out that all members know.
    public String protocol() {
        return protocol;
    }

    /// Those who are in.
    public List<ClassicGroupMember> members(Group group) {
        removeExpired(group);
        return new ArrayList<>(members.values());
    }

    boolean isUnused(Group group) {
        return members(group).isEmpty();
    }

    /// Estimates the memory that its members take, in bytes.
    long bytes() {
        return members.values().stream().mapToLong(ClassicGroupMember::bytes).sum();
    }

    /// Somebody new is to come again, with an id: so that, if the answer is lost, there is no member that nobody is.
    static final class MemberIdRequired extends RuntimeException {
        private final String id;

        MemberIdRequired(String id) {
            super("join as " + id);
            this.id = id;
        }

        String id() {
            return id;
        }
    }
}
