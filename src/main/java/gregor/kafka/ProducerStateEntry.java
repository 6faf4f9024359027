package gregor.kafka;

import gregor.list.Origin;
import gregor.packed.PackedBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.kafka.common.protocol.Errors;

/// The state of one producer in one partition: its epoch and its last five batches, since an idempotent producer has at
/// most five requests in flight (KIP-98). Any thread may call it.
final class ProducerStateEntry {
    private static final int BATCHES = 5;
    private static final short NO_EPOCH = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Sent> last = new ArrayDeque<>();
    private short epoch = NO_EPOCH;
    private long lastUse;

    /// A batch in the log.
    ///
    /// @param first sequence number of its first record
    /// @param last  sequence number of its last record
    /// @param time  its largest timestamp (ms)
    private record Sent(int first, int last, long offset, long time) {}

    /// Appends the next batch and returns its offset; for a batch that was resent, returns the offset that it has.
    ///
    /// @throws ErrorResponseException OUT_OF_ORDER_SEQUENCE_NUMBER or INVALID_PRODUCER_EPOCH if it is neither,
    ///         INVALID_RECORD if it has no sequence numbers
    long append(PackedBatch batch, LongSupplier append) {
        Origin origin = batch.origin();
        int more = batch.count() - 1;
        if (origin.epoch() < 0 || origin.sequence() < 0) {
            throw new ErrorResponseException(Errors.INVALID_RECORD,
                    "a batch with a producer id needs an epoch and a sequence, both at least 0");
        }
        lock.lock();
        try {
            Sent before = origin.epoch() == epoch ? find(origin.sequence(), origin.after(more).sequence()) : null;
            if (before != null) {
                return before.offset();
            }
            check(origin);
            long offset = append.getAsLong();
            remember(origin, more, offset, batch.maxTimestamp());
            return offset;
        } finally {
            lock.unlock();
        }
    }

    /// Sets the time of its last use, by [System#nanoTime()]. Its map's lock guards it.
    void usedAt(long nanos) {
        lastUse = nanos;
    }

    long lastUse() {
        return lastUse;
    }

    private Sent find(int first, int lastSequence) {
        return last.stream().filter(sent -> sent.first() == first && sent.last() == lastSequence).findFirst()
                .orElse(null);
    }

    private void check(Origin origin) {
        if (origin.epoch() < epoch) {
            throw new ErrorResponseException(Errors.INVALID_PRODUCER_EPOCH,
                    "producer epoch " + origin.epoch() + " is older than the current epoch " + epoch);
        }
        int next = epoch == NO_EPOCH
                ? origin.sequence()
                : origin.epoch() > epoch || last.isEmpty() ? 0 : (last.getLast().last() + 1) & Integer.MAX_VALUE;
        if (origin.sequence() != next) {
            throw new ErrorResponseException(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
                    "sequence " + origin.sequence() + " of this producer is out of order; expected " + next);
        }
    }

    /// Records that a batch is in the log.
    ///
    /// @param more the number of its records after the first
    /// @param time its largest timestamp (ms)
    void remember(Origin origin, int more, long offset, long time) {
        if (origin.epoch() != epoch) {
            last.clear();
            epoch = origin.epoch();
        }
        last.add(new Sent(origin.sequence(), origin.after(more).sequence(), offset, time));
        if (last.size() > BATCHES) {
            last.removeFirst();
        }
    }

    /// Returns the state after the last batch; empty before the first one.
    Optional<ProducerState> state(long producerId) {
        lock.lock();
        try {
            return Optional.ofNullable(last.peekLast())
                    .map(sent -> new ProducerState(producerId, epoch, sent.last(), sent.time()));
        } finally {
            lock.unlock();
        }
    }
}
