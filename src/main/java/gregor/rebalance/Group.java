package gregor.rebalance;

import module java.base;

import gregor.group.CommitOutOfRangeException;
import gregor.group.CommittedOffset;
import gregor.group.GroupOffsets;
import gregor.group.Lag;
import gregor.group.OffsetStore;
import gregor.group.Subscription;
import gregor.list.Client;
import gregor.topic.NotAssignedException;
import gregor.topic.TopicClient;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;

/// The members of a group, of which each partition has at most one as its reader.
///
/// When a member joins or leaves, a new generation forms: all members rejoin, one of them leads and computes the
/// assignment, and calls of an older generation are refused. The group reads nothing and computes no assignment; it
/// makes the members agree. Kafka: the group coordinator.
///
/// It never waits and has no clock of its own: each call first removes members whose time has run out. One thread at a
/// time may call it.
public final class Group implements TopicClient {
    /// The states between one generation and the next.
    public enum State {
        /// No members.
        EMPTY,
        /// A member joined or left; all must rejoin. Kafka: `PreparingRebalance`.
        PREPARING_REBALANCE,
        /// All have joined; the leader must send the assignment. Kafka: `CompletingRebalance`.
        COMPLETING_REBALANCE,
        /// Each member has its assignment.
        STABLE
    }

    private final String name;
    private final Topics topics;
    private final GroupOffsets offsets;
    private final InstantSource clock;
    private final GroupMembers members = new GroupMembers();
    private State state = State.EMPTY;
    private int generation;
    private int joins;
    private String leader = "";
    private Instant deadline = Instant.MAX;

    /// Makes a group without members; the store may hold committed offsets of it already.
    ///
    /// @param clock the time by which sessions end; a clock that jumps ends them too early or too late
    public Group(String name, Topics topics, OffsetStore store, InstantSource clock) {
        this.name = name;
        this.topics = topics;
        this.offsets = new GroupOffsets(name, topics, store);
        this.clock = clock;
    }

    /// Adds a member and returns its identity. A new generation forms.
    ///
    /// A member with the instance name of another one replaces it, and the other one is fenced; if it wants the same
    /// topics, the assignment stays.
    ///
    /// @throws InconsistentGroupProtocolException if other members use another assignor
    public MemberIdentity join(JoinRequest request) {
        expire();
        Optional<MemberState> before = request.subscription().instance().flatMap(members::withInstance);
        checkAssignor(request, before);
        String id = request.client() + "-" + ++joins;
        var member = new MemberState(id, request, clock.instant());
        members.put(member);
        before.ifPresent(old -> replaceStaticMember(member, old));
        if (before.isEmpty() || state != State.STABLE || !sameTopics(before.get(), member)) {
            rejoin(member);
        }
        return new MemberIdentity(id, request.subscription().instance(), -1);
    }

    /// Compares the assignor with that of any other member, since all use the same.
    private void checkAssignor(JoinRequest request, Optional<MemberState> except) {
        Optional<MemberState> other = members.all().stream().filter(member -> except.filter(member::equals).isEmpty())
                .findFirst();
        if (other.isPresent() && !other.get().request.assignor().equals(request.assignor())) {
            throw new InconsistentGroupProtocolException(request.client() + " uses the assignor "
                    + request.assignor() + ", and " + other.get().id + " uses " + other.get().request.assignor()
                    + "; configure the same for all members of " + name);
        }
    }

    private void replaceStaticMember(MemberState member, MemberState old) {
        members.remove(old.id);
        members.put(member);
        member.assigned = old.assigned;
        member.revoking = old.revoking;
        leader = leader.equals(old.id) ? member.id : leader;
    }

    private static boolean sameTopics(MemberState one, MemberState other) {
        return one.request.subscription().topics().equals(other.request.subscription().topics());
    }

    /// Makes a member join the generation that is forming, or starts a new one.
    ///
    /// @throws UnknownMemberIdException           if it is not a member
    /// @throws FencedInstanceIdException          if another member has its instance name
    /// @throws InconsistentGroupProtocolException if other members use another assignor
    public void rejoin(MemberIdentity identity, JoinRequest request) {
        MemberState old = member(identity);
        checkAssignor(request, Optional.of(old));
        var member = new MemberState(old.id, request, clock.instant());
        replaceStaticMember(member, old);
        rejoin(member);
    }

    private void rejoin(MemberState member) {
        if (state != State.PREPARING_REBALANCE) {
            startJoining();
        }
        members.setJoined(member);
        completeIfAllJoined();
    }

    /// Begins the next generation without waiting for any member: for a protocol in which no member has to be asked.
    /// The leader must send the assignment. Kafka: a group epoch (KIP-848).
    public void startGeneration() {
        expire();
        members.all().forEach(members::setJoined);
        state = State.PREPARING_REBALANCE;
        completeIfAllJoined();
    }

    private void startJoining() {
        state = State.PREPARING_REBALANCE;
        members.clearJoined();
        deadline = clock.instant().plus(members.rebalanceTimeout());
    }

