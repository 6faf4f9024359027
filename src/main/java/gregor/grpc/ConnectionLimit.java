package gregor.grpc;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts connections. Over those that are too many nothing can be called; soon they are idle, and closed.
final class ConnectionLimit extends ServerTransportFilter implements ServerInterceptor {
    private static final Attributes.Key<Boolean> TOO_MANY = Attributes.Key.create("too many");

    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionLimit(int most) {
        this.most = most;
    }

    @Override
    public Attributes transportReady(Attributes attributes) {
        return attributes.toBuilder().set(TOO_MANY, open.incrementAndGet() > most).build();
    }

    @Override
    public void transportTerminated(Attributes attributes) {
        if (attributes != null && attributes.get(TOO_MANY) != null) {
            open.decrementAndGet();
        }
    }

    static boolean isTooMany(Attributes attributes) {
        return Boolean.TRUE.equals(attributes.get(TOO_MANY));
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!isTooMany(call.getAttributes())) {
            return next.startCall(call, headers);
        }
        call.close(Status.RESOURCE_EXHAUSTED.withDescription("this broker has " + most + " connections already; use one for "
                + "many calls, or come back later"), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
