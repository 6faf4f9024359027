package gregor.guarantee;

/// A batch is of a producer that was replaced by one with the same id and a newer epoch.
public final class InvalidProducerEpochException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what is wrong
    public InvalidProducerEpochException(String message) {
        super(message);
    }
}
