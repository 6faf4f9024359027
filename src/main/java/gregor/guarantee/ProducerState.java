package gregor.guarantee;

/// The last batch of a producer in a partition, and its open transaction.
///
/// @param lastSequence     the sequence number of its last record; -1 if it has no batch of this epoch
/// @param lastTimestamp    its largest timestamp (ms)
/// @param coordinatorEpoch that of the last marker; -1 if there was none
/// @param firstOffset      the first offset of the open transaction; -1 if there is none
public record ProducerState(long producerId, short epoch, int lastSequence, long lastTimestamp, int coordinatorEpoch,
        long firstOffset) {}
