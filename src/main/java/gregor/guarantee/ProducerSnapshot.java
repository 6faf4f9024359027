package gregor.guarantee;

/// One of the last batches of a producer, as a snapshot of a partition's producers has it.
///
/// @param lastSequence     the sequence number of its last record; -1 if the producer has no batch of this epoch
/// @param offsetDelta      its last offset less its first
/// @param coordinatorEpoch that of the producer's last marker; -1 if there was none
/// @param firstOffset      the first offset of the producer's open transaction; -1 if there is none
/// @param lastUse          the time of its last write by the clock of the broker (ms); -1 if it is unknown
public record ProducerSnapshot(long producerId, short epoch, int lastSequence, long lastOffset, int offsetDelta,
        long timestamp, int coordinatorEpoch, long firstOffset, long lastUse) {}
