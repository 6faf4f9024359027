package gregor.guarantee;

/// The producer id of a request is not that of its transactional id, or the id is unknown.
public final class InvalidPidMappingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what is wrong
    public InvalidPidMappingException(String message) {
        super(message);
    }
}
