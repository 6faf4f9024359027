package gregor.guarantee;

import module java.base;

import gregor.list.Batch;
import gregor.list.ForwardingLog;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.packed.ControlRecord;

/// A log of record batches that recognises resent batches and ends transactions with markers.
///
/// One thread at a time may call it.
public final class TransactionalLog extends ForwardingLog<Log> {
    private static final int CHUNK_BYTES = 1 << 20;

    private final ProducerStateManager producers;

    /// Wraps a log, with the system's clock.
    public TransactionalLog(Log log) {
        this(log, InstantSource.system());
    }

    /// Wraps a log, and reads which producers have written to it.
    public TransactionalLog(Log log, InstantSource clock) {
        super(log);
        producers = new ProducerStateManager(clock);
        for (long next = log.start(); next < log.end();) {
            for (Batch batch : log.read(next, CHUNK_BYTES)) {
                producers.add(batch);
                next = batch.lastOffset() + 1;
            }
        }
    }

    /// Appends a batch unless the log has it already, and returns its offset.
    ///
    /// @throws ProducerException with INVALID_PRODUCER_EPOCH if its producer was replaced
    /// @throws ProducerException with OUT_OF_ORDER_SEQUENCE_NUMBER if a batch before it is missing
    /// @throws ProducerException with INVALID_TXN_STATE if it is outside the open transaction of its producer
    @Override
    public long append(Batch batch) {
        return producers.append(batch, log::append);
    }

    /// Appends the marker that commits or aborts the transaction of a producer, and returns its offset.
    ///
    /// @param producer its id and epoch
    /// @throws ProducerException with INVALID_PRODUCER_EPOCH if the producer was replaced
    public long end(Origin producer, ControlRecord.Type type) {
        return producers.end(producer, type, 0, log::append);
    }

    /// Returns the log as a reader of committed events sees it.
    public CommittedLog committed() {
        return new CommittedLog(log, producers);
    }
}
