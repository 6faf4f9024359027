package gregor.grpc;

import module java.base;

import gregor.list.Utf8;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/// Refuses all calls without the right token, comparing in constant time.
final class TokenInterceptor implements ServerInterceptor {
    static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization",
            Metadata.ASCII_STRING_MARSHALLER);

    private final byte[] expected;

    TokenInterceptor(String token) {
        expected = Utf8.bytes("Bearer " + token);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        String given = headers.get(AUTHORIZATION);
        if (given != null && MessageDigest.isEqual(expected, Utf8.bytes(given))) {
            return next.startCall(call, headers);
        }
        return StatusMapper.refuse(call, Status.UNAUTHENTICATED,
                "this broker needs a token: give --token, or the header authorization: Bearer …");
    }
}
