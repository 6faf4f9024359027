package gregor.broker;

import gregor.group.CommittedOffset;
import gregor.rebalance.Group;
import gregor.rebalance.GroupNotEmptyException;
import gregor.rebalance.MemberIdentity;
import gregor.thread.LogInterruptedException;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import java.time.Duration;
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

/// The groups of a broker. A [Group] never waits and wants one caller at a time; here is the lock, and here one can
/// wait. Any thread may call it.
public final class Groups {
    /// Nobody tells a group that a member's time has run out. Who waits looks now and then.
    private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock lock;
    private final Condition changed;
    private final Topics topics;
    private final OffsetsTopic offsets;
    private final Catalog catalog;
    private final InstantSource clock;
    private final Map<String, Group> groups = new HashMap<>();

    Groups(ReentrantLock lock, Topics topics, OffsetsTopic offsets, Catalog catalog, InstantSource clock) {
        this.lock = lock;
        this.topics = topics;
        this.offsets = offsets;
        this.catalog = catalog;
        this.clock = clock;
        changed = lock.newCondition();
    }

    /// Does something with a group while nobody else does; it is made if it is not there. What the group throws goes
    /// through.
    ///
    /// @throws BrokerException if the name is empty
    public <T> T in(String name, Function<Group, T> call) {
        lock.lock();
        try {
            return call.apply(group(name));
        } finally {
            forgetIfUnused(name);
            changed.signalAll();
            lock.unlock();
        }
    }

    private Group group(String name) {
        if (name == null || name.isEmpty()) {
            throw new BrokerException("a group needs a name");
        }
        return groups.computeIfAbsent(name, absent -> new Group(name, topics, offsets, clock));
    }

    /// A group that somebody only asked about leaves nothing behind.
    private void forgetIfUnused(String name) {
        Group group = groups.get(name);
        if (group != null && group.generation() == 0 && group.state() == Group.State.EMPTY) {
            groups.remove(name);
        }
    }

    /// Asks a group until it has an answer, or the time is over: then the answer is empty.
    ///
    /// @throws LogInterruptedException if this thread is interrupted while it waits
    public <T> Optional<T> await(String name, Duration timeout, Function<Group, Optional<T>> question) {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        lock.lock();
        try {
            Optional<T> answer = question.apply(group(name));
            while (answer.isEmpty() && System.nanoTime() < deadline) {
                changed.awaitNanos(Math.min(POLL_INTERVAL_NANOS, deadline - System.nanoTime()));
                answer = question.apply(group(name));
            }
            return answer;
        } catch (InterruptedException e) {
            throw LogInterruptedException.after(e);
        } finally {
            forgetIfUnused(name);
            changed.signalAll();
            lock.unlock();
        }
    }

    /// The names of the groups that have members or bookmarks, in alphabetical order.
    public SortedSet<String> names() {
        lock.lock();
        try {
            var names = new TreeSet<>(groups.keySet());
            names.addAll(offsets.groups());
            return names;
        } finally {
            lock.unlock();
        }
    }

    /// The bookmarks of a group, whether it has members or not.
    public SortedMap<TopicPartition, CommittedOffset> committedOffsets(String name) {
        lock.lock();
        try {
            return new TreeMap<>(offsets.of(name));
        } finally {
            lock.unlock();
        }
    }

    /// Writes bookmarks down as somebody says them, all or none: for a door that has rules of its own for who may say
    /// so, as Kafka's has. What else should use [Group#commit(Badge, Map)].
    ///
    /// @throws BrokerException if the name is empty
    public void commit(String name, Map<TopicPartition, CommittedOffset> commits) {
        in(name, group -> {
            offsets.commit(name, commits);
            return null;
        });
    }

    /// Of what kind a group is, as a door has written it down; empty if none has.
    public Optional<String> type(String name) {
        return catalog.kind(name);
    }

    /// Writes down of what kind a group is, so that it is known when the broker starts again. What the word means, only
    /// the door knows. It is forgotten when the group is deleted.
    public void setKind(String name, Optional<String> kind) {
        catalog.putKind(name, kind.orElse(null));
    }

    /// Removes a group that has no members, and its bookmarks.
    ///
    /// @throws GroupNotEmptyException if it has members
    public void delete(String name) {
        in(name, group -> {
            checkEmpty(group);
            offsets.forget(name, offsets.of(name).keySet());
            setKind(name, Optional.empty());
            groups.remove(name);
            return null;
        });
    }

    /// Removes bookmarks of a group, as long as nobody reads there.
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
            throw new GroupNotEmptyException("the group " + group.name() + " has the members "
                    + group.members().keySet()
                    + "; let them leave first");
        }
    }

    /// The topic is gone, and so is what anybody has said of it. The lock is held.
    void forgetTopic(String topic) {
        for (String group : offsets.groups()) {
            offsets.forget(group, offsets.of(group).keySet().stream()
                    .filter(partition -> partition.topic().equals(topic)).toList());
        }
    }

    /// Lets each group see whose time has run out.
    void expire() {
        lock.lock();
        try {
            groups.values().forEach(Group::expire);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
