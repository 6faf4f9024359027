package gregor.ancestor;

import gregor.broker.BrokerException;

/// Reports that a format cannot store an event completely. Nothing has been written.
public final class UnsupportedEventException extends BrokerException {
    public UnsupportedEventException(String message) {
        super(message);
    }
}
