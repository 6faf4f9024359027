package gregor.kafka.transaction;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.BrokerException;
import gregor.broker.PartitionUnavailableException;
import gregor.file.CorruptLogException;
import gregor.file.StorageException;
import gregor.group.CommittedOffset;
import gregor.guarantee.ProducerException;
import gregor.guarantee.ProducerException.Reason;
import gregor.guarantee.TransactionMetadata;
import gregor.guarantee.TransactionState;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.NameLimits;
import gregor.kafka.ProducerStates;
import gregor.kafka.Transactions;
import gregor.list.Event;
import gregor.list.Origin;
import gregor.packed.ControlRecord;
import gregor.thread.LogClosedException;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import tools.jackson.core.JacksonException;

/// Decides how transactions end, and makes it so in all their partitions, also after a crash (KIP-98).
///
/// Each decision is first stored by a [TransactionLog]. Then each partition gets its marker, the offsets are committed,
/// and the completed state is stored. If the process ends in between, the next one continues. One lock for each
/// transactional id; no request waits for another id. Any thread may call it.
public final class TransactionCoordinator implements Transactions {
    /// Kafka: `transaction.max.timeout.ms`.
    private static final int MAX_TIMEOUT_MILLIS = 900_000;
    private static final int COORDINATOR_EPOCH = 0;

    private final Broker broker;
    private final ProducerStates producers;
    private final InstantSource clock;
    private final TransactionLog log;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong bytes = new AtomicLong();
    private final long maxBytes;
    private volatile Map<String, Transaction> transactions;
    private final PendingOffsets pending = new PendingOffsets();
    private final AtomicLong lastSent = new AtomicLong();

    /// Keeps transactional ids and transactions in a sixteenth of the heap at most.
    public TransactionCoordinator(Broker broker, ProducerStates producers) {
        this(broker, producers, Runtime.getRuntime().maxMemory() / 16);
    }

    /// @param maxBytes the limit for what they take in memory
    TransactionCoordinator(Broker broker, ProducerStates producers, long maxBytes) {
        this.broker = broker;
        this.producers = producers;
        this.maxBytes = maxBytes;
        clock = broker.settings().clock();
        log = new TransactionLog(broker);
    }

    /// Loads the states on first use, and completes what a crash has interrupted.
    private Map<String, Transaction> transactions() {
        Map<String, Transaction> loaded = transactions;
        return loaded != null ? loaded : load();
    }

    private Map<String, Transaction> load() {
        synchronized (log) {
            if (transactions == null) {
                try {
                    var loaded = new ConcurrentHashMap<>(log.load());
                    loaded.values().forEach(transaction -> {
                        bytes.addAndGet(transaction.bytes());
                        transaction.offsets.forEach((group, offsets) -> {
                            pending.add(group, transaction);
                            offsets.values().forEach(each -> lastSent.accumulateAndGet(each.sent(), Math::max));
                        });
                    });
                    loaded.values().forEach(this::finish);
                    transactions = loaded;
                } catch (CorruptLogException | StorageException | JacksonException e) {
                    throw new PartitionUnavailableException(new TopicPartition(Broker.TRANSACTIONS, 0), e);
                }
            }
            return transactions;
        }
    }

    /// Calls a transactional id under its write lock.
    ///
    /// @throws ProducerException with INVALID_PRODUCER_ID_MAPPING if it is unknown
    private <T> T in(String id, Function<Transaction, T> call) {
        Transaction transaction = transactions().get(id);
        if (transaction != null) {
            Lock lock = transaction.lock.writeLock();
            lock.lock();
            try {
                if (transaction.metadata() != null && transaction.metadata().state() != TransactionState.DEAD) {
                    return call.apply(transaction);
                }
            } finally {
                lock.unlock();
            }
        }
        throw unknown(id);
    }

