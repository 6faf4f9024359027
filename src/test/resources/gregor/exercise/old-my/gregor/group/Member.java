package gregor.group;

import gregor.deque.OffsetReset;
import gregor.list.Actor;
import gregor.list.OffsetOutOfRangeException;
import gregor.topic.Arrival;
import gregor.topic.NotAssignedException;
import gregor.topic.Topic;
import gregor.topic.TopicActor;
import gregor.topic.TopicConsumer;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A consumer in a group: it reads what the group gives it.
///
/// Everything happens in [#poll(int)]: joining, sharing out if it leads, committing, reading. Between two polls
/// somebody calls [#heartbeat()] every few seconds. One thread at a time may call it.
public final class Member implements TopicActor {
    private final String name;
    private final Group group;
    private final Topics topics;
    private final MemberSettings settings;
    private final InstantSource clock;
    private final TopicConsumer consumer;
    private Badge badge;
    private boolean joining;
    private Map<String, Integer> sizes = Map.of();
    private Instant polled;
    private Instant committed;

    /// Makes a member; it joins when it polls for the first time.
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

    /// Does what being a member takes, then reads the next events. While the group does not agree there may be none.
    ///
    /// @throws FencedInstanceException       if somebody else has its place
    /// @throws InconsistentAssignorException if the others share out in another way
    /// @throws NoOffsetException             if there is no bookmark and the reset is [OffsetReset#NONE]
    /// @throws OffsetOutOfRangeException     if its position has left the log and the reset is [OffsetReset#NONE]
    /// @throws IllegalArgumentException      if asked for no events at all
    public List<Arrival> poll(int maxEvents) {
        // To do: Note the time in `polled`. Commit first, if it does so by itself and it is time;
        // then keep the membership, and join anew if it was thrown out; and then read.
        throw new UnsupportedOperationException("Member.poll is not written yet");
    }

    /// Does what being a member takes and reads nothing: for somebody who reads the partitions in another way.
    ///
    /// @throws FencedInstanceException       if somebody else has its place
    /// @throws InconsistentAssignorException if the others share out in another way
    /// @throws NoOffsetException             if there is no bookmark and the reset is [OffsetReset#NONE]
    public void tend() {
        polled = clock.instant();
        if (settings.autoCommit().filter(interval -> !polled.isBefore(committed.plus(interval))).isPresent()) {
            tryToCommit();
        }
        try {
            keepMembership();
        } catch (UnknownMemberException | IllegalGenerationException e) {
            lose();
            keepMembership();
        }
    }

    private void keepMembership() {
        if (badge == null) {
            badge = group.join(request());
            joining = true;
        }
        try {
            if (!joining) {
                group.heartbeat(badge);
                if (!sizes.equals(partitions(settings.topics()))) {
                    rejoin();
                }
            }
            agree();
        } catch (RebalanceInProgressException e) {
            rejoin();
            agree();
        }
    }

    private JoinRequest request() {
        sizes = partitions(settings.topics());
        int since = badge == null ? -1 : badge.generation();
        var subscription = new Subscription(settings.topics(), consumer.assignment(), since, settings.instance());
        return new JoinRequest(name, settings.assignor().name(), subscription, settings.sessionTimeout(),
                settings.maxPollInterval());
    }

    /// Joins the next generation; unless it cooperates it lets go of everything first.
    private void rejoin() {
        if (settings.autoCommit().isPresent()) {
            tryToCommit();
        }
        if (!settings.assignor().cooperative()) {
            release(consumer.assignment());
        }
        joining = true;
        group.rejoin(badge, request());
    }

    private void release(SortedSet<TopicPartition> revoked) {
        if (!revoked.isEmpty()) {
            settings.listener().revoked(revoked);
            var kept = new TreeSet<>(consumer.assignment());
            kept.removeAll(revoked);
            consumer.assign(kept);
        }
    }

    /// Goes as far towards an agreement as it can without the others.
    private void agree() {
        while (joining) {
            Optional<Round> round = group.round(badge);
            if (round.isEmpty()) {
                return;
            }
            badge = round.get().badge();
            if (round.get().leads()) {
                shareOut(round.get().members());
            }
            Optional<SortedSet<TopicPartition>> given = group.assignment(badge);
            if (given.isEmpty()) {
                return;
            }
            take(given.get());
        }
    }

    private void shareOut(Map<String, Subscription> members) {
        var wanted = new TreeSet<String>();
        members.values().forEach(subscription -> wanted.addAll(subscription.topics()));
        group.assign(badge, settings.assignor().assign(partitions(wanted), members));
    }

    private Map<String, Integer> partitions(Collection<String> names) {
        var partitions = new HashMap<String, Integer>();
        names.forEach(topic -> partitions.put(topic, topics.find(topic).map(Topic::partitions).orElse(0)));
        return partitions;
    }

