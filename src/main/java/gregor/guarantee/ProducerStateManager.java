package gregor.guarantee;

import module java.base;

import gregor.guarantee.ProducerException.Reason;
import gregor.list.Batch;
import gregor.list.Origin;
import gregor.packed.ControlRecord;
import gregor.packed.InvalidRecordException;
import gregor.packed.PackedBatch;

/// The producers of one partition: recognises batches that one of them resends, knows which transactions are open,
/// and which have been aborted (KIP-98).
///
/// A producer that is forgotten can
/// still write; only its resends are not recognised. One thread at a time may call it.
public final class ProducerStateManager implements TransactionView {
    private final TransactionIndex aborted = new TransactionIndex();
    /// The producer that has not written for the longest time is the first.
    private final SequencedMap<Long, ProducerStateEntry> producers = new LinkedHashMap<>(16, 0.75f, true);
    private final TreeSet<Open> open = new TreeSet<>();
    private final InstantSource clock;

    /// @param clock the time by which producers expire
    public ProducerStateManager(InstantSource clock) {
        this.clock = clock;
    }

    /// An open transaction.
    private record Open(long firstOffset, long producerId) implements Comparable<Open> {
        @Override
        public int compareTo(Open other) {
            int byOffset = Long.compare(firstOffset, other.firstOffset);
            return byOffset == 0 ? Long.compare(producerId, other.producerId) : byOffset;
        }
    }

    /// Returns the offset that a batch has in the log already, because its producer resends it; empty if it is the next
    /// one of its producer, or its producer has no id.
    ///
    /// @throws ProducerException with INVALID_PRODUCER_EPOCH if its producer was replaced
    /// @throws ProducerException with OUT_OF_ORDER_SEQUENCE_NUMBER if a batch before it is missing
    /// @throws ProducerException with INVALID_TXN_STATE if it is outside the open transaction of its producer
    /// @throws InvalidRecordException        if it has a producer id but no epoch or sequence
    public OptionalLong check(Batch batch) {
        if (batch.origin().producerId() < 0) {
            return OptionalLong.empty();
        }
        if (batch.origin().epoch() < 0 || batch.origin().sequence() < 0) {
            throw new InvalidRecordException(
                    "a batch with a producer id needs an epoch and a sequence, both at least 0");
        }
        ProducerStateEntry entry = producers.get(batch.origin().producerId());
        return entry == null ? OptionalLong.empty() : entry.check(batch, isTransactional(batch));
    }

    /// Appends a batch unless the log has it already, and returns its offset.
    ///
    /// @param append appends it to the log and returns its offset
    /// @throws RuntimeException what [#check(Batch)] throws
    public long append(Batch batch, ToLongFunction<? super Batch> append) {
        OptionalLong known = check(batch);
        return known.isPresent() ? known.getAsLong() : added(batch, append);
    }

    private <B extends Batch> long added(B batch, ToLongFunction<? super B> append) {
        long offset = append.applyAsLong(batch);
        add(batch.at(offset));
        return offset;
    }

    /// Appends the marker that ends the transaction of a producer, and returns its offset.
    ///
    /// @param producer its id and epoch
    /// @param append   appends the marker to the log and returns its offset
    /// @throws ProducerException with INVALID_PRODUCER_EPOCH if the producer was replaced
    public long end(Origin producer, ControlRecord.Type type, int coordinatorEpoch,
            ToLongFunction<? super PackedBatch> append) {
        checkMarker(producer.producerId(), producer.epoch());
        return added(ControlRecord.marker(type, producer, coordinatorEpoch, clock.millis()), append);
    }

    /// Checks that the first batch of a producer has sequence 0. Only for producers that begin each transaction with a
    /// new epoch (KIP-890): others may have been forgotten.
    ///
    /// @throws ProducerException with OUT_OF_ORDER_SEQUENCE_NUMBER if a batch before it is missing
    public void checkFirst(Batch batch) {
        if (batch.origin().sequence() > 0 && !producers.containsKey(batch.origin().producerId())) {
            throw new ProducerException(Reason.OUT_OF_ORDER_SEQUENCE_NUMBER, "sequence " + batch.origin().sequence()
                    + " of this producer is out of order; its first batch in a partition has 0");
        }
    }

