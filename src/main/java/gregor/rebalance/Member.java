package gregor.rebalance;

import module java.base;

import gregor.deque.OffsetReset;
import gregor.group.CommittedOffset;
import gregor.group.Subscription;
import gregor.list.Client;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import gregor.topic.NotAssignedException;
import gregor.topic.PartitionEntry;
import gregor.topic.Topic;
import gregor.topic.TopicClient;
import gregor.topic.TopicConsumer;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;

/// A consumer in a group: reads the partitions that the group assigns to it.
///
/// [#poll(int)] does everything: it joins, assigns partitions if it leads, commits and reads. Between polls the program
/// calls [#heartbeat()] every few seconds. One thread at a time may call it.
public final class Member implements TopicClient {
    private final String name;
    private final Group group;
    private final Topics topics;
    private final MemberSettings settings;
    private final InstantSource clock;
    private final TopicConsumer consumer;
    private MemberIdentity identity;
    private boolean joining;
    private Map<String, Integer> partitionCounts = Map.of();
    private Instant polled;
    private Instant committed;

    /// Makes a member, which joins at its first poll.
    public Member(String name, Group group, Topics topics, MemberSettings settings, InstantSource clock) {
        this.name = name;
        this.group = group;
        this.topics = topics;
        this.settings = settings;
        this.clock = clock;
        this.consumer = new TopicConsumer(name, topics, settings.reset());
        this.polled = clock.instant();
        this.committed = polled;
    }

    /// Maintains the membership, then returns the next events; maybe none during a rebalance.
    ///
    /// @throws FencedInstanceIdException          if another member has its instance name
    /// @throws InconsistentGroupProtocolException if other members use another assignor
    /// @throws NoOffsetForPartitionException      if there is no committed offset and the reset is [OffsetReset#NONE]
    /// @throws OffsetOutOfRangeException          if the log no longer holds its position and the reset is
    ///                                            [OffsetReset#NONE]
    /// @throws IllegalArgumentException           if `maxEvents` < 1
    public List<PartitionEntry> poll(int maxEvents) {
        maintainMembership();
        return consumer.poll(maxEvents);
    }

    /// Maintains the membership and reads nothing: for a program that reads the partitions in another way.
    ///
    /// @throws FencedInstanceIdException          if another member has its instance name
    /// @throws InconsistentGroupProtocolException if other members use another assignor
    /// @throws NoOffsetForPartitionException      if there is no committed offset and the reset is [OffsetReset#NONE]
    public void maintainMembership() {
        polled = clock.instant();
        if (settings.autoCommit().filter(interval -> !polled.isBefore(committed.plus(interval))).isPresent()) {
            tryToCommit();
        }
        try {
            keepMembership();
        } catch (UnknownMemberIdException | IllegalGenerationException e) {
            resetMembership();
            keepMembership();
        }
    }

    private void keepMembership() {
        if (identity == null) {
            identity = group.join(request());
            joining = true;
        }
        try {
            if (!joining) {
                group.heartbeat(identity);
                if (!partitionCounts.equals(partitions(settings.topics()))) {
                    rejoin();
                }
            }
            advanceRebalance();
        } catch (RebalanceInProgressException e) {
            rejoin();
            advanceRebalance();
        }
    }

    private JoinRequest request() {
        partitionCounts = partitions(settings.topics());
        int since = identity == null ? -1 : identity.generation();
        var subscription = new Subscription(settings.topics(), consumer.assignment(), since, settings.instance());
        return new JoinRequest(name, settings.assignor().name(), subscription, settings.sessionTimeout(),
                settings.maxPollInterval());
    }

    /// Joins the next generation; with an eager assignor it revokes all its partitions first.
    private void rejoin() {
        if (settings.autoCommit().isPresent()) {
            tryToCommit();
        }
        if (!settings.assignor().cooperative()) {
            release(consumer.assignment());
        }
        joining = true;
        group.rejoin(identity, request());
    }

    private void release(SortedSet<TopicPartition> revoked) {
        if (!revoked.isEmpty()) {
            settings.listener().revoked(revoked);
            var kept = new TreeSet<>(consumer.assignment());
            kept.removeAll(revoked);
            consumer.assign(kept);
        }
    }

    /// Advances the rebalance as far as it can without the other members.
    private void advanceRebalance() {
        while (joining) {
            Optional<JoinResponse> response = group.joinResponse(identity);
            if (response.isEmpty()) {
                return;
            }
            identity = response.get().identity();
            if (response.get().leads()) {
                assignPartitions(response.get().members());
            }
            Optional<SortedSet<TopicPartition>> assigned = group.assignment(identity);
            if (assigned.isEmpty()) {
                return;
            }
            take(assigned.get());
        }
    }

    private void assignPartitions(Map<String, Subscription> members) {
        var wanted = new TreeSet<String>();
        members.values().forEach(subscription -> wanted.addAll(subscription.topics()));
        group.assign(identity, settings.assignor().assign(partitions(wanted), members));
    }

    private Map<String, Integer> partitions(Collection<String> names) {
        var partitions = new HashMap<String, Integer>();
        names.forEach(topic -> partitions.put(topic, topics.find(topic).map(Topic::partitions).orElse(0)));
        return partitions;
    }

