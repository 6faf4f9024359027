package gregor.rebalance;

import gregor.group.CommitOutOfRangeException;
import gregor.group.CommittedOffset;
import gregor.group.Lag;
import gregor.group.OffsetStore;
import gregor.group.Subscription;
import gregor.list.Client;
import gregor.list.Log;
import gregor.topic.NotAssignedException;
import gregor.topic.Topic;
import gregor.topic.TopicClient;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Members that share the partitions of topics, so that each partition is read by one of them.
///
/// Whenever somebody comes or goes, a new generation forms: all join again, one of them leads and shares out, and who
/// shows the badge of an older generation is turned away. The group does not read, and does not know how to share
/// out. It only sees to it that all agree.
///
/// It never waits and has no clock of its own: each call first throws out whose time has run out. One thread at a
/// time may call it.
public final class Group implements TopicClient {
    /// Where a group is between one generation and the next.
    public enum State {
        /// Nobody is in it.
        EMPTY,
        /// Somebody came or went, and all must join again. Kafka: `PreparingRebalance`.
        PREPARING_REBALANCE,
        /// All have joined, and the leader must share out. Kafka: `CompletingRebalance`.
        COMPLETING_REBALANCE,
        /// Each member knows what it reads.
        STABLE
    }

    private final String name;
    private final Topics topics;
    private final OffsetStore commits;
    private final InstantSource clock;
    private final SortedMap<String, MemberState> seats = new TreeMap<>();
    private State state = State.EMPTY;
    private int generation;
    private int joins;
    private String leader = "";
    private Instant deadline = Instant.MAX;

    /// What the group knows of a member.
    private static final class MemberState {
        private final String member;
        private final JoinRequest request;
        private Instant lastHeartbeat;
        private boolean joined;
        private SortedSet<TopicPartition> assigned = new TreeSet<>();
        private SortedSet<TopicPartition> revoking = new TreeSet<>();

        MemberState(String member, JoinRequest request, Instant now) {
            this.member = member;
            this.request = request;
            this.lastHeartbeat = now;
        }
    }

    /// Makes a group without members. Its bookmarks may be there already.
    public Group(String name, Topics topics, OffsetStore commits, InstantSource clock) {
        this.name = name;
        this.topics = topics;
        this.commits = commits;
        this.clock = clock;
    }

    /// Takes in a new member and gives it a badge. A new generation forms.
    ///
    /// If it brings a name that a member has, it takes that member's place instead, and the other one is fenced off; if
    /// it wants the same topics, nothing is shared out anew.
    ///
    /// @throws InconsistentAssignorException if the others share out in another way
    public MemberIdentity join(JoinRequest request) {
        expire();
        Optional<MemberState> before = request.subscription().instance().flatMap(this::named);
        checkAssignor(request, before);
        String member = request.client() + "-" + ++joins;
        var seat = new MemberState(member, request, clock.instant());
        seats.put(member, seat);
        before.ifPresent(old -> replaceStaticMember(seat, old));
        if (before.isEmpty() || state != State.STABLE || !sameTopics(before.get(), seat)) {
            rejoin(seat);
        }
        return new MemberIdentity(member, request.subscription().instance(), -1);
    }

    private Optional<MemberState> named(String instance) {
        Optional<String> wanted = Optional.of(instance);
        return seats.values().stream().filter(seat -> seat.request.subscription().instance().equals(wanted))
                .findFirst();
    }

    private void checkAssignor(JoinRequest request, Optional<MemberState> except) {
        for (MemberState seat : seats.values()) {
            if (!seat.request.assignor().equals(request.assignor()) && except.filter(seat::equals).isEmpty()) {
                throw new InconsistentGroupProtocolException(request.client() + " would share out by " + request.assignor()
                        + ", and " + seat.member + " by " + seat.request.assignor() + "; let all of " + name
                        + " use the same");
            }
        }
    }

    private void replaceStaticMember(MemberState seat, MemberState old) {
        seats.remove(old.member);
        seats.put(seat.member, seat);
        seat.assigned = old.assigned;
        seat.revoking = old.revoking;
        leader = leader.equals(old.member) ? seat.member : leader;
    }

