package gregor.packed;

/// A batch exceeds a limit when it is decompressed or compressed by another codec. Kafka: `MESSAGE_TOO_LARGE`, after
/// which a producer splits the batch.
public final class BatchTooLargeException extends CorruptBatchException {
    public BatchTooLargeException(String message) {
        super(message);
    }
}
