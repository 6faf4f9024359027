package gregor.kafka.limits;

/// Rejects a request that has too many elements, or too many keys with equal hashes.
public final class RequestTooCostlyException extends RuntimeException {
    RequestTooCostlyException(String message) {
        super(message);
    }
}
