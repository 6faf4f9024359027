package gregor.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/// A server has not done what it was asked to, or has not answered. The message says why, and what to do.
public final class CallException extends RuntimeException {
    private final Status.Code code;

    /// Says it in the server's words, if it had any.
    CallException(String server, StatusRuntimeException refusal) {
        super(switch (refusal.getStatus().getCode()) {
            case UNAVAILABLE -> "nobody answers at " + server + " (" + refusal.getStatus().getDescription()
                    + "); is a broker running there, and does one of you use TLS and the other not?";
            case UNIMPLEMENTED -> server + " speaks gRPC, but not this; is it a broker?";
            default -> server + " says: " + refusal.getStatus().getDescription();
        }, refusal);
        code = refusal.getStatus().getCode();
    }

    /// gRPC's code for what went wrong.
    public Status.Code code() {
        return code;
    }
}
