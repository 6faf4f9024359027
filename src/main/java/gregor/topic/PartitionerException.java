package gregor.topic;

/// A partitioner chose a partition that the topic does not have.
public final class PartitionerException extends RuntimeException {
    /// @param message what was wrong, and what to do
    public PartitionerException(String message) {
        super(message);
    }
}
