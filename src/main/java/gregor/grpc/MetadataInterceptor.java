package gregor.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/// Refuses calls with too large headers, with a message. The library's own limit is higher and only reports an error.
///
/// @param max the largest size of the headers in bytes, as HTTP/2 counts them (RFC 9113, 10.5.1)
record MetadataInterceptor(int max) implements ServerInterceptor {
    /// What HTTP/2 counts for each header in addition to its name and value.
    private static final int HEADER_BYTES = 32;

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        int bytes = headers.keys().stream().mapToInt(name -> bytes(headers, name)).sum();
        if (bytes <= max) {
            return next.startCall(call, headers);
        }
        return StatusMapper.refuse(call, Status.RESOURCE_EXHAUSTED, "the headers of this call have " + bytes
                + " bytes; at most " + max + " are allowed; move large values into the message");
    }

    private static int bytes(Metadata headers, String name) {
        int bytes = 0;
        if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
            for (byte[] value : headers.getAll(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER))) {
                bytes += HEADER_BYTES + name.length() + value.length;
            }
        } else {
            for (String value : headers.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))) {
                bytes += HEADER_BYTES + name.length() + value.length();
            }
        }
        return bytes;
    }
}
