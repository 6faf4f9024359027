package gregor.grpc;

import gregor.ancestor.minikafka.Eviction;
import gregor.ancestor.minikafka.MiniKafkaService;
import gregor.broker.Broker;
import gregor.broker.BrokerException;
import gregor.door.HostPort;
import gregor.grpc.proto.GregorGrpc;
import gregor.grpc.proto.MiniKafkaGrpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManagerFactory;

/// The door with a contract: MiniKafka's service and Gregor's own, with reflection and health, on one port.
///
/// It translates, and the broker decides. What a stranger can make it hold is limited before it is read.
public final class GrpcDoor implements AutoCloseable {
    /// gRPC's own standard: a client takes no larger message unless it is told to, so neither does this.
    private static final int MESSAGE_BYTES = 4 << 20;
    private static final int METADATA_BYTES = 8 << 10;
    private static final int CALLS_PER_CONNECTION = 100;
    /// A client that opens streams only to reset them costs a server more than itself (CVE-2023-44487).
    private static final int RESETS = 200;
    private static final int RESETS_SECONDS = 30;
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration KEEPALIVE_TIME = Duration.ofMinutes(1);
    private static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration ASKED_AT_MOST_EVERY = Duration.ofSeconds(10);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(2);

    /// The library tells with a stack trace what a client did wrong. The client is told; nobody else needs to be.
    private static final Logger LIBRARY = Logger.getLogger("io.grpc");

    static {
        LIBRARY.setLevel(Level.SEVERE);
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HealthStatusManager health = new HealthStatusManager();
    private final EventService events;
    private final Server server;
    private final InetSocketAddress address;
    private final Eviction eviction;

    /// Opens a door to a broker.
    ///
    /// @throws BrokerException if it cannot listen there, or the key store cannot be used
    public static GrpcDoor open(Broker broker, GrpcSettings settings) {
        return new GrpcDoor(broker, settings);
    }

    private GrpcDoor(Broker broker, GrpcSettings settings) {
        events = new EventService(broker);
        var limit = new ConnectionInterceptor(settings.connections(), settings.perAddress());
        NettyServerBuilder builder = NettyServerBuilder.forAddress(settings.address(), credentials(settings))
                .executor(threads)
                .maxInboundMessageSize(MESSAGE_BYTES)
                .maxInboundMetadataSize(2 * METADATA_BYTES)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .maxRstFramesPerWindow(RESETS, RESETS_SECONDS)
                .handshakeTimeout(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(IDLE.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(KEEPALIVE_TIME.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(KEEPALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(ASKED_AT_MOST_EVERY.toMillis(), TimeUnit.MILLISECONDS)
                .addTransportFilter(limit)
                .addService(MalformedInterceptor.guard(new MiniKafkaService(broker)))
                .addService(MalformedInterceptor.guard(events))
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        settings.token().map(TokenInterceptor::new).ifPresent(builder::intercept);
        builder.intercept(new MetadataInterceptor(METADATA_BYTES)).intercept(limit);
        server = start(builder.build(), settings.address());
        address = (InetSocketAddress) server.getListenSockets().getFirst();
        health.setStatus(MiniKafkaGrpc.SERVICE_NAME, ServingStatus.SERVING);
        health.setStatus(GregorGrpc.SERVICE_NAME, ServingStatus.SERVING);
        eviction = settings.retention().map(age -> new Eviction(broker, age)).orElse(null);
        if (eviction != null) {
            threads.execute(eviction);
        }
    }

    private static ServerCredentials credentials(GrpcSettings settings) {
        if (settings.identity().isEmpty()) {
            return InsecureServerCredentials.create();
        }
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(settings.identity().get().store(), settings.identity().get().password());
            return TlsServerCredentials.newBuilder().keyManager(keys.getKeyManagers()).build();
        } catch (GeneralSecurityException e) {
            throw new BrokerException("the key store cannot be used: " + e.getMessage(), e);
        }
    }

    private static Server start(Server server, InetSocketAddress address) {
        try {
            return server.start();
        } catch (IOException e) {
            throw new BrokerException("cannot listen at " + HostPort.text(address) + " (" + e.getMessage()
                    + "); choose another port, or end the process that has it", e);
        }
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    /// The streams that are open, one to each client that consumes.
    Set<FlowControlledReply> gates() {
        return events.gates();
    }

    /// How many bytes of entries have been sent to each client that consumes, the one with the fewest first.
    public List<Long> sentBytes() {
        return gates().stream().map(FlowControlledReply::sent).sorted().toList();
    }

    /// Finishes the calls that it has, as far as they end within two seconds, and takes no more.
    @Override
    public void close() {
        health.enterTerminalState();
        if (eviction != null) {
            eviction.stop();
        }
        server.shutdown();
        var goodbye = Status.UNAVAILABLE.withDescription("this broker closes its door; come back later");
        gates().forEach(gate -> gate.fail(goodbye.asRuntimeException()));
        try {
            if (!server.awaitTermination(DRAIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow().awaitTermination(DRAIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        threads.shutdown();
    }
}
