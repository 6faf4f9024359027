package gregor.guarantee;

import module java.base;

import gregor.guarantee.ProducerException.Reason;

/// The state of a transactional id, as its coordinator stores it (KIP-98, KIP-360, KIP-890). Each change returns the
/// next state; the coordinator stores that before it acts on it.
///
/// @param producerId    the id of the producer that uses the transactional id now
/// @param epoch         the number of its restarts, and under the newer protocol of its transactions too; a producer
///                      with a smaller one is fenced
/// @param previousId    the producer id before the epoch was used up; -1 if it is the first
/// @param previousEpoch the epoch before this one, if the producer itself asked for the next; else -1
/// @param timeoutMillis how long a transaction may take
/// @param started       the time of the first write of the open or last transaction (ms); -1 if there was none
/// @param updated       the time of the last change (ms)
public record TransactionMetadata(String transactionalId, long producerId, short epoch, long previousId,
        short previousEpoch, int timeoutMillis, TransactionState state, long started, long updated) {
    private static final short NONE = -1;

    public static TransactionMetadata create(String transactionalId, long producerId, int timeoutMillis, long now) {
        return new TransactionMetadata(transactionalId, producerId, (short) 0, NONE, NONE, timeoutMillis,
                TransactionState.EMPTY, NONE, now);
    }

    /// Does nothing if a request is of the current producer.
    ///
    /// @throws ProducerException with INVALID_PRODUCER_ID_MAPPING if it has another producer id
    /// @throws ProducerException with PRODUCER_FENCED if it has another epoch
    public void check(long sender, short senderEpoch) {
        checkId(sender);
        if (senderEpoch != epoch) {
            throw new ProducerException(Reason.PRODUCER_FENCED, "epoch " + senderEpoch + " of transactional id "
                    + transactionalId + " is not the current epoch " + epoch + "; another producer uses the id");
        }
    }

    private void checkId(long sender) {
        if (sender != producerId) {
            throw new ProducerException(Reason.INVALID_PRODUCER_ID_MAPPING,
                    "producer id " + sender + " is not that of transactional id " + transactionalId);
        }
    }

    /// Returns the state after the producer has started again: with the next epoch, so that an older one is fenced.
    ///
    /// @param expectedId    the producer id that the producer has; empty if it has just started
    /// @param expectedEpoch its epoch
    /// @param newId         returns an unused producer id, for when the epochs are used up
    /// @throws ProducerException with PRODUCER_FENCED if another producer uses the transactional id
    /// @throws ProducerException with CONCURRENT_TRANSACTIONS if the last transaction has not ended
    public TransactionMetadata restarted(OptionalLong expectedId, short expectedEpoch, int timeout, LongSupplier newId,
            long now) {
        checkNotPrepared();
        boolean expected = expectedId.isPresent();
        if (expected && isPrevious(expectedId.getAsLong(), expectedEpoch)) {
            return with(epoch, previousEpoch, TransactionState.EMPTY, started, now);
        }
        if (expected && (expectedId.getAsLong() != producerId || expectedEpoch != epoch)) {
            throw new ProducerException(Reason.PRODUCER_FENCED, "producer " + expectedId.getAsLong() + " with epoch "
                    + expectedEpoch + " is not the current one of transactional id " + transactionalId);
        }
        return new TransactionMetadata(transactionalId, producerId, (short) (epoch + 1), previousId,
                expected ? epoch : NONE, timeout, TransactionState.EMPTY, started, now).withUsableEpoch(newId);
    }

    private boolean isPrevious(long id, short otherEpoch) {
        return otherEpoch == previousEpoch && otherEpoch >= 0 && (id == producerId || id == previousId);
    }

    /// The last epoch is for the marker that fences all others.
    private TransactionMetadata withUsableEpoch(LongSupplier newId) {
        return epoch < Short.MAX_VALUE
                ? this
                : new TransactionMetadata(transactionalId, newId.getAsLong(), (short) 0, producerId, previousEpoch,
                        timeoutMillis, state, started, updated);
    }

    /// Does nothing if a transaction can be written to or begun.
    ///
    /// @throws ProducerException with CONCURRENT_TRANSACTIONS if the last transaction has not ended
    public void checkNotPrepared() {
        if (state.isPrepared()) {
            throw new ProducerException(Reason.CONCURRENT_TRANSACTIONS,
                    "the last transaction of " + transactionalId + " has not ended; send the request again");
        }
    }

    /// Returns the state with an open transaction, which begins now unless it was open.
    ///
    /// @throws ProducerException with CONCURRENT_TRANSACTIONS if the last transaction has not ended
    public TransactionMetadata ongoing(long now) {
        checkNotPrepared();
        return state == TransactionState.ONGOING
                ? this
                : with(epoch, previousEpoch, TransactionState.ONGOING, now, now);
    }

    /// Returns whether the producer has asked for an end that it received no response to.
    ///
    /// @param sender      its producer id
    /// @param senderEpoch the epoch that ended with the transaction
    /// @throws ProducerException with INVALID_TXN_STATE if the transaction has the other end
    public boolean isEnded(long sender, short senderEpoch, boolean commit) {
        boolean previous = sender == producerId && senderEpoch + 1 == epoch
                || sender == previousId && isPrevious(sender, senderEpoch);
        if (previous && state == (commit ? TransactionState.COMPLETE_ABORT : TransactionState.COMPLETE_COMMIT)) {
            throw new ProducerException(Reason.INVALID_TXN_STATE,
                    "the last transaction of " + transactionalId + " has ended in state " + state);
        }
        return previous && state == (commit ? TransactionState.COMPLETE_COMMIT : TransactionState.COMPLETE_ABORT);
    }

    /// Returns the state in which the end of the transaction is decided.
    ///
    /// @param bump whether the epoch ends with the transaction (KIP-890)
    /// @throws ProducerException with INVALID_TXN_STATE if there is nothing to commit, or to abort
    /// @throws ProducerException with CONCURRENT_TRANSACTIONS if another end is decided
    public TransactionMetadata prepared(boolean commit, boolean bump, long now) {
        checkNotPrepared();
        if (state != TransactionState.ONGOING && (commit || !bump)) {
            throw new ProducerException(Reason.INVALID_TXN_STATE, "transactional id " + transactionalId
                    + " is in state " + state + " and has no transaction to " + (commit ? "commit" : "abort"));
        }
        return with((short) (bump ? epoch + 1 : epoch), bump ? epoch : previousEpoch,
                commit ? TransactionState.PREPARE_COMMIT : TransactionState.PREPARE_ABORT, started, now);
    }

    /// Returns the state in which the abort of the transaction is decided by the coordinator, and its producer fenced.
    ///
    /// @param byProducer whether the producer itself asked for it, so that its epoch is the previous one
    public TransactionMetadata fenced(boolean byProducer, long now) {
        return with((short) (epoch + 1), byProducer ? epoch : NONE, TransactionState.PREPARE_ABORT, started, now);
    }

    /// Returns the state after all partitions have the marker.
    ///
    /// @param newId returns an unused producer id, for when the epochs are used up
    public TransactionMetadata completed(LongSupplier newId, long now) {
        return with(epoch, previousEpoch, state.completed(), started, now).withUsableEpoch(newId);
    }

    private TransactionMetadata with(short nextEpoch, short before, TransactionState next, long begin, long now) {
        return new TransactionMetadata(transactionalId, producerId, nextEpoch, previousId, before, timeoutMillis, next,
                begin, now);
    }

    /// Returns the state of a transactional id that is removed.
    public TransactionMetadata dead() {
        return with(epoch, previousEpoch, TransactionState.DEAD, started, updated);
    }

    /// Returns whether an open transaction takes longer than it may.
    public boolean isTimedOut(long now) {
        return state == TransactionState.ONGOING && now - started > timeoutMillis;
    }
}
