package gregor.kafka;

/// The last batch of an idempotent producer in a partition.
///
/// @param lastSequence  the sequence number of its last record
/// @param lastTimestamp its largest timestamp (ms)
public record ProducerState(long producerId, short epoch, int lastSequence, long lastTimestamp) {}
