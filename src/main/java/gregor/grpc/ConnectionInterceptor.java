package gregor.grpc;

import module java.base;

import gregor.door.ConnectionQuotas;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;

/// Limits connections by [ConnectionQuotas]. As many connections again stay open without being served: each of their
/// calls is refused with a message until an admitted connection closes. Further connections are closed at once.
final class ConnectionInterceptor extends ServerTransportFilter implements ServerInterceptor {
    private static final Attributes.Key<Admission> ADMISSION = Attributes.Key.create("admission");

    private final ConnectionQuotas admitted;
    private final ConnectionQuotas overflow;

    ConnectionInterceptor(int max, int perAddress) {
        admitted = new ConnectionQuotas(max, perAddress);
        overflow = new ConnectionQuotas(max, perAddress);
    }

    /// Where a connection is counted: among the admitted ones or in the overflow.
    private final class Admission {
        private final SocketAddress from;
        private boolean isAdmitted;
        private boolean isClosed;

        Admission(SocketAddress from) {
            this.from = from;
        }

        /// Tries to admit the connection. Returns why that is impossible, or nothing.
        synchronized Optional<String> enter() {
            if (isAdmitted || isClosed) {
                return Optional.empty();
            }
            Optional<String> refusal = admitted.enter(from);
            if (refusal.isEmpty()) {
                overflow.leave(from);
                isAdmitted = true;
            }
            return refusal;
        }

        synchronized void leave() {
            isClosed = true;
            (isAdmitted ? admitted : overflow).leave(from);
        }
    }

    /// Counts a new connection. An exception closes it with an HTTP/2 GOAWAY that has the message.
    @Override
    public Attributes transportReady(Attributes attributes) {
        SocketAddress from = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        overflow.enter(from).ifPresent(refusal -> {
            throw new IllegalStateException(Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, refusal));
        });
        var admission = new Admission(from);
        admission.enter();
        return attributes.toBuilder().set(ADMISSION, admission).build();
    }

    /// @param attributes null if [#transportReady(Attributes)] refused the connection
    @Override
    public void transportTerminated(Attributes attributes) {
        if (attributes != null) {
            attributes.get(ADMISSION).leave();
        }
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        Optional<String> refusal = call.getAttributes().get(ADMISSION).enter();
        if (refusal.isEmpty()) {
            return next.startCall(call, headers);
        }
        return StatusMapper.refuse(call, Status.RESOURCE_EXHAUSTED, refusal.get());
    }
}