    private static boolean sameTopics(MemberState one, MemberState other) {
        return one.request.subscription().topics().equals(other.request.subscription().topics());
    }

    /// Lets a member join the generation that forms now, or makes a new one form.
    ///
    /// @throws UnknownMemberException        if it is not a member
    /// @throws FencedInstanceException       if somebody else has its place
    /// @throws InconsistentAssignorException if the others share out in another way
    public void rejoin(MemberIdentity badge, JoinRequest request) {
        MemberState old = seat(badge);
        checkAssignor(request, Optional.of(old));
        var seat = new MemberState(old.member, request, clock.instant());
        replaceStaticMember(seat, old);
        rejoin(seat);
    }

    private void rejoin(MemberState seat) {
        if (state != State.PREPARING_REBALANCE) {
            startJoining();
        }
        seat.joined = true;
        completeIfAllJoined();
    }

    private void startJoining() {
        state = State.PREPARING_REBALANCE;
        seats.values().forEach(seat -> seat.joined = false);
        Duration longest = seats.values().stream().map(seat -> seat.request.rebalanceTimeout())
                .max(Duration::compareTo).orElse(Duration.ZERO);
        deadline = clock.instant().plus(longest);
    }

    private void completeIfAllJoined() {
        if (state == State.PREPARING_REBALANCE && seats.values().stream().allMatch(seat -> seat.joined)) {
            generation++;
            state = seats.isEmpty() ? State.EMPTY : State.COMPLETING_REBALANCE;
            leader = seats.isEmpty() || seats.containsKey(leader) ? leader : seats.firstKey();
            deadline = Instant.MAX;
        }
    }

    /// Returns what a member that has joined must know; empty as long as others are still to join.
    ///
    /// @throws UnknownMemberException       if it is not a member
    /// @throws FencedInstanceException      if somebody else has its place
    /// @throws RebalanceInProgressException if yet another generation forms, which it has not joined
    public Optional<JoinResponse> joinResponse(MemberIdentity badge) {
        MemberState seat = seat(badge);
        if (state == State.PREPARING_REBALANCE) {
            checkJoined(seat);
            return Optional.empty();
        }
        boolean leads = state == State.COMPLETING_REBALANCE && leader.equals(seat.member);
        var members = new TreeMap<String, Subscription>();
        if (leads) {
            seats.values().forEach(each -> members.put(each.member, each.request.subscription()));
        }
        return Optional.of(new JoinResponse(badge.in(generation), leads, members));
    }

    private void checkJoined(MemberState seat) {
        if (!seat.joined) {
            throw new RebalanceInProgressException("generation " + (generation + 1) + " of " + name + " forms; "
                    + seat.member + " must join it");
        }
    }

    /// Takes from the leader who reads what.
    ///
    /// @throws UnknownMemberException       if it is not a member
    /// @throws FencedInstanceException      if somebody else has its place
    /// @throws IllegalGenerationException   if its badge is not of this generation
    /// @throws RebalanceInProgressException if yet another generation forms
    /// @throws InvalidAssignmentException   if it is not the leader's turn, or it gives something to a stranger,
    ///                                      something that does not exist, or something to two
    public void assign(MemberIdentity badge, Map<String, ? extends SortedSet<TopicPartition>> assignment) {
        MemberState seat = current(badge);
        if (state != State.COMPLETING_REBALANCE || !seat.member.equals(leader)) {
            throw new InvalidAssignmentException("it is not for " + seat.member
                    + " to share out now; the leader is " + leader);
        }
        Set<TopicPartition> all = check(assignment);
        for (MemberState each : seats.values()) {
            each.revoking = new TreeSet<>(each.assigned);
            each.revoking.removeAll(all);
            each.assigned = new TreeSet<>(assignment.containsKey(each.member) ? assignment.get(each.member) : Set.of());
        }
        state = State.STABLE;
    }

    private Set<TopicPartition> check(Map<String, ? extends SortedSet<TopicPartition>> assignment) {
        var all = new HashSet<TopicPartition>();
        assignment.forEach((member, given) -> {
            if (!seats.containsKey(member)) {
                throw new InvalidAssignmentException(member + " is not in " + name + "; mend the assignor");
            }
            for (TopicPartition partition : given) {
                if (log(partition).isEmpty()) {
                    throw new InvalidAssignmentException("there is no " + partition + "; mend the assignor");
                }
                if (!all.add(partition)) {
                    throw new InvalidAssignmentException(partition + " is given to two members; mend the assignor");
                }
            }
        });
        return all;
    }

