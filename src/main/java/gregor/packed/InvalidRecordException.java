package gregor.packed;

/// The header of a batch contradicts its records, or a record is malformed, although the checksum is right: its
/// producer has made it so, and sending it again does not help. Kafka: `INVALID_RECORD`.
public final class InvalidRecordException extends CorruptBatchException {
    public InvalidRecordException(String message) {
        super(message);
    }
}
