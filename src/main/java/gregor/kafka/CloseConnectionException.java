package gregor.kafka;

/// There is no way to answer: what has come is no request, or none that this door knows, or the client wants no answer
/// and something went wrong. The connection ends, and no other does.
final class CloseConnectionException extends RuntimeException {
    CloseConnectionException(String message) {
        super(message);
    }

    CloseConnectionException(String message, Exception cause) {
        super(message + " (" + cause.getMessage() + ")", cause);
    }
}
