package gregor.group;

/// Somebody calls who is not a member, or no longer. Kafka: `UNKNOWN_MEMBER_ID`.
public final class UnknownMemberException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public UnknownMemberException(String message) {
        super(message);
    }
}
