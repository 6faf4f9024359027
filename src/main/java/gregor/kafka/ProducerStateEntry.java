package gregor.kafka;

import gregor.list.Origin;
import gregor.packed.PackedBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.kafka.common.protocol.Errors;

/// What a partition knows of a producer: its epoch, and the last five batches that it sent. A client has no more than
/// five on their way at a time. Any thread may call it.
final class ProducerStateEntry {
    private static final int BATCHES = 5;
    private static final short NO_EPOCH = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Sent> last = new ArrayDeque<>();
    private short epoch = NO_EPOCH;

    /// A batch by the numbers that its producer gave to its first and its last event, and its place in the log.
    private record Sent(int first, int last, long offset) {}

    /// Appends a batch if it is the next, and returns its offset; if it has come before, the offset that it has.
    ///
    /// @throws Refused if it is neither
    long append(PackedBatch batch, LongSupplier append) {
        Origin origin = batch.origin();
        int more = batch.count() - 1;
        if (origin.epoch() < 0 || origin.sequence() < 0) {
            throw new ErrorResponseException(Errors.INVALID_RECORD, "a producer that has an id counts its events from 0");
        }
        lock.lock();
        try {
            Sent before = origin.epoch() == epoch ? find(origin.sequence(), origin.after(more).sequence()) : null;
            if (before != null) {
                return before.offset();
            }
            check(origin);
            long offset = append.getAsLong();
            remember(origin, more, offset);
            return offset;
        } finally {
            lock.unlock();
        }
    }

    private Sent find(int first, int lastSequence) {
        return last.stream().filter(sent -> sent.first() == first && sent.last() == lastSequence).findFirst()
                .orElse(null);
    }

    private void check(Origin origin) {
        if (origin.epoch() < epoch) {
            throw new ErrorResponseException(Errors.INVALID_PRODUCER_EPOCH,
                    "a producer of epoch " + origin.epoch() + " has been replaced by one of epoch " + epoch);
        }
        int next = epoch == NO_EPOCH ? origin.sequence()
                : origin.epoch() > epoch || last.isEmpty() ? 0 : (last.getLast().last() + 1) & Integer.MAX_VALUE;
        if (origin.sequence() != next) {
            throw new ErrorResponseException(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
                    "event " + next + " of this producer is next, and not " + origin.sequence());
        }
    }

    /// Knows that a batch is in the log.
    ///
    /// @param more how many events it has beside the first
    void remember(Origin origin, int more, long offset) {
        if (origin.epoch() != epoch) {
            last.clear();
            epoch = origin.epoch();
        }
        last.add(new Sent(origin.sequence(), origin.after(more).sequence(), offset));
        if (last.size() > BATCHES) {
            last.removeFirst();
        }
    }
}
