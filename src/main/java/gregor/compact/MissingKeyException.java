package gregor.compact;

/// Somebody wants to append an event without a key to a log that keeps the latest event of each key.
public final class MissingKeyException extends RuntimeException {
    /// Says which event of the batch it is, counted from 0.
    public MissingKeyException(int place) {
        super("event " + place + " of this batch has no key, and a compacted log keeps the latest event of each key;"
                + " give it a key, or use a log that is not compacted. Nothing of the batch was appended");
    }
}
