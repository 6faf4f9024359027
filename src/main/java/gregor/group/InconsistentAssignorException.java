package gregor.group;

/// Members of one group want to share out in different ways. Kafka: `INCONSISTENT_GROUP_PROTOCOL`.
public final class InconsistentAssignorException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public InconsistentAssignorException(String message) {
        super(message);
    }
}
