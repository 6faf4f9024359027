package gregor.list;

/// Who produced a batch, and which of its producer's events comes first in it.
///
/// The log carries this and does not look at it. Kafka's names: producer id, producer epoch, base sequence.
///
/// @param producerId a number that no other producer has, or -1
/// @param epoch      counts the lives of a producer that starts again under its old id, or -1
/// @param sequence   counts the producer's events from 0, or -1
public record Origin(long producerId, short epoch, int sequence) {
    /// Nobody said who it was.
    public static final Origin UNKNOWN = new Origin(-1, (short) -1, -1);

    /// Returns the origin of what the same producer sends after some events.
    public Origin after(int events) {
        return sequence < 0 ? this : new Origin(producerId, epoch, (sequence + events) & Integer.MAX_VALUE);
    }
}