    private void completeIfAllJoined() {
        if (state == State.PREPARING_REBALANCE && members.allJoined()) {
            generation++;
            state = members.isEmpty() ? State.EMPTY : State.COMPLETING_REBALANCE;
            leader = members.isEmpty() || members.find(leader).isPresent() ? leader : members.firstId();
            deadline = Instant.MAX;
        }
    }

    /// Returns the result of a join; empty until all members have joined.
    ///
    /// @throws UnknownMemberIdException     if the caller is not a member
    /// @throws FencedInstanceIdException    if another member has its instance name
    /// @throws RebalanceInProgressException if a generation is forming that it has not joined
    public Optional<JoinResponse> joinResponse(MemberIdentity identity) {
        MemberState member = member(identity);
        if (state == State.PREPARING_REBALANCE) {
            checkJoined(member);
            return Optional.empty();
        }
        boolean leads = state == State.COMPLETING_REBALANCE && leader.equals(member.id);
        var subscriptions = new TreeMap<String, Subscription>();
        if (leads) {
            members.all().forEach(each -> subscriptions.put(each.id, each.request.subscription()));
        }
        return Optional.of(new JoinResponse(identity.in(generation), leads, subscriptions));
    }

    private void checkJoined(MemberState member) {
        if (!member.joined) {
            throw new RebalanceInProgressException("generation " + (generation + 1) + " of " + name + " is forming; "
                    + member.id + " must rejoin");
        }
    }

    /// Takes the assignment from the leader.
    ///
    /// @throws UnknownMemberIdException     if the caller is not a member
    /// @throws FencedInstanceIdException    if another member has its instance name
    /// @throws IllegalGenerationException   if it is of another generation
    /// @throws RebalanceInProgressException if a generation is forming that it has not joined
    /// @throws InvalidAssignmentException   if the caller does not lead, or if the assignment names an unknown member
    ///                                      or partition, or assigns a partition twice
    public void assign(MemberIdentity identity, Map<String, ? extends SortedSet<TopicPartition>> assignment) {
        MemberState caller = current(identity);
        if (state != State.COMPLETING_REBALANCE || !caller.id.equals(leader)) {
            throw new InvalidAssignmentException(caller.id + " cannot assign partitions now; the leader is " + leader
                    + ", and the group is " + state);
        }
        Set<TopicPartition> all = check(assignment);
        for (MemberState member : members.all()) {
            member.revoking = new TreeSet<>(member.assigned);
            member.revoking.removeAll(all);
            member.assigned = new TreeSet<>(assignment.containsKey(member.id) ? assignment.get(member.id) : Set.of());
        }
        state = State.STABLE;
    }

    private Set<TopicPartition> check(Map<String, ? extends SortedSet<TopicPartition>> assignment) {
        var all = new HashSet<TopicPartition>();
        assignment.forEach((member, assigned) -> {
            if (members.find(member).isEmpty()) {
                throw new InvalidAssignmentException(member + " is not a member of " + name + "; fix the assignor");
            }
            for (TopicPartition partition : assigned) {
                if (!exists(partition)) {
                    throw new InvalidAssignmentException("there is no partition " + partition + "; fix the assignor");
                }
                if (!all.add(partition)) {
                    throw new InvalidAssignmentException(partition + " is assigned to two members; fix the assignor");
                }
            }
        });
        return all;
    }

    private boolean exists(TopicPartition partition) {
        int number = partition.partition();
        return topics.find(partition.topic()).filter(topic -> 0 <= number && number < topic.partitions()).isPresent();
    }

    /// Returns the partitions of a member; empty until the leader has sent the assignment.
    ///
    /// @throws UnknownMemberIdException     if the caller is not a member
    /// @throws FencedInstanceIdException    if another member has its instance name
    /// @throws IllegalGenerationException   if it is of another generation
    /// @throws RebalanceInProgressException if a generation is forming that it has not joined
    public Optional<SortedSet<TopicPartition>> assignment(MemberIdentity identity) {
        MemberState member = current(identity);
        if (state == State.PREPARING_REBALANCE) {
            checkJoined(member);
        }
        return state == State.STABLE ? Optional.of(new TreeSet<>(member.assigned)) : Optional.empty();
    }

    /// Keeps the session of a member alive.
    ///
    /// @throws UnknownMemberIdException     if the caller is not a member, or was removed
    /// @throws FencedInstanceIdException    if another member has its instance name
    /// @throws IllegalGenerationException   if it is of another generation
    /// @throws RebalanceInProgressException if a generation is forming that it has not joined
    public void heartbeat(MemberIdentity identity) {
        MemberState member = current(identity);
        if (state == State.PREPARING_REBALANCE) {
            checkJoined(member);
        }
    }

    /// Removes a member. A new generation forms.
    ///
    /// @throws UnknownMemberIdException  if the caller is not a member
    /// @throws FencedInstanceIdException if another member has its instance name
    public void leave(MemberIdentity identity) {
        remove(List.of(member(identity).id));
    }

