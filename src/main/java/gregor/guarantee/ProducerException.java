package gregor.guarantee;

/// Rejects a batch or another request of a producer.
public final class ProducerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /// What is wrong with the request, in the words of Kafka's error codes.
    public enum Reason {
        /// The batch does not follow the last one of its producer: one between them is missing.
        OUT_OF_ORDER_SEQUENCE_NUMBER,
        /// The batch is of a producer that was replaced by one with the same id and a newer epoch.
        INVALID_PRODUCER_EPOCH,
        /// The producer was replaced by one with the same transactional id.
        PRODUCER_FENCED,
        /// The state of the transaction does not allow the request.
        INVALID_TXN_STATE,
        /// The producer id is not that of the transactional id, or the transactional id is unknown.
        INVALID_PRODUCER_ID_MAPPING,
        /// The transaction before has not ended; the producer sends the request again.
        CONCURRENT_TRANSACTIONS
    }

    public ProducerException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// What is wrong with the request.
    public Reason reason() {
        return reason;
    }
}