    /// Reads from now on what it was given. If it had to let go of something, all join once more to share that out.
    private void take(SortedSet<TopicPartition> given) {
        var revoked = new TreeSet<>(consumer.assignment());
        revoked.removeAll(given);
        var added = new TreeSet<>(given);
        added.removeAll(consumer.assignment());
        Map<TopicPartition, Long> starts = starts(added);
        if (!revoked.isEmpty() && settings.autoCommit().isPresent()) {
            tryToCommit();
        }
        release(revoked);
        joining = false;
        consumer.assign(given);
        starts.forEach(consumer::seek);
        settings.listener().assigned(added);
        if (!revoked.isEmpty()) {
            rejoin();
        }
    }

    /// Where to begin: at the bookmark, or where the reset says.
    private Map<TopicPartition, Long> starts(SortedSet<TopicPartition> partitions) {
        var starts = new HashMap<TopicPartition, Long>();
        for (TopicPartition partition : partitions) {
            starts.put(partition,
                    group.committed(partition).map(Commit::offset).orElseGet(() -> firstStart(partition)));
        }
        return starts;
    }

    private long firstStart(TopicPartition partition) {
        return switch (settings.reset()) {
            case EARLIEST -> topics.log(partition).start();
            case LATEST -> topics.log(partition).end();
            case NONE -> throw new NoOffsetException(group.name() + " has no bookmark in " + partition
                    + "; set one, or let the member begin at the earliest or the latest");
        };
    }

    /// Writes down the position in each partition, which is the offset that it reads next there.
    ///
    /// @throws UnknownMemberException       if it is not a member, or no longer
    /// @throws FencedInstanceException      if somebody else has its place
    /// @throws IllegalGenerationException   if the group has agreed anew without it
    /// @throws RebalanceInProgressException if the group does not agree at the moment
    public void commit() {
        commit(positions());
    }

    /// Writes down offsets that it would read next.
    ///
    /// @throws UnknownMemberException       if it is not a member, or no longer
    /// @throws FencedInstanceException      if somebody else has its place
    /// @throws IllegalGenerationException   if the group has agreed anew without it
    /// @throws RebalanceInProgressException if the group does not agree at the moment
    /// @throws NotAssignedException         if it does not read one of these partitions
    /// @throws CommitOutOfRangeException    if an offset lies beyond the end of its log
    public void commit(Map<TopicPartition, Long> offsets) {
        if (badge == null) {
            throw new UnknownMemberException(name + " is not in " + group.name() + "; poll first");
        }
        var commits = new HashMap<TopicPartition, Commit>();
        offsets.forEach((partition, offset) -> commits.put(partition, Commit.of(offset)));
        group.commit(badge, commits);
        committed = clock.instant();
    }

    private void tryToCommit() {
        try {
            if (badge != null && !consumer.assignment().isEmpty()) {
                commit();
            }
        } catch (RebalanceInProgressException | UnknownMemberException | IllegalGenerationException
                | NotAssignedException e) {
            // the next poll joins again; what was read since the last commit is read again
        }
    }

    private Map<TopicPartition, Long> positions() {
        var positions = new HashMap<TopicPartition, Long>();
        consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
        return positions;
    }

    /// Gives a sign of life, unless it has not polled for too long: then it is stuck, and leaves.
    ///
    /// @throws FencedInstanceException if somebody else has its place
    public void heartbeat() {
        if (badge == null) {
            return;
        }
        try {
            if (clock.instant().isAfter(polled.plus(settings.maxPollInterval()))) {
                goAway();
                lose();
            } else if (joining) {
                group.round(badge);
            } else {
                group.heartbeat(badge);
            }
        } catch (RebalanceInProgressException e) {
            // the next poll joins
        } catch (UnknownMemberException | IllegalGenerationException e) {
            lose();
        }
    }

    /// Commits, if it does so by itself, and leaves the group. One with a name that it keeps does not say good-bye: it
    /// may be back before its session times out, and nobody will have noticed.
    public void leave() {
        if (badge != null) {
            if (settings.autoCommit().isPresent()) {
                tryToCommit();
            }
            release(consumer.assignment());
            goAway();
            badge = null;
        }
    }

    private void goAway() {
        if (settings.instance().isEmpty()) {
            try {
                group.leave(badge);
            } catch (UnknownMemberException e) {
                // it was thrown out already
            }
        }
    }

    private void lose() {
        SortedSet<TopicPartition> lost = consumer.assignment();
        badge = null;
        joining = false;
        consumer.assign(List.of());
        if (!lost.isEmpty()) {
            settings.listener().lost(lost);
        }
    }

    /// The partitions that it reads.
    public SortedSet<TopicPartition> assignment() {
        return consumer.assignment();
    }

    /// Whether it waits for the others to agree.
    public boolean joining() {
        return joining;
    }

    /// The offset that it reads next in each of its partitions.
    public SortedMap<TopicPartition, Long> position() {
        return new TreeMap<>(positions());
    }

    /// Goes to an offset in a partition.
    ///
    /// @throws NotAssignedException if it does not read that partition
    public void seek(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
    }

    @Override
    public List<Actor> at(TopicPartition partition) {
        return consumer.at(partition);
    }

    @Override
    public String toString() {
        return name + " reads " + consumer.assignment();
    }
}
