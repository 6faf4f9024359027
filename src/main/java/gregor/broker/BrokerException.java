package gregor.broker;

/// A broker cannot do what it was asked to. The message says why, and what to do.
public class BrokerException extends RuntimeException {
    /// Says what was wrong.
    public BrokerException(String message) {
        super(message);
    }

    /// Says what was wrong, and what it came of.
    public BrokerException(String message, Exception cause) {
        super(message, cause);
    }
}
