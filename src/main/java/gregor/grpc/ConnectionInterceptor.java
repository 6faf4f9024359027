package gregor.grpc;

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
import java.net.SocketAddress;
import java.util.Optional;

/// Lets only so many [ConnectionQuotas] in. As many again may stand on the porch, where every call is refused in words until
/// somebody leaves; who finds no room there either is sent away.
final class ConnectionInterceptor extends ServerTransportFilter implements ServerInterceptor {
    private static final Attributes.Key<Place> PLACE = Attributes.Key.create("place");

    private final ConnectionQuotas admitted;
    private final ConnectionQuotas overflow;

    ConnectionInterceptor(int most, int perAddress) {
        admitted = new ConnectionQuotas(most, perAddress);
        overflow = new ConnectionQuotas(most, perAddress);
    }

    /// Where a client is.
    private final class Place {
        private final SocketAddress from;
        private boolean in;
        private boolean gone;

        Place(SocketAddress from) {
            this.from = from;
        }

        /// Goes in if it is not in yet; or says why not.
        synchronized Optional<String> enter() {
            if (in || gone) {
                return Optional.empty();
            }
            Optional<String> refusal = admitted.enter(from);
            if (refusal.isEmpty()) {
                overflow.leave(from);
                in = true;
            }
            return refusal;
        }

        synchronized void leave() {
            gone = true;
            (in ? admitted : overflow).leave(from);
        }
    }

    /// What is thrown here closes the connection, and is what HTTP/2 says at its end.
    @Override
    public Attributes transportReady(Attributes attributes) {
        SocketAddress from = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        overflow.enter(from).ifPresent(refusal -> {
            throw new IllegalStateException(Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, refusal));
        });
        var place = new Place(from);
        place.enter();
        return attributes.toBuilder().set(PLACE, place).build();
    }

    /// @param attributes null if it was sent away
    @Override
    public void transportTerminated(Attributes attributes) {
        if (attributes != null) {
            attributes.get(PLACE).leave();
        }
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        Optional<String> refusal = call.getAttributes().get(PLACE).enter();
        if (refusal.isEmpty()) {
            return next.startCall(call, headers);
        }
        call.close(Status.RESOURCE_EXHAUSTED.withDescription(refusal.get()), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
