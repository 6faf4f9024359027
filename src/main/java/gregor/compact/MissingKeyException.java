package gregor.compact;

/// An event without a key cannot be appended to a compacted log.
public final class MissingKeyException extends RuntimeException {
    /// @param index the number of the event in its batch, counted from 0
    public MissingKeyException(int index) {
        super("event " + index + " of the batch has no key, which a compacted log needs; give it a key, or use a log"
                + " that is not compacted. No event of the batch was appended");
    }
}
