package gregor.kafka;

import org.apache.kafka.common.protocol.Errors;

/// Answers a request, or a part of it, with an error code. It has no stack trace, since it reports no defect and a
/// request may have thousands of parts.
public final class ErrorResponseException extends RuntimeException {
    private final Errors error;

    public ErrorResponseException(Errors error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    Errors error() {
        return error;
    }
}
