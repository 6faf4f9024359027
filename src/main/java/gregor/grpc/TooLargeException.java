package gregor.grpc;

/// An event is larger than a gRPC message may be. It came in by another door, and must leave by one.
public final class TooLargeException extends RuntimeException {
    private final long offset;

    /// Says which.
    TooLargeException(long offset, int bytes) {
        super("the event at offset " + offset + " would make a message of " + bytes + " bytes, and one has " + FetchPage.MOST
                + " at most; read it by another door, or go on behind it");
        this.offset = offset;
    }

    /// Where it is.
    public long offset() {
        return offset;
    }
}