    /// Changes the transaction of a producer under the write lock.
    ///
    /// @throws ProducerException if the producer is not the current one, or the last transaction has not ended
    private void change(String id, Origin producer, Consumer<Transaction> change) {
        in(id, transaction -> {
            check(transaction, producer);
            change.accept(transaction);
            return null;
        });
    }

    private static ProducerException unknown(String id) {
        return new ProducerException(Reason.INVALID_PRODUCER_ID_MAPPING,
                "unknown transactional id " + id + "; send InitProducerId first");
    }

    @Override
    public Origin init(String id, int timeoutMillis, Origin expected) {
        NameLimits.check(id, "a transactional id");
        if (timeoutMillis <= 0 || timeoutMillis > MAX_TIMEOUT_MILLIS) {
            throw new ErrorResponseException(Errors.INVALID_TRANSACTION_TIMEOUT,
                    "transaction.timeout.ms is " + timeoutMillis + "; it must be 1 to " + MAX_TIMEOUT_MILLIS);
        }
        create(id, timeoutMillis);
        return in(id, transaction -> {
            TransactionMetadata now = transaction.metadata();
            if (now.updated() < 0) {
                store(transaction, TransactionMetadata.create(id, now.producerId(), timeoutMillis, clock.millis()));
                return origin(transaction);
            }
            TransactionMetadata next = restarted(now, expected, timeoutMillis);
            if (now.state() == TransactionState.ONGOING) {
                store(transaction, now.fenced(expected.producerId() >= 0, clock.millis()));
                finish(transaction);
                next = restarted(transaction.metadata(), expected, timeoutMillis);
            }
            store(transaction, next);
            return origin(transaction);
        });
    }

    private TransactionMetadata restarted(TransactionMetadata now, Origin expected, int timeoutMillis) {
        return now.restarted(expected.producerId() < 0 ? OptionalLong.empty() : OptionalLong.of(expected.producerId()),
                expected.epoch(), timeoutMillis, this::newId, clock.millis());
    }

    private static Origin origin(Transaction transaction) {
        return new Origin(transaction.metadata().producerId(), transaction.metadata().epoch(), -1);
    }

    /// Adds a transactional id that is not stored yet, unless it exists.
    private void create(String id, int timeoutMillis) {
        transactions().computeIfAbsent(id, absent -> {
            var transaction = new Transaction(id);
            reserve(transaction.baseBytes());
            transaction.set(TransactionMetadata.create(id, newId(), timeoutMillis, -1));
            return transaction;
        });
    }

    private long newId() {
        return random.nextLong(Long.MAX_VALUE);
    }

    private void reserve(long more) {
        if (bytes.addAndGet(more) > maxBytes) {
            bytes.addAndGet(-more);
            throw new BrokerException("the transactions of all producers take " + bytes + " bytes, and can take "
                    + maxBytes + "; end some, or start the broker with more memory (-Xmx)");
        }
    }

    private void store(Transaction transaction, TransactionMetadata next) {
        log.append(List.of(TransactionLog.state(next, clock.millis())));
        transaction.set(next);
    }

    @Override
    public long append(String id, Origin producer, TopicPartition partition, boolean add, LongSupplier append) {
        Transaction transaction = transactions().get(id);
        if (transaction == null) {
            throw unknown(id);
        }
        Lock shared = transaction.lock.readLock();
        shared.lock();
        try {
            if (isPart(transaction, partition)) {
                check(transaction, producer);
                return append.getAsLong();
            }
        } finally {
            shared.unlock();
        }
        if (!add) {
            change(id, producer, found -> {
                throw new ProducerException(Reason.INVALID_TXN_STATE,
                        partition + " is not part of the transaction of " + id);
            });
        }
        addPartitions(id, producer, List.of(partition));
        return append(id, producer, partition, false, append);
    }

    private static boolean isPart(Transaction transaction, TopicPartition partition) {
        return transaction.metadata().state() == TransactionState.ONGOING && transaction.partitions.contains(partition);
    }

