package gregor.kafka;

import module java.base;

import gregor.group.Subscription;
import gregor.rebalance.Group;
import gregor.rebalance.JoinRequest;
import gregor.rebalance.JoinResponse;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.protocol.Errors;

/// A group of the classic protocol: one member, the leader, computes the assignment, and the broker forwards bytes that
/// it need not understand.
///
/// The broker's [Group] keeps membership, generations and timeouts. This class adds what only the protocol has: member
/// ids that clients know, assignors of which all members must support one, and the forwarded bytes. The caller holds
/// the lock of that group.
public final class ClassicGroup {
    /// The assignor's name in the broker's group, whichever one the clients use.
    private static final String ASSIGNOR = "kafka";
    private static final int MAX_MEMBERS = 1000;

    private final ClassicGroupMembers members = new ClassicGroupMembers();
    private final AwaitedMembers awaited;
    private final MemberMemory memory;
    private final Predicate<TopicPartition> exists;
    private String type = "";
    private String protocol = "";
    private int selectedFor = -1;
    private String leader = "";
    private String leaderId = "";

    /// @param awaited the awaited members of all groups
    /// @param memory  the memory of the members of all groups
    ClassicGroup(AwaitedMembers awaited, MemberMemory memory, Predicate<TopicPartition> exists) {
        this.awaited = awaited;
        this.memory = memory;
        this.exists = exists;
    }

    /// What a member learns when a generation begins.
    ///
    /// @param members all members if this one is the leader; else empty
    record Start(int generation, String protocol, String leader, String member,
            Collection<ClassicGroupMember> members) {}

    private void removeExpired(Group group) {
        group.expire();
        members.retain(group.memberIds());
    }

    /// Adds a member, or lets it rejoin, and returns its member id.
    ///
    /// @throws MemberIdRequired       if it is new and has to rejoin with an id
    /// @throws ErrorResponseException if the request is invalid
    String join(Group group, JoinGroupRequestData request, RequestContext context) {
        removeExpired(group);
        var protocols = new LinkedHashMap<String, byte[]>();
        request.protocols().forEach(each -> protocols.put(each.name(), each.metadata()));
        checkProtocols(request, protocols);
        Optional<String> instance = Optional.ofNullable(request.groupInstanceId());
        if (!request.memberId().isEmpty() && !awaited.contains(group.name(), request.memberId())) {
            rejoin(group, member(request.memberId(), instance), request, protocols);
            return request.memberId();
        }
        if (request.memberId().isEmpty() && instance.isEmpty() && context.version() >= 4) {
            String id = newId(context.client());
            awaited.add(group.name(), id);
            throw new MemberIdRequired(id);
        }
        String id = request.memberId().isEmpty() ? newId(instance.orElse(context.client())) : request.memberId();
        checkSize(instance);
        awaited.remove(group.name(), id);
        var member = new ClassicGroupMember(id, instance, context.client(), context.host(), protocols);
        memory.require(member.bytes());
        instance.flatMap(members::withInstance).ifPresent(before -> {
            members.remove(before);
            member.assignment(before.assignment());
        });
        member.identity(group.join(request(member, request)));
        members.add(member);
        type = request.protocolType();
        return id;
    }

    /// A static member that returns replaces the one with its instance id.
    private void checkSize(Optional<String> instance) {
        if (members.size() >= MAX_MEMBERS && instance.flatMap(members::withInstance).isEmpty()) {
            throw new ErrorResponseException(Errors.GROUP_MAX_SIZE_REACHED,
                    "the group has " + MAX_MEMBERS + " members, which is the maximum");
        }
    }

    private static String newId(String name) {
        return name + "-" + UUID.randomUUID();
    }

    private void checkProtocols(JoinGroupRequestData request, Map<String, byte[]> protocols) {
        boolean isConsistent = !protocols.isEmpty() && !request.protocolType().isEmpty();
        var own = new HashSet<ClassicGroupMember>();
        members.find(request.memberId()).ifPresent(own::add);
        Optional.ofNullable(request.groupInstanceId()).flatMap(members::withInstance).ifPresent(own::add);
        if (members.size() > own.size()) {
            isConsistent &= request.protocolType().equals(type) && members.supportOneOf(protocols.keySet(), own);
        }
        if (!isConsistent) {
            throw new ErrorResponseException(Errors.INCONSISTENT_GROUP_PROTOCOL,
                    "no protocol is supported by all members; they use type " + type);
        }
    }

    private static JoinRequest request(ClassicGroupMember member, JoinGroupRequestData request) {
        var topics = new TreeSet<String>();
        member.protocols().values().forEach(metadata -> topics.addAll(ConsumerProtocolReader.topics(metadata)));
        Duration session = Duration.ofMillis(request.sessionTimeoutMs());
        Duration rebalance = request.rebalanceTimeoutMs() > 0
                ? Duration.ofMillis(request.rebalanceTimeoutMs())
                : session;
        return new JoinRequest(member.client().isEmpty() ? "consumer" : member.client(), ASSIGNOR,
                new Subscription(topics, new TreeSet<>(), -1, member.instance()), session, rebalance);
    }

