package gregor.broker;

/// A broker cannot do what a caller asked for. The message says why, and what to do.
public class BrokerException extends RuntimeException {
    public BrokerException(String message) {
        super(message);
    }

    public BrokerException(String message, Exception cause) {
        super(message, cause);
    }
}
