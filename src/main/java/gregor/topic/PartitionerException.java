package gregor.topic;

/// A partitioner chose a partition that the topic does not have.
public final class PartitionerException extends RuntimeException {
    public PartitionerException(String message) {
        super(message);
    }
}
