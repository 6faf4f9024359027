package gregor.broker;

import gregor.file.StorageException;
import gregor.topic.InvalidPartitionsException;
import gregor.topic.TopicExistsException;
import gregor.topic.TopicPartition;
import gregor.topic.UnknownTopicOrPartitionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Makes and deletes the partitions of topics in the [Store] without the broker's lock, which it holds only to change
/// the [TopicRegistry]: thousands of partitions take seconds, and other clients go on meanwhile.
///
/// A name on which it works is taken: another call for the same name waits. Any thread may call it.
final class TopicMaker {
    private final ReentrantLock lock;
    private final Condition done;
    private final BrokerSettings settings;
    private final Store store;
    private final TopicRegistry register;
    private final BooleanSupplier stopping;
    /// The topics on which it works, and how many partitions it adds to each.
    private final Map<String, Integer> busy = new HashMap<>();

    /// @param lock     the broker's
    /// @param stopping whether the broker closes, so that a topic that is not complete is not completed
    TopicMaker(ReentrantLock lock, BrokerSettings settings, Store store, TopicRegistry register, BooleanSupplier stopping) {
        this.lock = lock;
        done = lock.newCondition();
        this.settings = settings;
        this.store = store;
        this.register = register;
        this.stopping = stopping;
    }

    /// Creates a topic, in the store first; when the catalog has it, it is there. If the store fails, what has been
    /// made is deleted.
    ///
    /// @param accepted is run, with the lock, when nothing speaks against the topic
    /// @throws TopicExistsException       if there is one of this name
    /// @throws InvalidPartitionsException if there would be more partitions than the broker allows
    void create(String name, int partitions, Map<String, String> changes, Runnable accepted) {
        TopicRecord row;
        lock.lock();
        try {
            waitFor(name);
            row = draft(name, partitions, changes);
            accepted.run();
            busy.put(name, partitions);
        } finally {
            lock.unlock();
        }
        make(row, 0, partitions, () -> register.add(row));
    }

    /// Throws what [#create] would. The lock is held.
    void check(String name, int partitions, Map<String, String> changes) {
        waitFor(name);
        draft(name, partitions, changes);
    }

    private TopicRecord draft(String name, int partitions, Map<String, String> changes) {
        // Only then is there memory for as many as somebody asks for.
        checkLimits(name, partitions, partitions);
        return register.draft(name, partitions, changes);
    }

    /// Makes more partitions until a topic has so many.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws InvalidPartitionsException       if there would be fewer than there are, or more than the broker allows
    void addPartitions(String name, int total) {
        TopicRecord row;
        lock.lock();
        try {
            waitFor(name);
            row = register.row(name);
            checkLimits(name, total, total - row.partitions());
            if (total <= row.partitions()) {
                register.addPartitions(name, total);
                return;
            }
            busy.put(name, total - row.partitions());
        } finally {
            lock.unlock();
        }
        make(row, row.partitions(), total, () -> register.addPartitions(name, total));
    }

    /// Throws what [#addPartitions] would. The lock is held.
    void checkPartitions(String name, int total) {
        waitFor(name);
        checkLimits(name, total, total - register.row(name).partitions());
    }

    /// Deletes a topic: when the catalog has forgotten it, it is gone.
    ///
    /// @param accepted is run, with the lock, if there is such a topic
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws BrokerException                  if it is gone, but not all of its files are
    void delete(String name, Runnable accepted) {
        TopicRecord row;
        List<Partition> partitions;
        lock.lock();
        try {
            waitFor(name);
            row = register.row(name);
            accepted.run();
            partitions = register.remove(name);
            busy.put(name, 0);
        } finally {
            lock.unlock();
        }
        try {
            clearAway(row, partitions);
        } finally {
            finish(name, () -> { });
        }
    }

    /// Waits until all that has begun has ended. The lock is held.
    void waitForAll() {
        while (!busy.isEmpty()) {
            done.awaitUninterruptibly();
        }
    }

    /// Waits until nothing works on a topic. The lock is held.
    void waitFor(String name) {
        while (busy.containsKey(name)) {
            done.awaitUninterruptibly();
        }
    }

    private void checkLimits(String name, int total, int more) {
        if (total > settings.topicPartitions()) {
            throw new InvalidPartitionsException("topic " + name + " cannot have " + total
                    + " partitions; this broker allows a topic " + settings.topicPartitions()
                    + ": give fewer, or start it with a larger --max-topic-partitions");
        }
        long used = register.rows().stream().mapToLong(TopicRecord::partitions).sum()
                + busy.values().stream().mapToLong(Integer::longValue).sum();
        if (more > 0 && used + more > settings.brokerPartitions()) {
            throw new InvalidPartitionsException("topic " + name + " cannot have " + more
                    + " partitions more; this broker has " + used + " and allows " + settings.brokerPartitions()
                    + " in all: delete topics, or start it with a larger --max-partitions");
        }
    }

    private void make(TopicRecord row, int from, int to, Runnable register) {
        int next = from;
        boolean made = false;
        try {
            for (; next < to; next++) {
                if (stopping.getAsBoolean()) {
                    throw new BrokerException("the broker stops; create " + row.name() + " again later");
                }
                store.create(new TopicPartition(row.name(), next), row.id());
            }
            finish(row.name(), register);
            made = true;
        } finally {
            if (!made) {
                takeBack(row, from, next);
            }
        }
    }

    /// The last one may be half there.
    private void takeBack(TopicRecord row, int from, int next) {
        try {
            for (int number = from; number <= next; number++) {
                store.delete(new TopicPartition(row.name(), number), row.id());
            }
        } catch (StorageException e) {
            // then it is a stray, which is reported when the broker starts again
        } finally {
            finish(row.name(), () -> { });
        }
    }

    /// Frees a name after a last change of the register; if that fails, the name is still taken.
    private void finish(String name, Runnable change) {
        lock.lock();
        try {
            change.run();
            busy.remove(name);
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What cannot be deleted is a stray.
    private void clearAway(TopicRecord row, List<Partition> partitions) {
        StorageException failed = null;
        for (Partition partition : partitions) {
            try {
                partition.close();
                store.delete(partition.name(), row.id());
            } catch (StorageException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw new BrokerException("the topic " + row.name() + " is deleted, but not all of its files are: "
                    + failed.getMessage(), failed);
        }
    }
}