    /// Returns what a member reads; empty as long as the leader has not said so.
    ///
    /// @throws UnknownMemberException       if it is not a member
    /// @throws FencedInstanceException      if somebody else has its place
    /// @throws IllegalGenerationException   if its badge is not of this generation
    /// @throws RebalanceInProgressException if yet another generation forms
    public Optional<SortedSet<TopicPartition>> assignment(MemberIdentity badge) {
        MemberState seat = current(badge);
        if (state == State.PREPARING_REBALANCE) {
            checkJoined(seat);
        }
        return state == State.STABLE ? Optional.of(new TreeSet<>(seat.assigned)) : Optional.empty();
    }

    /// Takes a sign of life.
    ///
    /// @throws UnknownMemberException       if it is not a member, or no longer
    /// @throws FencedInstanceException      if somebody else has its place
    /// @throws IllegalGenerationException   if its badge is not of this generation
    /// @throws RebalanceInProgressException if a new generation forms, which it has not joined
    public void heartbeat(MemberIdentity badge) {
        MemberState seat = current(badge);
        if (state == State.PREPARING_REBALANCE) {
            checkJoined(seat);
        }
    }

    /// Lets a member go. A new generation forms.
    ///
    /// @throws UnknownMemberException  if it is not a member
    /// @throws FencedInstanceException if somebody else has its place
    public void leave(MemberIdentity badge) {
        remove(List.of(seat(badge).member));
    }

    /// Throws out whose time has run out: members of whom nothing was heard, and those who did not join again in time.
    /// Every other call does this first; if there are none, somebody should call this now and then.
    public void expire() {
        Instant now = clock.instant();
        remove(seats.values().stream().filter(seat -> now.isAfter(seat.lastHeartbeat.plus(seat.request.sessionTimeout())))
                .map(seat -> seat.member).toList());
        if (state == State.PREPARING_REBALANCE && now.isAfter(deadline)) {
            remove(seats.values().stream().filter(seat -> !seat.joined).map(seat -> seat.member).toList());
        }
    }

    private void remove(Collection<String> members) {
        if (!members.isEmpty()) {
            seats.keySet().removeAll(List.copyOf(members));
            if (state != State.PREPARING_REBALANCE) {
                startJoining();
            }
            completeIfAllJoined();
        }
    }

    private MemberState seat(MemberIdentity badge) {
        expire();
        Optional<MemberState> named = badge.instance().flatMap(this::named);
        if (named.isPresent() && !named.get().member.equals(badge.member())) {
            throw new FencedInstanceIdException(named.get().member + " has the place of " + badge.member() + " as "
                    + badge.instance().get() + "; stop this one, or give it another name");
        }
        MemberState seat = seats.get(badge.member());
        if (seat == null) {
            throw new UnknownMemberIdException(badge.member() + " is not in " + name + ", or no longer; join again");
        }
        seat.lastHeartbeat = clock.instant();
        return seat;
    }

    private MemberState current(MemberIdentity badge) {
        MemberState seat = seat(badge);
        if (badge.generation() != generation && !(state == State.PREPARING_REBALANCE && seat.joined)) {
            throw new IllegalGenerationException(badge.member() + " is of generation " + badge.generation() + ", and "
                    + name + " is at generation " + generation + "; join again");
        }
        return seat;
    }

    /// Writes down how far a member is: for each partition the offset that it reads *next*. All of it or nothing.
    ///
    /// @throws UnknownMemberException       if it is not a member, or no longer
    /// @throws FencedInstanceException      if somebody else has its place
    /// @throws IllegalGenerationException   if its badge is not of this generation
    /// @throws RebalanceInProgressException if the leader has not shared out yet
    /// @throws NotAssignedException         if it does not read one of these partitions
    /// @throws CommitOutOfRangeException    if an offset lies beyond the end of its log, or below 0
    public void commit(MemberIdentity badge, Map<TopicPartition, CommittedOffset> offsets) {
        MemberState seat = current(badge);
        if (state == State.COMPLETING_REBALANCE) {
            throw new RebalanceInProgressException("generation " + generation + " of " + name
                    + " is not shared out yet; poll, then commit again");
        }
        for (TopicPartition partition : offsets.keySet()) {
            if (!seat.assigned.contains(partition) && !seat.revoking.contains(partition)) {
                throw new NotAssignedException(seat.member + " does not read " + partition
                        + "; it reads " + seat.assigned);
            }
        }
        write(offsets);
    }

