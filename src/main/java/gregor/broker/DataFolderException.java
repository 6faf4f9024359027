package gregor.broker;

/// A folder cannot hold a broker's data. The message says why, and what to do.
public final class DataFolderException extends BrokerException {
    public DataFolderException(String message) {
        super(message);
    }

    public DataFolderException(String message, Exception cause) {
        super(message, cause);
    }
}
