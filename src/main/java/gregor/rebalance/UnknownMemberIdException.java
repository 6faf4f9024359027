package gregor.rebalance;

/// A caller is not a member, or was removed. Kafka: `UNKNOWN_MEMBER_ID`.
public final class UnknownMemberIdException extends RuntimeException {
    public UnknownMemberIdException(String message) {
        super(message);
    }
}
