package gregor.kafka;

import org.apache.kafka.common.protocol.Errors;

/// A request, or a part of it, is answered with an error.
public final class ErrorResponseException extends RuntimeException {
    private final Errors error;

    /// @param message what was wrong, for those versions of the answer that have room for it
    public ErrorResponseException(Errors error, String message) {
        super(message);
        this.error = error;
    }

    Errors error() {
        return error;
    }
}
