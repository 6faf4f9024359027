package gregor.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/// Reports that a server has refused a call or not answered. The message says why and what to do.
public final class CallException extends RuntimeException {
    private final Status.Code code;

    /// Takes the message of the server if there is one.
    CallException(String server, StatusRuntimeException refusal) {
        super(switch (refusal.getStatus().getCode()) {
            case UNAVAILABLE -> "no answer from " + server + " (" + refusal.getStatus().getDescription()
                    + "); check that a broker is running there, and that both sides use TLS or neither does";
            case UNIMPLEMENTED -> server + " speaks gRPC but does not know this call; check that it is a broker";
            default -> server + " answered: " + refusal.getStatus().getDescription();
        }, refusal);
        code = refusal.getStatus().getCode();
    }

    public Status.Code code() {
        return code;
    }
}
