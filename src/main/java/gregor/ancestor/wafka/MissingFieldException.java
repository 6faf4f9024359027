package gregor.ancestor.wafka;

/// A value lacks the field that should decide where it goes, or is not of the kind that has fields.
public final class MissingFieldException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public MissingFieldException(String message) {
        super(message);
    }
}
