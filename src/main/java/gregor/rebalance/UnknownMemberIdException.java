package gregor.rebalance;

/// Somebody calls who is not a member, or no longer. Kafka: `UNKNOWN_MEMBER_ID`.
public final class UnknownMemberIdException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public UnknownMemberIdException(String message) {
        super(message);
    }
}
