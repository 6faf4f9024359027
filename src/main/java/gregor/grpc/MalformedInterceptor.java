package gregor.grpc;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/// Answers malformed messages with INVALID_ARGUMENT. The library alone would report a defect of the server.
final class MalformedInterceptor implements ServerInterceptor {
    /// Wraps a service before its messages are parsed.
    static ServerServiceDefinition intercept(BindableService service) {
        return ServerInterceptors.intercept(ServerInterceptors.useInputStreamMessages(service.bindService()),
                new MalformedInterceptor());
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean isRefused;

            @Override
            public void onMessage(Q message) {
                try {
                    super.onMessage(message);
                } catch (StatusRuntimeException e) {
                    isRefused = true;
                    super.onCancel();
                    call.close(Status.INVALID_ARGUMENT.withDescription("malformed message for "
                            + call.getMethodDescriptor().getFullMethodName() + "; use the same .proto on both sides"),
                            new Metadata());
                }
            }

            @Override
            public void onHalfClose() {
                if (!isRefused) {
                    super.onHalfClose();
                }
            }
        };
    }
}
