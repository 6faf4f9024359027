package gregor.grpc;

import module java.base;

import gregor.door.HostPort;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;

/// A channel to a gRPC server. It connects on the first call and reconnects when necessary. Any thread may call it.
public final class GrpcChannel implements AutoCloseable {
    private final String server;
    private final ManagedChannel channel;

    /// Creates a channel; nothing is sent yet.
    ///
    /// @param trust the certificates to trust; empty for plain text
    /// @throws IllegalArgumentException if the key store cannot be used
    public GrpcChannel(InetSocketAddress address, Optional<String> token, Optional<KeyStore> trust) {
        server = HostPort.text(address);
        ChannelCredentials credentials = trust.map(GrpcChannel::tls).orElseGet(InsecureChannelCredentials::create);
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + server, credentials);
        token.map(GrpcChannel::send).ifPresent(builder::intercept);
        channel = builder.build();
    }

    /// Creates a channel in plain text, without a token.
    public static GrpcChannel to(InetSocketAddress address) {
        return new GrpcChannel(address, Optional.empty(), Optional.empty());
    }

    private static ChannelCredentials tls(KeyStore trust) {
        try {
            var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(trust);
            return TlsChannelCredentials.newBuilder().trustManager(trusted.getTrustManagers()).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot use the trust store: " + e.getMessage(), e);
        }
    }

    private static ClientInterceptor send(String token) {
        var headers = new Metadata();
        headers.put(TokenInterceptor.AUTHORIZATION, "Bearer " + token);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    public ManagedChannel channel() {
        return channel;
    }

    /// Makes a call and turns an error status into a message for users.
    ///
    /// @throws CallException if the server refuses, or does not answer
    public <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw refusal(e);
        }
    }

    CallException refusal(StatusRuntimeException status) {
        return new CallException(server, status);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return server;
    }
}
