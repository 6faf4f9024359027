package gregor.broker;

import gregor.group.CommittedOffset;
import gregor.rebalance.Group;
import gregor.rebalance.GroupNotEmptyException;
import gregor.thread.LogInterruptedException;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/// The groups of a broker. A [Group] takes one caller at a time and never waits; this class adds the lock and the
/// waiting. Any thread may call it.
public final class Groups {
    /// The longest name of a group, in characters.
    public static final int LONGEST_NAME = 1000;

    private static final int MAX_GROUPS = 10_000;
    /// How long a group without members and committed offsets is kept; Kafka: `offsets.retention.check.interval.ms`.
    private static final Duration EMPTY_RETENTION = Duration.ofMinutes(10);
    /// A session that times out wakes no thread, so a waiting thread checks at this interval.
    private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock lock;
    private final Condition changed;
    private final Topics topics;
    private final OffsetsTopic offsets;
    private final Catalog catalog;
    private final InstantSource clock;
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, Instant> emptySince = new HashMap<>();

    Groups(ReentrantLock lock, Topics topics, OffsetsTopic offsets, Catalog catalog, InstantSource clock) {
        this.lock = lock;
        this.topics = topics;
        this.offsets = offsets;
        this.catalog = catalog;
        this.clock = clock;
        changed = lock.newCondition();
    }

    private <T> T locked(Supplier<T> call) {
        lock.lock();
        try {
            return call.get();
        } finally {
            lock.unlock();
        }
    }

    /// Calls a group while no other thread does; creates it if it is missing. Exceptions of the group pass through.
    ///
    /// @throws BrokerException if the name is empty or too long, or there are 10,000 groups with members already
    public <T> T in(String name, Function<Group, T> call) {
        return locked(() -> {
            try {
                return call.apply(group(name));
            } finally {
                removeIfUnused(name);
                changed.signalAll();
            }
        });
    }

    private Group group(String name) {
        if (name == null || name.isEmpty()) {
            throw new BrokerException("a group needs a name");
        }
        if (name.length() > LONGEST_NAME) {
            throw new BrokerException(
                    "the name of a group has " + name.length() + " characters; it can have " + LONGEST_NAME);
        }
        if (groups.size() >= MAX_GROUPS && !groups.containsKey(name)) {
            makeRoom();
        }
        return groups.computeIfAbsent(name, absent -> new Group(name, topics, offsets, clock));
    }

    private void makeRoom() {
        groups.values().removeIf(this::isEmpty);
        if (groups.size() >= MAX_GROUPS) {
            throw new BrokerException("this broker has " + MAX_GROUPS + " groups with members, and takes no more");
        }
    }

    private boolean isEmpty(Group group) {
        group.expire();
        return group.members().isEmpty() && offsets.of(group.name()).isEmpty();
    }

    /// Removes a group that no member has joined: a call that only reads leaves no group behind.
    private void removeIfUnused(String name) {
        Group group = groups.get(name);
        if (group != null && group.generation() == 0 && group.state() == Group.State.EMPTY) {
            groups.remove(name);
        }
    }

    /// Asks a group until it has an answer; empty after the timeout.
    ///
    /// @throws LogInterruptedException if this thread is interrupted while it waits
    public <T> Optional<T> await(String name, Duration timeout, Function<Group, Optional<T>> question) {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        return in(name, group -> {
            try {
                Optional<T> answer = question.apply(group);
                while (answer.isEmpty() && System.nanoTime() < deadline) {
                    changed.awaitNanos(Math.min(POLL_INTERVAL_NANOS, deadline - System.nanoTime()));
                    answer = question.apply(group(name));
                }
                return answer;
            } catch (InterruptedException e) {
                throw LogInterruptedException.after(e);
            }
        });
    }

    /// Returns the names of the groups that have members or committed offsets, in alphabetical order.
    public SortedSet<String> names() {
        return locked(() -> {
            var names = new TreeSet<>(groups.keySet());
            names.addAll(offsets.groups());
            return names;
        });
    }

    /// Returns the committed offsets of a group, with or without members.
    public SortedMap<TopicPartition, CommittedOffset> committedOffsets(String name) {
        return locked(() -> new TreeMap<>(offsets.of(name)));
    }

    /// Commits offsets without checks, all or none: for a door whose protocol has checks of its own, such as Kafka's.
    /// Other callers use [Group#commit(gregor.rebalance.MemberIdentity, Map)].
    ///
    /// @throws BrokerException if the name is empty
    public void commit(String name, Map<TopicPartition, CommittedOffset> commits) {
        in(name, group -> {
            offsets.commit(name, commits);
            return null;
        });
    }

    /// Returns the type of a group as a door has stored it; empty if none has.
    public Optional<String> type(String name) {
        return catalog.groupType(name);
    }

    /// Stores the type of a group until the group is deleted. Only the door knows what the word means.
    public void setType(String name, Optional<String> type) {
        catalog.putGroupType(name, type.orElse(null));
    }

    /// Deletes a group that has no members, and its committed offsets.
    ///
    /// @throws GroupNotEmptyException if it has members
    public void delete(String name) {
        in(name, group -> {
            checkEmpty(group);
            offsets.forget(name, offsets.of(name).keySet());
            setType(name, Optional.empty());
            groups.remove(name);
            return null;
        });
    }

    /// Deletes committed offsets of a group that has no members.
    ///
    /// @throws GroupNotEmptyException if it has members
    public void forget(String name, Collection<TopicPartition> partitions) {
        in(name, group -> {
            checkEmpty(group);
            offsets.forget(name, partitions);
            return null;
        });
    }

    private static void checkEmpty(Group group) {
        group.expire();
        if (!group.members().isEmpty()) {
            throw new GroupNotEmptyException(
                    "group " + group.name() + " has members " + group.members().keySet() + "; stop them first");
        }
    }

    /// Deletes the committed offsets of all groups in a topic, unless they cannot be read. The caller holds the lock.
    void forgetTopic(String topic) {
        try {
            for (String group : offsets.groups()) {
                offsets.forget(group, offsets.of(group).keySet().stream()
                        .filter(partition -> partition.topic().equals(topic)).toList());
            }
        } catch (PartitionUnavailableException e) {
            // the partition keeps the error; the topic can be deleted nevertheless
        }
    }

    /// Removes members whose session has timed out from all groups, and groups that have had neither members nor
    /// committed offsets for ten minutes.
    void expire() {
        locked(() -> {
            Instant now = clock.instant();
            groups.values().removeIf(group -> {
                Instant since = isEmpty(group) ? emptySince.computeIfAbsent(group.name(), first -> now) : now;
                return since.plus(EMPTY_RETENTION).isBefore(now);
            });
            emptySince.keySet().removeIf(name -> !groups.containsKey(name) || !isEmpty(groups.get(name)));
            changed.signalAll();
            return null;
        });
    }
}
