package gregor.grpc;

import module java.base;

import gregor.broker.Broker;
import gregor.door.DoorException;
import gregor.door.HostPort;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A gRPC server in front of a broker: Gregor's own service (`gregor.proto`), reflection, health, and the services of
/// its modules, on one port.
///
/// Messages, headers, calls and connections are limited before they are read. Any thread may call the door.
public final class GrpcDoor implements AutoCloseable {
    /// gRPC's default limit for received messages.
    private static final int MESSAGE_BYTES = 4 << 20;
    private static final int METADATA_BYTES = 8 << 10;
    private static final int CALLS_PER_CONNECTION = 100;
    /// Against clients that open streams only to reset them, which costs a server more than them (CVE-2023-44487).
    private static final int MAX_RESETS = 200;
    private static final int RESET_WINDOW_SECONDS = 30;
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration KEEPALIVE_TIME = Duration.ofMinutes(1);
    private static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration MIN_CLIENT_KEEPALIVE_TIME = Duration.ofSeconds(10);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(2);

    /// Quiet, because the library logs the mistakes of clients with a stack trace; the client receives a status.
    private static final Logger LIBRARY = Logger.getLogger("io.grpc");

    static {
        LIBRARY.setLevel(Level.SEVERE);
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HealthStatusManager health = new HealthStatusManager();
    private final EventService events;
    private final Server server;
    private final InetSocketAddress address;
    private final List<GrpcModule> modules;

    /// Opens a door to a broker. Close it before the broker.
    ///
    /// @throws DoorException if it cannot listen at the address, or the key store cannot be used; then the modules are
    ///                       closed
    public static GrpcDoor open(Broker broker, GrpcSettings settings, GrpcModule... modules) {
        try {
            return new GrpcDoor(broker, settings, List.of(modules));
        } catch (RuntimeException e) {
            List.of(modules).forEach(GrpcModule::close);
            throw e;
        }
    }

    private GrpcDoor(Broker broker, GrpcSettings settings, List<GrpcModule> modules) {
        this.modules = modules;
        events = new EventService(broker);
        var limit = new ConnectionInterceptor(settings.connections(), settings.perAddress());
        NettyServerBuilder builder = NettyServerBuilder.forAddress(settings.address(), credentials(settings))
                .executor(threads).maxInboundMessageSize(MESSAGE_BYTES).maxInboundMetadataSize(2 * METADATA_BYTES)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .maxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS)
                .handshakeTimeout(HANDSHAKE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(IDLE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(KEEPALIVE_TIME.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(KEEPALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(MIN_CLIENT_KEEPALIVE_TIME.toMillis(), TimeUnit.MILLISECONDS)
                .addTransportFilter(limit).addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        add(events, builder);
        modules.forEach(module -> add(module, builder));
        settings.token().map(TokenInterceptor::new).ifPresent(builder::intercept);
        builder.intercept(new MetadataInterceptor(METADATA_BYTES)).intercept(limit);
        server = start(builder.build(), settings.address());
        address = (InetSocketAddress) server.getListenSockets().getFirst();
    }

    private void add(BindableService service, NettyServerBuilder builder) {
        ServerServiceDefinition definition = MalformedInterceptor.intercept(service);
        builder.addService(definition);
        health.setStatus(definition.getServiceDescriptor().getName(), ServingStatus.SERVING);
    }

    private static ServerCredentials credentials(GrpcSettings settings) {
        return settings.identity()
                .map(identity -> TlsServerCredentials.newBuilder().keyManager(identity.keyManagers()).build())
                .orElseGet(InsecureServerCredentials::create);
    }

    private static Server start(Server server, InetSocketAddress address) {
        try {
            return server.start();
        } catch (IOException e) {
            throw new DoorException("cannot listen at " + HostPort.text(address) + " (" + e.getMessage()
                    + "); choose another port, or stop the process that uses it", e);
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    /// Returns the open streams, one for each Consume call.
    Set<FlowControlledReply> streams() {
        return events.streams();
    }

    /// Returns the bytes that have been sent on each open stream, in ascending order.
    public List<Long> sentBytes() {
        return streams().stream().map(FlowControlledReply::sent).sorted().toList();
    }

    /// Stops accepting calls, waits up to two seconds for the running ones, and closes the modules.
    @Override
    public void close() {
        health.enterTerminalState();
        modules.forEach(GrpcModule::close);
        server.shutdown();
        var closing = Status.UNAVAILABLE.withDescription("this door is closing; try again later");
        streams().forEach(stream -> stream.fail(closing.asRuntimeException()));
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