    private void checkMarker(long producerId, short epoch) {
        ProducerStateEntry entry = producers.get(producerId);
        if (entry != null && epoch < entry.epoch()) {
            throw new ProducerException(Reason.INVALID_PRODUCER_EPOCH, "the marker of producer " + producerId
                    + " has epoch " + epoch + ", which is older than the current epoch " + entry.epoch());
        }
    }

    private static boolean isTransactional(Batch batch) {
        return batch instanceof PackedBatch packed && packed.isTransactional();
    }

    public void add(Batch batch) {
        if (batch.origin().producerId() >= 0) {
            long before = entry(batch).transactionStart();
            entry(batch).usedAt(clock.millis());
            if (batch instanceof PackedBatch packed && packed.isControl()) {
                ControlRecord.of(packed).ifPresent(marker -> addMarker(packed, marker));
            } else {
                entry(batch).add(batch, isTransactional(batch));
            }
            updateOpen(batch, before);
        }
    }

    private void addMarker(PackedBatch batch, ControlRecord marker) {
        long first = entry(batch).addMarker(batch, marker.coordinatorEpoch());
        if (first >= 0 && marker.type() == ControlRecord.Type.ABORT) {
            long producerId = batch.origin().producerId();
            open.remove(new Open(first, producerId));
            aborted.add(new AbortedTransaction(producerId, first, batch.lastOffset(),
                    lastStableOffset(batch.lastOffset() + 1)));
        }
    }

    private ProducerStateEntry entry(Batch batch) {
        return producers.computeIfAbsent(batch.origin().producerId(), absent -> new ProducerStateEntry());
    }

    /// Moves the producer of a batch in the order of open transactions.
    ///
    /// @param before the first offset of the transaction that it had open; -1 for none
    private void updateOpen(Batch batch, long before) {
        long producerId = batch.origin().producerId();
        long now = entry(batch).transactionStart();
        open.remove(new Open(before, producerId));
        if (now >= 0) {
            open.add(new Open(now, producerId));
        }
    }

    @Override
    public long lastStableOffset(long logEnd) {
        return open.isEmpty() ? logEnd : Math.min(logEnd, open.first().firstOffset());
    }

    @Override
    public List<AbortedTransaction> aborted(long from, long to, int limit) {
        return aborted.between(from, to, limit);
    }

    public TransactionIndex index() {
        return aborted;
    }

    /// Returns the last batch of each producer, by their ids.
    public List<ProducerSnapshot> active() {
        var last = new TreeMap<Long, ProducerSnapshot>();
        producers.forEach((producerId, entry) -> last.put(producerId, entry.snapshots(producerId).getLast()));
        return List.copyOf(last.values());
    }

    public int size() {
        return producers.size();
    }

    /// Forgets the producers without an open transaction that have not written since a time in ms (Kafka:
    /// `producer.id.expiration.ms`).
    ///
    /// @return their number
    public int expire(long since) {
        int before = producers.size();
        producers.values().removeIf(entry -> !entry.isOpen() && entry.lastUse() < since);
        return before - producers.size();
    }

    /// Forgets the producer without an open transaction that has not written for the longest time; false if there is
    /// none.
    public boolean forgetOldest() {
        for (var entries = producers.values().iterator(); entries.hasNext();) {
            if (!entries.next().isOpen()) {
                entries.remove();
                return true;
            }
        }
        return false;
    }

    /// Returns the state of all producers, for [#restore(List)].
    public List<ProducerSnapshot> snapshots() {
        return producers.entrySet().stream().flatMap(entry -> entry.getValue().snapshots(entry.getKey()).stream())
                .toList();
    }

    public void restore(List<ProducerSnapshot> snapshots) {
        for (ProducerSnapshot line : snapshots) {
            ProducerStateEntry entry = producers.computeIfAbsent(line.producerId(), absent -> new ProducerStateEntry());
            entry.restore(line);
            if (line.lastUse() < 0) {
                entry.usedAt(clock.millis());
            }
            if (line.firstOffset() >= 0) {
                open.add(new Open(line.firstOffset(), line.producerId()));
            }
        }
    }

    @Override
    public String toString() {
        return active().toString();
    }
}
