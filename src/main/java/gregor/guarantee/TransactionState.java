package gregor.guarantee;

/// The state of a transactional id.
///
/// ```
/// EMPTY → ONGOING → PREPARE_COMMIT → COMPLETE_COMMIT → ONGOING …
///                 → PREPARE_ABORT  → COMPLETE_ABORT  → ONGOING …
/// ```
public enum TransactionState {
    /// The producer has an id, and has begun no transaction.
    EMPTY("Empty"),
    /// A transaction is open.
    ONGOING("Ongoing"),
    /// The commit is decided; markers are being written.
    PREPARE_COMMIT("PrepareCommit"),
    /// The abort is decided; markers are being written.
    PREPARE_ABORT("PrepareAbort"),
    /// All partitions have the marker of the commit.
    COMPLETE_COMMIT("CompleteCommit"),
    /// All partitions have the marker of the abort.
    COMPLETE_ABORT("CompleteAbort"),
    /// The id was not used for too long and is removed.
    DEAD("Dead");

    private final String kafkaName;

    TransactionState(String kafkaName) {
        this.kafkaName = kafkaName;
    }

    /// Whether the result is decided and not all partitions have its marker.
    public boolean isPrepared() {
        return this == PREPARE_COMMIT || this == PREPARE_ABORT;
    }

    /// Returns the state after the last marker.
    TransactionState completed() {
        return this == PREPARE_COMMIT ? COMPLETE_COMMIT : COMPLETE_ABORT;
    }

    /// Returns its name in Kafka's tools.
    @Override
    public String toString() {
        return kafkaName;
    }
}
