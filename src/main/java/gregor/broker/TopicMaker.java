package gregor.broker;

import module java.base;

import gregor.file.StorageException;
import gregor.topic.InvalidPartitionsException;
import gregor.topic.TopicExistsException;
import gregor.topic.TopicPartition;
import gregor.topic.UnknownTopicOrPartitionException;

/// Creates and deletes the partitions of topics in the [Store] without the broker's lock, which it holds only to change
/// the [TopicRegistry]: thousands of partitions take seconds, and other clients are served meanwhile.
///
/// Two calls for one topic run one after the other. Any thread may call it.
final class TopicMaker {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition done = lock.newCondition();
    private final BrokerSettings settings;
    private final Store store;
    private final TopicRegistry registry;
    private final BooleanSupplier stopping;
    /// The topics at work, with the number of partitions that are being added to each.
    private final Map<String, Integer> busy = new HashMap<>();

    /// @param stopping returns whether the broker is closing; then incomplete topics are deleted
    TopicMaker(BrokerSettings settings, Store store, TopicRegistry registry, BooleanSupplier stopping) {
        this.settings = settings;
        this.store = store;
        this.registry = registry;
        this.stopping = stopping;
    }

    /// Creates a topic: first in the store, then in the catalog, which makes it exist. If the store fails, its
    /// partitions are deleted.
    ///
    /// @param accepted runs under the lock when the topic is valid
    /// @throws TopicExistsException       if there is a topic of this name
    /// @throws InvalidPartitionsException if the broker's limits do not allow that number of partitions
    void create(String name, int partitions, Map<String, String> changes, Runnable accepted) {
        TopicRecord record = locked(() -> {
            waitFor(name);
            TopicRecord drafted = draft(name, partitions, changes);
            accepted.run();
            busy.put(name, partitions);
            return drafted;
        });
        make(record, 0, partitions, () -> registry.add(record));
    }

    /// Calls while no other thread changes a topic.
    <T> T locked(Supplier<T> call) {
        lock.lock();
        try {
            return call.get();
        } finally {
            lock.unlock();
        }
    }

    /// Throws what [#create] would throw. The caller holds the lock.
    void check(String name, int partitions, Map<String, String> changes) {
        waitFor(name);
        draft(name, partitions, changes);
    }

    private TopicRecord draft(String name, int partitions, Map<String, String> changes) {
        // First, because a draft takes memory for each partition.
        checkLimits(name, partitions, partitions);
        return registry.draft(name, partitions, changes);
    }

    /// Adds partitions until the topic has `total`.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws InvalidPartitionsException       if it has more, or the broker's limits do not allow that number
    void addPartitions(String name, int total) {
        TopicRecord record;
        lock.lock();
        try {
            waitFor(name);
            record = registry.record(name);
            checkLimits(name, total, total - record.partitions());
            if (total <= record.partitions()) {
                registry.addPartitions(name, total);
                return;
            }
            busy.put(name, total - record.partitions());
        } finally {
            lock.unlock();
        }
        make(record, record.partitions(), total, () -> registry.addPartitions(name, total));
    }

    /// Throws what [#addPartitions] would throw because of a limit. The caller holds the lock.
    void checkPartitions(String name, int total) {
        waitFor(name);
        checkLimits(name, total, total - registry.record(name).partitions());
    }

    /// Deletes a topic: first its committed offsets, then its entry in the catalog, then its files, without the lock.
    ///
    /// @param accepted      runs under the lock if there is such a topic
    /// @param forgetOffsets deletes the committed offsets; runs without the lock, because it may wait for the disk
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws BrokerException                  if the topic is deleted, but not all of its files are
    void delete(String name, Runnable accepted, Runnable forgetOffsets) {
        TopicRecord record = locked(() -> {
            waitFor(name);
            TopicRecord existing = registry.record(name);
            accepted.run();
            busy.put(name, 0);
            return existing;
        });
        try {
            forgetOffsets.run();
            List<Partition> partitions = locked(() -> registry.remove(name));
            // Those committed meanwhile: no client can commit any more.
            forgetOffsets.run();
            deleteFiles(record, partitions);
        } finally {
            finish(name, () -> {});
        }
    }

    /// Waits until no topic is at work. The caller holds the lock.
    void waitForAll() {
        while (!busy.isEmpty()) {
            done.awaitUninterruptibly();
        }
    }

    /// Waits until a topic is not at work. The caller holds the lock.
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
        long used = registry.partitions().size() + busy.values().stream().mapToLong(Integer::longValue).sum();
        if (more > 0 && used + more > settings.brokerPartitions()) {
            throw new InvalidPartitionsException("topic " + name + " cannot have " + more
                    + " more partitions; this broker has " + used + " and allows " + settings.brokerPartitions()
                    + " in all: delete topics, or start it with a larger --max-partitions");
        }
    }

    private void make(TopicRecord record, int from, int to, Runnable registry) {
        int next = from;
        boolean made = false;
        try {
            for (; next < to; next++) {
                if (stopping.getAsBoolean()) {
                    throw new BrokerException("the broker is stopping; create " + record.name() + " again later");
                }
                store.create(new TopicPartition(record.name(), next), record.id());
            }
            finish(record.name(), registry);
            made = true;
        } finally {
            if (!made) {
                undo(record, from, next);
            }
        }
    }

    /// Deletes the partitions made so far; the last one may be incomplete.
    private void undo(TopicRecord record, int from, int next) {
        try {
            for (int number = from; number <= next; number++) {
                store.delete(new TopicPartition(record.name(), number), record.id());
            }
        } catch (StorageException e) {
            // it is an orphan, which is reported when the broker is opened again
        } finally {
            finish(record.name(), () -> {});
        }
    }

    /// Applies the last change of a topic and ends the work on it; if the change fails, [#undo] ends it.
    private void finish(String name, Runnable change) {
        locked(() -> {
            change.run();
            busy.remove(name);
            done.signalAll();
            return null;
        });
    }

    /// Deletes the files of a topic. Those that cannot be deleted are orphans.
    private void deleteFiles(TopicRecord record, List<Partition> partitions) {
        StorageException failed = null;
        for (Partition partition : partitions) {
            try {
                partition.close();
                store.delete(partition.name(), record.id());
            } catch (StorageException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw new BrokerException(
                    "the topic " + record.name() + " is deleted, but not all of its files are: " + failed.getMessage(),
                    failed);
        }
    }
}