    /// Lets a member rejoin. If its metadata is unchanged and it is not the leader, it repeats a request whose response
    /// was lost, and the group does not rebalance.
    private void rejoin(Group group, ClassicGroupMember member, JoinGroupRequestData request,
            LinkedHashMap<String, byte[]> protocols) {
        boolean leads = group.leader().equals(member.identity().member());
        boolean isUnchanged = member.hasProtocols(protocols);
        if (!isUnchanged) {
            memory.require(ClassicGroupMember.bytes(protocols));
        }
        members.protocols(member, protocols);
        if (!isUnchanged || group.state() == Group.State.PREPARING_REBALANCE
                || group.state() == Group.State.STABLE && leads) {
            group.rejoin(member.identity(), request(member, request));
        }
    }

    /// Joins the next generation, which has begun to form before the member learned of the last one.
    void joinAgain(Group group, String id, JoinGroupRequestData request) {
        ClassicGroupMember member = member(id, Optional.empty());
        group.rejoin(member.identity(), request(member, request));
    }

    /// @throws ErrorResponseException UNKNOWN_MEMBER_ID, or FENCED_INSTANCE_ID if another member has the instance id
    ClassicGroupMember member(String id, Optional<String> instance) {
        Optional<ClassicGroupMember> named = instance.flatMap(members::withInstance);
        if (named.isPresent() && !named.get().id().equals(id)) {
            throw new ErrorResponseException(Errors.FENCED_INSTANCE_ID,
                    "instance id " + instance.get() + " is in use by member " + named.get().id() + ", not " + id);
        }
        Optional<ClassicGroupMember> member = members.find(id);
        if (member.isEmpty() || instance.isPresent() && named.isEmpty()) {
            throw new ErrorResponseException(Errors.UNKNOWN_MEMBER_ID, id + " is not a member of the group");
        }
        return member.get();
    }

    /// Returns what a member that has joined must know; empty while other members have not joined.
    Optional<Start> start(Group group, String id) {
        ClassicGroupMember member = member(id, Optional.empty());
        Optional<JoinResponse> response = group.joinResponse(member.identity());
        if (response.isEmpty()) {
            return Optional.empty();
        }
        member.identity(response.get().identity());
        removeExpired(group);
        if (selectedFor != group.generation() || !leader.equals(group.leader())) {
            protocol = selectedFor == group.generation() ? protocol : members.selectProtocol();
            selectedFor = group.generation();
            leader = group.leader();
            leaderId = members.all().stream().filter(each -> each.identity().member().equals(leader))
                    .map(ClassicGroupMember::id).findFirst().orElse("");
        }
        return Optional.of(new Start(group.generation(), protocol, leaderId, id,
                response.get().leads() ? List.copyOf(members.all()) : List.of()));
    }

    /// Takes the assignments from the leader, and passes those that it can read to the broker's group.
    void sync(Group group, ClassicGroupMember leader, int generation, Map<String, byte[]> assignments) {
        if (group.state() != Group.State.COMPLETING_REBALANCE || !group.leader().equals(leader.identity().member())) {
            return;
        }
        memory.require(assignments.values().stream().mapToLong(ClassicGroupMember::assignmentBytes).sum());
        var all = new HashSet<TopicPartition>();
        var readable = new HashMap<String, SortedSet<TopicPartition>>();
        for (ClassicGroupMember member : members.all()) {
            SortedSet<TopicPartition> partitions = ConsumerProtocolReader
                    .partitions(assignments.getOrDefault(member.id(), ClassicGroupMember.NO_BYTES));
            partitions.removeIf(partition -> !exists.test(partition) || !all.add(partition));
            readable.put(member.identity().member(), partitions);
        }
        group.assign(leader.identity().in(generation), readable);
        members.all().forEach(member -> members.assignment(member,
                assignments.getOrDefault(member.id(), ClassicGroupMember.NO_BYTES)));
    }

    /// Returns the assignment of a member; empty until the leader has sent it.
    Optional<byte[]> assignment(Group group, String id, int generation) {
        ClassicGroupMember member = member(id, Optional.empty());
        return group.assignment(member.identity().in(generation)).map(partitions -> member.assignment());
    }

    /// @throws ErrorResponseException UNKNOWN_MEMBER_ID if it is not in the group
    void leave(Group group, String id, Optional<String> instance) {
        if (awaited.remove(group.name(), id)) {
            return;
        }
        removeExpired(group);
        Optional<ClassicGroupMember> named = id.isEmpty() ? instance.flatMap(members::withInstance) : Optional.empty();
        ClassicGroupMember member = named.orElseGet(() -> member(id, instance));
        group.leave(member.identity());
        members.remove(member);
    }

    /// @throws RuntimeException if it is unknown, of another generation, or has to rejoin
    void heartbeat(Group group, String id, Optional<String> instance, int generation) {
        group.heartbeat(member(id, instance).identity().in(generation));
    }

    /// The protocol type, such as `consumer`; empty before the first member has joined.
    String type() {
        return type;
    }

    /// The assignor that all members support.
    public String protocol() {
        return protocol;
    }

    /// The members that have not expired.
    public List<ClassicGroupMember> members(Group group) {
        removeExpired(group);
        return new ArrayList<>(members.all());
    }

    boolean isUnused(Group group) {
        removeExpired(group);
        return members.size() == 0;
    }

    /// Estimates the memory of its members, in bytes.
    long bytes() {
        return members.bytes();
    }

    /// Makes a new client rejoin with this member id, so that a lost response leaves no orphan (KIP-394).
    static final class MemberIdRequired extends RuntimeException {
        private final String id;

        MemberIdRequired(String id) {
            super("rejoin with member id " + id);
            this.id = id;
        }

        String id() {
            return id;
        }
    }
}