    private static void check(Transaction transaction, Origin producer) {
        transaction.metadata().check(producer.producerId(), producer.epoch());
        transaction.metadata().checkNotPrepared();
    }

    /// Adds partitions to the transaction of a producer, which begins now unless it is open.
    void addPartitions(String id, Origin producer, Collection<TopicPartition> partitions) {
        change(id, producer, transaction -> {
            List<TopicPartition> added = partitions.stream().distinct()
                    .filter(partition -> !transaction.partitions.contains(partition)).toList();
            change(transaction, added.stream()
                    .map(partition -> TransactionLog.partition(id, partition, true, clock.millis())).toList(),
                    () -> transaction.partitions.addAll(added));
        });
    }

    /// Stores a change of an open transaction, with its state if it begins now, and then applies it.
    private void change(Transaction transaction, List<Event> changes, Runnable apply) {
        TransactionMetadata next = transaction.metadata().ongoing(clock.millis());
        var events = new ArrayList<>(changes);
        if (!next.equals(transaction.metadata())) {
            events.add(TransactionLog.state(next, clock.millis()));
        }
        if (!events.isEmpty()) {
            long more = Transaction.bytes(changes);
            reserve(more);
            try {
                log.append(events);
            } catch (RuntimeException e) {
                bytes.addAndGet(-more);
                throw e;
            }
            transaction.grow(more);
            transaction.set(next);
            apply.run();
        }
    }

    void addGroup(String id, Origin producer, String group) {
        change(id, producer, transaction -> addGroup(transaction, group));
    }

    private void addGroup(Transaction transaction, String group) {
        change(transaction,
                transaction.offsets.containsKey(group)
                        ? List.of()
                        : List.of(TransactionLog.group(transaction.id, group, true, clock.millis())),
                () -> {
                    transaction.add(group, Map.of());
                    pending.add(group, transaction);
                });
    }

    /// Stores offsets that the commit of a transaction will commit.
    ///
    /// @param add whether the group becomes part of the transaction (KIP-890); else it must be
    void addOffsets(String id, Origin producer, String group, Map<TopicPartition, CommittedOffset> commits,
            boolean add) {
        change(id, producer, transaction -> {
            if (add) {
                addGroup(transaction, group);
            } else if (transaction.metadata().state() != TransactionState.ONGOING
                    || !transaction.offsets.containsKey(group)) {
                throw new ProducerException(Reason.INVALID_TXN_STATE,
                        "group " + group + " is not part of the transaction of " + id);
            }
            long sent = lastSent.updateAndGet(last -> Math.max(last + 1, clock.millis()));
            var events = new ArrayList<Event>();
            var offsets = new HashMap<TopicPartition, Transaction.PendingOffset>();
            commits.forEach((partition, offset) -> {
                events.add(TransactionLog.offset(id, group, partition, offset, sent));
                offsets.put(partition, new Transaction.PendingOffset(Optional.of(offset), sent));
            });
            change(transaction, events, () -> transaction.add(group, offsets));
        });
    }

    @Override
    public boolean isPending(String group, TopicPartition partition) {
        transactions();
        return pending.contains(group, partition);
    }

    /// Ends the transaction of a producer, and returns the producer id and the epoch for its next one.
    ///
    /// @param bump whether the epoch ends with the transaction (KIP-890)
    Origin end(String id, Origin producer, boolean commit, boolean bump) {
        return in(id, transaction -> {
            TransactionMetadata now = transaction.metadata();
            if (bump && now.isEnded(producer.producerId(), producer.epoch(), commit)) {
                return origin(transaction);
            }
            now.check(producer.producerId(), producer.epoch());
            boolean ended = !bump
                    && now.state() == (commit ? TransactionState.COMPLETE_COMMIT : TransactionState.COMPLETE_ABORT);
            if (!ended) {
                store(transaction, now.prepared(commit, bump, clock.millis()));
                finish(transaction);
            }
            return origin(transaction);
        });
    }

