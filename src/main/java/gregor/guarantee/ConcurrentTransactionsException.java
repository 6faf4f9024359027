package gregor.guarantee;

/// A request must wait for the end of the transaction before it; its producer sends it again.
public final class ConcurrentTransactionsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what is wrong
    public ConcurrentTransactionsException(String message) {
        super(message);
    }
}
