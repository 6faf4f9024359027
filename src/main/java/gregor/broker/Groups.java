package gregor.broker;

import module java.base;

import gregor.group.CommittedOffset;
import gregor.rebalance.Group;
import gregor.rebalance.GroupNotEmptyException;
import gregor.thread.LogInterruptedException;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;

/// The groups of a broker. A [Group] takes one caller at a time and never waits; this class adds a lock for each group
/// and the waiting. Any thread may call it.
public final class Groups {
    /// The longest name of a group, in characters.
    public static final int LONGEST_NAME = 1000;

    private static final int MAX_GROUPS = 10_000;
    /// How long a group without members and committed offsets is kept; Kafka: `offsets.retention.check.interval.ms`.
    private static final Duration EMPTY_RETENTION = Duration.ofMinutes(10);

    private final Topics topics;
    private final OffsetsTopic offsets;
    private final Catalog catalog;
    private final InstantSource clock;
    private final Map<String, LockedGroup> groups = new ConcurrentHashMap<>();
    private final Map<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    /// @param clock the time by which sessions end
    Groups(Topics topics, OffsetsTopic offsets, Catalog catalog, InstantSource clock) {
        this.topics = topics;
        this.offsets = offsets;
        this.catalog = catalog;
        this.clock = clock;
    }

    /// Calls a group while no other thread does; creates it if it is missing. Exceptions of the group pass through.
    ///
    /// @throws BrokerException if the name is empty or too long, or there are 10,000 groups with members already
    public <T> T in(String name, Function<Group, T> call) {
        return inLocked(name, group -> call.apply(group.group()));
    }

    private <T> T inLocked(String name, Function<LockedGroup, T> call) {
        LockedGroup group = lock(name);
        try {
            return call.apply(group);
        } finally {
            unlock(group);
        }
    }

    /// Registers a callback that runs after each change of a group's state or generation, in the thread that made it.
    /// It must not block; spurious calls occur.
    public void addListener(String name, Runnable listener) {
        listeners.compute(name, (key, all) -> {
            Set<Runnable> some = all == null ? ConcurrentHashMap.newKeySet() : all;
            some.add(listener);
            return some;
        });
    }

    public void removeListener(String name, Runnable listener) {
        listeners.computeIfPresent(name, (key, all) -> all.remove(listener) && all.isEmpty() ? null : all);
    }

    private void notifyListeners(String name) {
        listeners.getOrDefault(name, Set.of()).forEach(Runnable::run);
    }

    /// Asks a group until it has an answer; empty after the timeout.
    ///
    /// @throws LogInterruptedException if this thread is interrupted while it waits
    public <T> Optional<T> await(String name, Duration timeout, Function<Group, Optional<T>> question) {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        while (true) {
            boolean last = System.nanoTime() >= deadline;
            LockedGroup group = lock(name);
            try {
                Optional<T> answer = question.apply(group.group());
                if (answer.isPresent() || last) {
                    return answer;
                }
                group.awaitChange(deadline);
            } catch (InterruptedException e) {
                throw LogInterruptedException.after(e);
            } finally {
                unlock(group);
            }
        }
    }

    /// Locks the group of a name. A thread that has waited for the lock of a group that was removed meanwhile tries
    /// again.
    private LockedGroup lock(String name) {
        checkName(name);
        while (true) {
            if (groups.size() >= MAX_GROUPS && !groups.containsKey(name)) {
                makeRoom();
            }
            LockedGroup group = groups.computeIfAbsent(name,
                    absent -> new LockedGroup(name, topics, offsets, clock, () -> notifyListeners(name)));
            group.lock();
            if (groups.get(name) == group) {
                return group;
            }
            group.unlock();
        }
    }

    /// Unlocks a group, and removes it if no member has joined it: a call that only reads leaves no group behind. Then
    /// it waits for the disk to have the offsets that the caller has committed.
    private void unlock(LockedGroup group) {
        if (group.group().generation() == 0 && group.group().state() == Group.State.EMPTY) {
            groups.remove(group.name(), group);
        }
        offsets.awaitForced(group.unlock());
    }

