package gregor.group;

/// A member calls whose place somebody else has taken under the same name. Kafka: `FENCED_INSTANCE_ID`.
public final class FencedInstanceException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public FencedInstanceException(String message) {
        super(message);
    }
}
