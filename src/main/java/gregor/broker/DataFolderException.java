package gregor.broker;

/// A folder cannot hold a broker's data. The message says why, and what to do.
public final class DataFolderException extends BrokerException {
    /// Takes the message.
    public DataFolderException(String message) {
        super(message);
    }

    /// Takes the message and the cause.
    public DataFolderException(String message, Exception cause) {
        super(message, cause);
    }
}
