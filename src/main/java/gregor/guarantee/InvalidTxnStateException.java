package gregor.guarantee;

/// The state of a transaction does not allow a request.
public final class InvalidTxnStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what is wrong
    public InvalidTxnStateException(String message) {
        super(message);
    }
}
