package gregor.broker;

/// A folder cannot be a broker's data. The message says why, and what to do; the folder is as it was.
public final class DataFolderException extends BrokerException {
    /// Says what was wrong.
    public DataFolderException(String message) {
        super(message);
    }

    /// Says what was wrong, and what it came of.
    public DataFolderException(String message, Exception cause) {
        super(message, cause);
    }
}
