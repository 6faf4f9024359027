package gregor.grpc;

/// Reports an event that is too large for a gRPC message. It was appended through another door.
public final class TooLargeException extends RuntimeException {
    private final long offset;

    /// @param bytes the size of a message with the event
    TooLargeException(long offset, int bytes) {
        super("the event at offset " + offset + " needs a message of " + bytes + " bytes; at most "
                + FetchPage.MAX_BYTES + " are allowed; read it through another door, or continue at offset "
                + (offset + 1));
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }
}