    /// Removes members silent for longer than their session timeout; while joining, also those that miss the deadline
    /// (the longest `rebalanceTimeout`). Each other call does this first; without calls, call this at intervals.
    public void expire() {
        Instant now = clock.instant();
        remove(members.expired(now));
        if (state == State.PREPARING_REBALANCE && now.isAfter(deadline)) {
            remove(members.notJoined());
        }
    }

    private void remove(Collection<String> ids) {
        if (!ids.isEmpty()) {
            ids.forEach(members::remove);
            if (state != State.PREPARING_REBALANCE) {
                startJoining();
            }
            completeIfAllJoined();
        }
    }

    /// Returns the member that a call comes from; the call counts as a heartbeat.
    private MemberState member(MemberIdentity identity) {
        expire();
        Optional<MemberState> named = identity.instance().flatMap(members::withInstance);
        if (named.isPresent() && !named.get().id.equals(identity.member())) {
            throw new FencedInstanceIdException(named.get().id + " has replaced " + identity.member() + " as instance "
                    + identity.instance().get() + "; stop " + identity.member() + ", or give it another instance name");
        }
        MemberState member = members.find(identity.member()).orElseThrow(() -> new UnknownMemberIdException(
                identity.member() + " is not a member of group " + name + "; poll to rejoin"));
        member.lastHeartbeat = clock.instant();
        return member;
    }

    private MemberState current(MemberIdentity identity) {
        MemberState member = member(identity);
        if (identity.generation() != generation && !(state == State.PREPARING_REBALANCE && member.joined)) {
            throw new IllegalGenerationException(identity.member() + " is of generation " + identity.generation()
                    + ", and group " + name + " of generation " + generation + "; poll to rejoin");
        }
        return member;
    }

    /// Commits offsets of a member, all or none: for each partition the offset that it reads *next*.
    ///
    /// @throws UnknownMemberIdException     if the caller is not a member, or was removed
    /// @throws FencedInstanceIdException    if another member has its instance name
    /// @throws IllegalGenerationException   if it is of another generation
    /// @throws RebalanceInProgressException if the leader has not sent the assignment yet
    /// @throws NotAssignedException         if one of the partitions is not assigned to it
    /// @throws CommitOutOfRangeException    if an offset is below 0 or beyond the end of its log
    public void commit(MemberIdentity identity, Map<TopicPartition, CommittedOffset> commits) {
        MemberState member = current(identity);
        if (state == State.COMPLETING_REBALANCE) {
            throw new RebalanceInProgressException("generation " + generation + " of " + name
                    + " has no assignment yet; poll, then commit again");
        }
        for (TopicPartition partition : commits.keySet()) {
            if (!member.assigned.contains(partition) && !member.revoking.contains(partition)) {
                throw new NotAssignedException(member.id + " does not read " + partition
                        + "; it reads " + member.assigned);
            }
        }
        offsets.commit(commits);
    }

    /// Resets the committed offsets of a group without members: to read again, or to skip.
    ///
    /// @throws GroupNotEmptyException    if it has members
    /// @throws CommitOutOfRangeException if an offset is below 0 or beyond the end of its log
    public void reset(Map<TopicPartition, CommittedOffset> commits) {
        expire();
        if (!members.isEmpty()) {
            throw new GroupNotEmptyException("cannot reset offsets of group " + name + ": it has members "
                    + members.ids() + "; stop them first");
        }
        offsets.commit(commits);
    }

    public Optional<CommittedOffset> committed(TopicPartition partition) {
        return offsets.committed(partition);
    }

    /// Returns the lag in each partition that a member subscribes to or that has a committed offset.
    public List<Lag> lag() {
        expire();
        var subscribed = new TreeSet<String>();
        members.all().forEach(member -> subscribed.addAll(member.request.subscription().topics()));
        return offsets.lag(subscribed, this::owner);
    }

    private Optional<String> owner(TopicPartition partition) {
        return members.all().stream().filter(member -> member.assigned.contains(partition))
                .map(member -> member.id).findFirst();
    }

    public String name() {
        return name;
    }

    public State state() {
        return state;
    }

    /// Returns the id of the member that leads; empty before the first generation.
    public String leader() {
        return leader;
    }

    /// Returns the generation: 0 at first, plus 1 when all members have joined or the last has left.
    public int generation() {
        return generation;
    }

    /// Returns the member ids: a view, which changes with the group.
    public Set<String> memberIds() {
        return members.ids();
    }

    /// Returns the member ids, each with its partitions.
    public SortedMap<String, SortedSet<TopicPartition>> members() {
        var assignments = new TreeMap<String, SortedSet<TopicPartition>>();
        members.all().forEach(member -> assignments.put(member.id, new TreeSet<>(member.assigned)));
        return assignments;
    }

    /// Returns the group at its committed offset, for a drawing.
    @Override
    public List<Client> at(TopicPartition partition) {
        return offsets.at(partition);
    }

    @Override
    public String toString() {
        return name + ", generation " + generation + ", " + state + ": " + members();
    }
}