    /// Completes a transaction whose end is decided. If a partition fails, [#run()] tries again.
    private void finish(Transaction transaction) {
        if (!transaction.metadata().state().isPrepared()) {
            return;
        }
        try {
            List<TopicPartition> unmarked = transaction.partitions.stream()
                    .filter(partition -> !transaction.marked.contains(partition)).toList();
            Markers.write(unmarked, partition -> mark(transaction, partition));
            var events = new ArrayList<>(transaction.tombstones(clock.millis()));
            if (transaction.metadata().state() == TransactionState.PREPARE_COMMIT) {
                var end = new AtomicLong();
                pending.commit(transaction, (group, offsets) -> end.accumulateAndGet(commit(group, offsets), Math::max),
                        clock.millis(), events);
                broker.groups().awaitForced(end.get());
            }
            TransactionMetadata next = transaction.metadata().completed(this::newId, clock.millis());
            events.add(TransactionLog.state(next, clock.millis()));
            log.append(events);
            transaction.set(next);
            pending.remove(transaction);
            bytes.addAndGet(-transaction.clear());
        } catch (StorageException | CorruptLogException | PartitionUnavailableException | LogClosedException e) {
            // the decision is stored; run() tries again, and so does the next process
        }
    }

    private void mark(Transaction transaction, TopicPartition partition) {
        TransactionMetadata metadata = transaction.metadata();
        var type = metadata.state() == TransactionState.PREPARE_COMMIT
                ? ControlRecord.Type.COMMIT
                : ControlRecord.Type.ABORT;
        if (partition.partition() < broker.partitions(partition.topic())) {
            producers.end(broker.partition(partition), new Origin(metadata.producerId(), metadata.epoch(), -1), type,
                    COORDINATOR_EPOCH);
        }
        transaction.marked.add(partition);
    }

    /// Starts the commit of offsets, and returns the end of the log of offsets after it.
    private long commit(String group, Map<TopicPartition, CommittedOffset> offsets) {
        offsets.keySet().removeIf(partition -> partition.partition() >= broker.partitions(partition.topic()));
        return broker.groups().startCommit(group, offsets);
    }

    @Override
    public long commit(String group, Set<TopicPartition> partitions, LongSupplier append) {
        transactions();
        if (!pending.contains(group)) {
            return append.getAsLong();
        }
        var deletions = new ArrayList<Event>();
        long end = pending.commit(group, partitions, append, clock.millis(), deletions);
        if (!deletions.isEmpty()) {
            log.append(deletions);
        }
        return end;
    }

    /// Aborts transactions that take too long, completes those that could not be completed, and deletes transactional
    /// ids that have expired (Kafka: `transactional.id.expiration.ms`).
    public void run() {
        long now = clock.millis();
        for (Transaction transaction : transactions().values()) {
            Lock lock = transaction.lock.writeLock();
            if (lock.tryLock()) {
                try {
                    if (transaction.metadata().isTimedOut(now)) {
                        store(transaction, transaction.metadata().fenced(false, now));
                    }
                    finish(transaction);
                    expire(transaction, now);
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private void expire(Transaction transaction, long now) {
        TransactionMetadata metadata = transaction.metadata();
        boolean idle = metadata.state() != TransactionState.ONGOING && !metadata.state().isPrepared();
        if (idle && metadata.updated() >= 0
                && metadata.updated() < now - broker.settings().transactionalIdExpiration().toMillis()) {
            log.append(List.of(TransactionLog.deletion(transaction.id, now)));
            transactions().remove(transaction.id);
            transaction.set(metadata.dead());
            bytes.addAndGet(-transaction.bytes());
        }
    }

    SortedMap<String, Transaction> all() {
        var all = new TreeMap<>(transactions());
        all.values().removeIf(transaction -> transaction.metadata().updated() < 0);
        return all;
    }
}