    private static void checkName(String name) {
        if (name == null || name.isEmpty()) {
            throw new BrokerException("a group needs a name");
        }
        if (name.length() > LONGEST_NAME) {
            throw new BrokerException(
                    "the name of a group has " + name.length() + " characters; it can have " + LONGEST_NAME);
        }
    }

    private void makeRoom() {
        visit(group -> {
            if (isEmpty(group.group())) {
                groups.remove(group.name(), group);
            }
        });
        if (groups.size() >= MAX_GROUPS) {
            throw new BrokerException("this broker has " + MAX_GROUPS + " groups with members, and takes no more");
        }
    }

    private boolean isEmpty(Group group) {
        group.expire();
        return group.memberIds().isEmpty() && !offsets.has(group.name());
    }

    /// Visits all groups that no other thread uses. It waits for none, since its caller may hold the lock of one.
    private void visit(Consumer<LockedGroup> visitor) {
        groups.values().forEach(group -> {
            if (group.tryLock()) {
                try {
                    if (groups.get(group.name()) == group) {
                        visitor.accept(group);
                    }
                } finally {
                    group.unlock();
                }
            }
        });
    }

    /// Visits all groups that no other thread calls now, each under its lock. A call of a group may visit the others.
    public void visitUnlocked(Consumer<Group> visitor) {
        visit(group -> visitor.accept(group.group()));
    }

    /// Returns the names of the groups that have members or committed offsets, in alphabetical order.
    public SortedSet<String> names() {
        var names = new TreeSet<>(groups.keySet());
        names.addAll(offsets.groups());
        return names;
    }

    /// Returns the committed offsets of a group, with or without members.
    public SortedMap<TopicPartition, CommittedOffset> committedOffsets(String name) {
        return offsets.of(name);
    }

    /// Commits offsets without checks, all or none: for a door whose protocol has checks of its own, such as Kafka's.
    /// Other callers use [Group#commit(gregor.rebalance.MemberIdentity, Map)]. It needs no lock of the group.
    ///
    /// @throws BrokerException if the name is empty
    public void commit(String name, Map<TopicPartition, CommittedOffset> commits) {
        awaitForced(startCommit(name, commits));
    }

    /// Commits as [#commit(String, Map)] does, but does not wait for the disk: the caller reports success only after
    /// [#awaitForced(long)].
    ///
    /// @return the end of the log of offsets after the commit
    public long startCommit(String name, Map<TopicPartition, CommittedOffset> commits) {
        checkName(name);
        return offsets.startCommit(name, commits);
    }

    /// Waits until the disk has the log of offsets up to an end.
    public void awaitForced(long end) {
        offsets.awaitForced(end);
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
        inLocked(name, group -> {
            requireEmpty(group.group());
            group.forget(name, offsets.of(name).keySet());
            setType(name, Optional.empty());
            groups.remove(name);
            return null;
        });
    }

    /// Deletes committed offsets of a group that has no members.
    ///
    /// @throws GroupNotEmptyException if it has members
    public void forget(String name, Collection<TopicPartition> partitions) {
        inLocked(name, group -> {
            requireEmpty(group.group());
            group.forget(name, partitions);
            return null;
        });
    }

    private static void requireEmpty(Group group) {
        group.expire();
        if (!group.memberIds().isEmpty()) {
            throw new GroupNotEmptyException(
                    "group " + group.name() + " has members " + group.memberIds() + "; stop them first");
        }
    }

    /// Deletes the committed offsets of all groups in a topic, unless they cannot be read.
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
        Instant now = clock.instant();
        visit(group -> {
            if (group.isEmptySince(isEmpty(group.group()), now, EMPTY_RETENTION)) {
                groups.remove(group.name(), group);
            }
        });
    }
}
