package gregor.guarantee;

/// A request is of a producer that was replaced by one with the same transactional id.
public final class ProducerFencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what is wrong
    public ProducerFencedException(String message) {
        super(message);
    }
}
