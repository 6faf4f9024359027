package gregor.topic;

/// A partitioner chose a partition that its topic does not have.
public final class PartitionerException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public PartitionerException(String message) {
        super(message);
    }
}
