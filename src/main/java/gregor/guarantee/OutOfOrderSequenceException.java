package gregor.guarantee;

/// A batch does not follow the last one of its producer: one between them is missing.
public final class OutOfOrderSequenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what is wrong
    public OutOfOrderSequenceException(String message) {
        super(message);
    }
}
