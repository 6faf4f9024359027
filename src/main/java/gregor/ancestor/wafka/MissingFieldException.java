package gregor.ancestor.wafka;

import gregor.broker.BrokerException;

/// Reports that a value lacks the field that chooses its partition, or has no fields at all.
public final class MissingFieldException extends BrokerException {
    public MissingFieldException(String message) {
        super(message);
    }
}