    /// Takes a new assignment. If that revokes partitions, it rejoins, so that the next generation can assign them.
    private void take(SortedSet<TopicPartition> assigned) {
        var revoked = new TreeSet<>(consumer.assignment());
        revoked.removeAll(assigned);
        var added = new TreeSet<>(assigned);
        added.removeAll(consumer.assignment());
        Map<TopicPartition, Long> starts = starts(added);
        if (!revoked.isEmpty() && settings.autoCommit().isPresent()) {
            tryToCommit();
        }
        release(revoked);
        joining = false;
        consumer.assign(assigned);
        starts.forEach(consumer::seek);
        settings.listener().assigned(added);
        if (!revoked.isEmpty()) {
            rejoin();
        }
    }

    /// Returns the start positions: the committed offset, or where there is none, the position of the reset.
    private Map<TopicPartition, Long> starts(SortedSet<TopicPartition> partitions) {
        var starts = new HashMap<TopicPartition, Long>();
        for (TopicPartition partition : partitions) {
            group.committed(partition).map(CommittedOffset::offset).or(() -> firstStart(partition))
                    .ifPresent(start -> starts.put(partition, start));
        }
        return starts;
    }

    /// Returns the position of the reset; empty if the log cannot be opened, which each poll of it reports.
    private Optional<Long> firstStart(TopicPartition partition) {
        if (settings.reset() == OffsetReset.NONE) {
            throw new NoOffsetForPartitionException(group.name() + " has no committed offset in " + partition
                    + "; commit one, or set auto.offset.reset to earliest or latest");
        }
        Log log = topics.log(partition);
        try {
            return Optional.of(settings.reset() == OffsetReset.EARLIEST ? log.start() : log.end());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /// Commits the position of each of its partitions: the offset that it reads next.
    ///
    /// @throws UnknownMemberIdException     if it is not a member, or was removed
    /// @throws FencedInstanceIdException    if another member has its instance name
    /// @throws IllegalGenerationException   if a generation has formed without it
    /// @throws RebalanceInProgressException if the group has no assignment at the moment
    public void commit() {
        commit(positions());
    }

    /// Commits offsets that it would read next.
    ///
    /// @throws UnknownMemberIdException     if it is not a member, or was removed
    /// @throws FencedInstanceIdException    if another member has its instance name
    /// @throws IllegalGenerationException   if a generation has formed without it
    /// @throws RebalanceInProgressException if the group has no assignment at the moment
    /// @throws NotAssignedException         if one of the partitions is not assigned to it
    /// @throws CommitOutOfRangeException    if an offset is beyond the end of its log
    public void commit(Map<TopicPartition, Long> offsets) {
        if (identity == null) {
            throw new UnknownMemberIdException(name + " is not a member of group " + group.name() + "; poll first");
        }
        var commits = new HashMap<TopicPartition, CommittedOffset>();
        offsets.forEach((partition, offset) -> commits.put(partition, CommittedOffset.of(offset)));
        group.commit(identity, commits);
        committed = clock.instant();
    }

    private void tryToCommit() {
        try {
            if (identity != null && !consumer.assignment().isEmpty()) {
                commit();
            }
        } catch (RebalanceInProgressException | UnknownMemberIdException | IllegalGenerationException
                | NotAssignedException e) {
            // the next poll joins again; what was read since the last commit is read again
        }
    }

    private Map<TopicPartition, Long> positions() {
        var positions = new HashMap<TopicPartition, Long>();
        consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
        return positions;
    }

    /// Sends a heartbeat; leaves the group instead if the last poll is longer ago than `max.poll.interval.ms`.
    ///
    /// @throws FencedInstanceIdException if another member has its instance name
    public void heartbeat() {
        if (identity == null) {
            return;
        }
        try {
            if (clock.instant().isAfter(polled.plus(settings.maxPollInterval()))) {
                leaveUnlessStatic();
                resetMembership();
            } else if (joining) {
                group.joinResponse(identity);
            } else {
                group.heartbeat(identity);
            }
        } catch (RebalanceInProgressException e) {
            // the next poll joins
        } catch (UnknownMemberIdException | IllegalGenerationException e) {
            resetMembership();
        }
    }

    /// Leaves the group; commits first if auto-commit is on. A member with an instance name stays in the group until
    /// its session times out: if it returns before, no rebalance happens (KIP-345).
    public void leave() {
        if (identity != null) {
            if (settings.autoCommit().isPresent()) {
                tryToCommit();
            }
            release(consumer.assignment());
            leaveUnlessStatic();
            identity = null;
        }
    }

    private void leaveUnlessStatic() {
        if (settings.instance().isEmpty()) {
            try {
                group.leave(identity);
            } catch (UnknownMemberIdException e) {
                // the group has removed it already
            }
        }
    }

    private void resetMembership() {
        SortedSet<TopicPartition> lost = consumer.assignment();
        identity = null;
        joining = false;
        consumer.assign(List.of());
        if (!lost.isEmpty()) {
            settings.listener().lost(lost);
        }
    }

    public SortedSet<TopicPartition> assignment() {
        return consumer.assignment();
    }

    /// Returns whether it takes part in a rebalance.
    public boolean joining() {
        return joining;
    }

    /// Returns the offset that it reads next in each of its partitions.
    public SortedMap<TopicPartition, Long> position() {
        return new TreeMap<>(positions());
    }

    /// Sets the position in a partition.
    ///
    /// @throws NotAssignedException if the partition is not assigned to it
    public void seek(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
    }

    @Override
    public List<Client> at(TopicPartition partition) {
        return consumer.at(partition);
    }

    /// Returns its name and its partitions: `Ann reads [t-0, t-1]`.
    @Override
    public String toString() {
        return name + " reads " + consumer.assignment();
    }
}
