package gregor.kafka;

/// Closes the connection without a response: the request is malformed, unknown or too costly, or it failed and its
/// client expects no response. Other connections are not affected.
final class CloseConnectionException extends RuntimeException {
    CloseConnectionException(String message) {
        super(message);
    }

    CloseConnectionException(String message, Exception cause) {
        super(message + " (" + cause.getMessage() + ")", cause);
    }
}
