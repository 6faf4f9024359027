package gregor.guarantee;

import module java.base;

import gregor.guarantee.ProducerException.Reason;
import gregor.list.Batch;
import gregor.list.Origin;

/// The state of one producer in one partition: its epoch, its last five batches, since an idempotent producer has at
/// most five requests in flight, and the first offset of its open transaction (KIP-98).
///
/// One thread at a time may call it.
final class ProducerStateEntry {
    private static final int BATCHES = 5;
    private static final short NO_EPOCH = -1;
    private static final int NONE = -1;

    private final Deque<Sent> last = new ArrayDeque<>();
    private short epoch = NO_EPOCH;
    private int coordinatorEpoch = NONE;
    private long transactionStart = NONE;
    private long lastTimestamp = NONE;
    private long lastUse;

    /// A batch in the log.
    ///
    /// @param first sequence number of its first record
    /// @param last  sequence number of its last record
    private record Sent(int first, int last, long firstOffset, long lastOffset, long timestamp) {}

    /// Returns the offset that a batch has in the log already; empty if it is the next one of its producer.
    ///
    /// @throws ProducerException with INVALID_PRODUCER_EPOCH if its epoch is over
    /// @throws ProducerException with OUT_OF_ORDER_SEQUENCE_NUMBER if a batch before it is missing
    /// @throws ProducerException with INVALID_TXN_STATE if it is outside the open transaction of its producer
    OptionalLong check(Batch batch, boolean transactional) {
        Origin origin = batch.origin();
        int lastSequence = lastSequence(batch);
        if (origin.epoch() < epoch) {
            throw new ProducerException(Reason.INVALID_PRODUCER_EPOCH,
                    "producer epoch " + origin.epoch() + " is older than the current epoch " + epoch);
        }
        if (origin.epoch() == epoch) {
            for (Sent sent : last) {
                if (sent.first() == origin.sequence() && sent.last() == lastSequence) {
                    return OptionalLong.of(sent.firstOffset());
                }
            }
        }
        int next = next(origin);
        if (origin.sequence() != next) {
            throw new ProducerException(Reason.OUT_OF_ORDER_SEQUENCE_NUMBER,
                    "sequence " + origin.sequence() + " of this producer is out of order; expected " + next);
        }
        if (isOpen() && !transactional) {
            throw new ProducerException(Reason.INVALID_TXN_STATE,
                    "producer " + origin.producerId() + " has an open transaction, and its batch is not part of it");
        }
        return OptionalLong.empty();
    }

    private int next(Origin origin) {
        if (epoch == NO_EPOCH) {
            return origin.sequence();
        }
        return origin.epoch() > epoch || last.isEmpty() ? 0 : (last.getLast().last() + 1) & Integer.MAX_VALUE;
    }

    private static int lastSequence(Batch batch) {
        return batch.origin().after((int) (batch.lastOffset() - batch.baseOffset())).sequence();
    }

    boolean isOpen() {
        return transactionStart != NONE;
    }

    long transactionStart() {
        return transactionStart;
    }

    /// Records a batch that is in the log.
    void add(Batch batch, boolean transactional) {
        setEpoch(batch.origin().epoch());
        lastTimestamp = batch.maxTimestamp();
        last.add(new Sent(batch.origin().sequence(), lastSequence(batch), batch.baseOffset(), batch.lastOffset(),
                lastTimestamp));
        if (last.size() > BATCHES) {
            last.removeFirst();
        }
        if (transactional && !isOpen()) {
            transactionStart = batch.baseOffset();
        }
    }

    /// Records a marker that is in the log, and returns the first offset of the transaction that it ends; -1 for none.
    long addMarker(Batch batch, int coordinator) {
        setEpoch(batch.origin().epoch());
        lastTimestamp = batch.maxTimestamp();
        coordinatorEpoch = coordinator;
        long first = transactionStart;
        transactionStart = NONE;
        return first;
    }

    private void setEpoch(short other) {
        if (other != epoch) {
            last.clear();
            epoch = other;
        }
    }

    short epoch() {
        return epoch;
    }

    void usedAt(long millis) {
        lastUse = millis;
    }

    long lastUse() {
        return lastUse;
    }

    /// Returns a line for each of its batches, or one without a batch.
    List<ProducerSnapshot> snapshots(long producerId) {
        if (last.isEmpty()) {
            return List.of(new ProducerSnapshot(producerId, epoch, NONE, NONE, 0, lastTimestamp, coordinatorEpoch,
                    transactionStart, lastUse));
        }
        return last.stream()
                .map(sent -> new ProducerSnapshot(producerId, epoch, sent.last(), sent.lastOffset(),
                        (int) (sent.lastOffset() - sent.firstOffset()), sent.timestamp(), coordinatorEpoch,
                        transactionStart, lastUse))
                .toList();
    }

    /// Adds a line of a snapshot.
    void restore(ProducerSnapshot line) {
        setEpoch(line.epoch());
        coordinatorEpoch = line.coordinatorEpoch();
        transactionStart = line.firstOffset();
        lastTimestamp = line.timestamp();
        lastUse = line.lastUse();
        if (line.lastSequence() != NONE) {
            last.add(new Sent(line.lastSequence() - line.offsetDelta() & Integer.MAX_VALUE, line.lastSequence(),
                    line.lastOffset() - line.offsetDelta(), line.lastOffset(), line.timestamp()));
        }
    }
}
