package gregor.guarantee;

/// A transaction of one producer in one partition that ended in an abort. Its events stay in the log, and readers of
/// committed events skip them. Kafka: `AbortedTxn`.
///
/// @param firstOffset      the offset of its first event
/// @param lastOffset       the offset of its marker
/// @param lastStableOffset the last stable offset after the marker
public record AbortedTransaction(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {
    /// Whether the transaction has offsets from `from` on and before `to`.
    public boolean overlaps(long from, long to) {
        return lastOffset >= from && firstOffset < to;
    }
}
