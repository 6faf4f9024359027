package gregor.list;

/// The producer of a batch, and the number of the batch's first event among the events of that producer.
///
/// The log stores it without interpreting it. Kafka: producer id, producer epoch, base sequence (KIP-98).
///
/// @param producerId the unique number of the producer, or -1
/// @param epoch      the number of restarts of the producer under this id, or -1
/// @param sequence   the number of the first event, counted from 0, or -1
public record Origin(long producerId, short epoch, int sequence) {
    /// The origin of a producer without an id.
    public static final Origin UNKNOWN = new Origin(-1, (short) -1, -1);

    /// Returns the origin of the next batch of the same producer, after a number of events.
    public Origin after(int events) {
        return sequence < 0 ? this : new Origin(producerId, epoch, (sequence + events) & Integer.MAX_VALUE);
    }
}
