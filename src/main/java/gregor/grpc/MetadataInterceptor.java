package gregor.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/// Refuses a call with more headers than anybody needs, in words. The library has a limit too, further out, and says
/// there no more than that something is wrong.
record MetadataInterceptor(int most) implements ServerInterceptor {
    /// What HTTP/2 counts for a header, beside its letters.
    private static final int HEADER = 32;

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        int bytes = headers.keys().stream().mapToInt(name -> bytes(headers, name)).sum();
        if (bytes <= most) {
            return next.startCall(call, headers);
        }
        call.close(Status.RESOURCE_EXHAUSTED.withDescription("the headers of this call have " + bytes
                + " bytes, and " + most + " is the most that is taken; put what is long into the message"),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private static int bytes(Metadata headers, String name) {
        int bytes = 0;
        if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
            for (byte[] value : headers.getAll(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER))) {
                bytes += HEADER + name.length() + value.length;
            }
        } else {
            for (String value : headers.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))) {
                bytes += HEADER + name.length() + value.length();
            }
        }
        return bytes;
    }
}
