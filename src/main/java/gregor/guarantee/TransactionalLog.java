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
    private final InstantSource clock;

    /// Wraps a log, with the system's clock.
    public TransactionalLog(Log log) {
        this(log, InstantSource.system());
    }

    /// Wraps a log, and reads which producers have written to it.
    ///
    /// @param clock the time of markers
    public TransactionalLog(Log log, InstantSource clock) {
        super(log);
        this.clock = clock;
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
    /// @throws InvalidProducerEpochException if its producer was replaced
    /// @throws OutOfOrderSequenceException   if a batch before it is missing
    /// @throws InvalidTxnStateException      if it is outside the open transaction of its producer
    @Override
    public long append(Batch batch) {
        OptionalLong known = producers.check(batch);
        return known.isPresent() ? known.getAsLong() : added(batch);
    }

    private long added(Batch batch) {
        long offset = log.append(batch);
        producers.add(batch.at(offset));
        return offset;
    }

    /// Appends the marker that commits or aborts the transaction of a producer, and returns its offset.
    ///
    /// @param producer its id and epoch
    /// @throws InvalidProducerEpochException if the producer was replaced
    public long end(Origin producer, ControlRecord.Type type) {
        producers.checkMarker(producer.producerId(), producer.epoch());
        return added(ControlRecord.marker(type, producer, 0, clock.millis()));
    }

    /// Returns its producers.
    public ProducerStateManager producers() {
        return producers;
    }

    /// Returns the log as a reader of committed events sees it.
    public CommittedLog committed() {
        return new CommittedLog(log, producers);
    }
}