    /// Moves the bookmarks of a group that has no members: to read again, or to skip.
    ///
    /// @throws GroupNotEmptyException    if it has members
    /// @throws CommitOutOfRangeException if an offset lies beyond the end of its log, or below 0
    public void reset(Map<TopicPartition, CommittedOffset> offsets) {
        expire();
        if (!seats.isEmpty()) {
            throw new GroupNotEmptyException("the bookmarks of " + name + " are in use by " + seats.keySet()
                    + "; let them leave first");
        }
        write(offsets);
    }

    private void write(Map<TopicPartition, CommittedOffset> offsets) {
        offsets.forEach((partition, commit) -> {
            long end = topics.log(partition).end();
            if (commit.offset() < 0 || commit.offset() > end) {
                throw new CommitOutOfRangeException("offset " + commit.offset() + " of " + partition
                        + " cannot be read next: the next to be written is " + end);
            }
        });
        commits.commit(name, offsets);
    }

    /// The bookmark in a partition; empty if there is none.
    public Optional<CommittedOffset> committed(TopicPartition partition) {
        return Optional.ofNullable(commits.of(name).get(partition));
    }

    /// How far the group is in each partition that it wants or has a bookmark in.
    public List<Lag> lag() {
        expire();
        var partitions = new TreeSet<>(commits.of(name).keySet());
        for (MemberState seat : seats.values()) {
            for (String topic : seat.request.subscription().topics()) {
                int count = topics.find(topic).map(Topic::partitions).orElse(0);
                for (int partition = 0; partition < count; partition++) {
                    partitions.add(new TopicPartition(topic, partition));
                }
            }
        }
        var lags = new ArrayList<Lag>();
        partitions.forEach(partition -> log(partition).ifPresent(log -> lags.add(lag(partition, log))));
        return lags;
    }

    private Lag lag(TopicPartition partition, Log log) {
        Optional<Long> committed = committed(partition).map(CommittedOffset::offset);
        long events = Math.max(0, log.end() - committed.orElse(log.start()));
        return new Lag(partition, committed, log.end(), events, owner(partition));
    }

    private Optional<String> owner(TopicPartition partition) {
        return seats.values().stream().filter(seat -> seat.assigned.contains(partition)).map(seat -> seat.member)
                .findFirst();
    }

    private Optional<Log> log(TopicPartition partition) {
        int number = partition.partition();
        return topics.find(partition.topic()).filter(topic -> 0 <= number && number < topic.partitions())
                .map(topic -> topic.partition(number));
    }

    /// What it is called.
    public String name() {
        return name;
    }

    /// Where it is between one generation and the next.
    public State state() {
        return state;
    }

    /// The id of the member who shares out; empty before the first generation.
    public String leader() {
        return leader;
    }

    /// Counts the times that it has agreed anew.
    public int generation() {
        return generation;
    }

    /// The members' ids and what each of them reads.
    public SortedMap<String, SortedSet<TopicPartition>> members() {
        var members = new TreeMap<String, SortedSet<TopicPartition>>();
        seats.values().forEach(seat -> members.put(seat.member, new TreeSet<>(seat.assigned)));
        return members;
    }

    /// Stands where its bookmark lies.
    @Override
    public List<Client> at(TopicPartition partition) {
        return committed(partition).stream().<Client>map(commit -> new CommittedPosition(name, commit.offset())).toList();
    }

    private record CommittedPosition(String name, long offset) implements Client {
        @Override
        public OptionalLong readPosition() {
            return OptionalLong.of(offset);
        }
    }

    @Override
    public String toString() {
        return name + ", generation " + generation + ", " + state + ": " + members();
    }
}
