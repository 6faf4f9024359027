package gregor.cli.broker;

import gregor.ancestor.minikafka.MiniKafkaService;
import gregor.broker.Broker;
import gregor.door.HostPort;
import gregor.grpc.GrpcDoor;
import gregor.grpc.GrpcSettings;
import java.time.Duration;
import java.util.Optional;

/// The door for gRPC, as the command `broker` opens it.
final class GrpcListener implements Door {
    private final GrpcSettings settings;
    private final Optional<Duration> retention;
    private GrpcDoor door;

    /// @param retention how old a message of MiniKafka may get; empty for any age
    GrpcListener(GrpcSettings settings, Optional<Duration> retention) {
        this.settings = settings;
        this.retention = retention;
    }

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public void start(Broker broker) {
        int room = OpenFiles.look().room(settings.connections());
        door = GrpcDoor.open(broker, settings.limited(room, Math.min(room, settings.perAddress())),
                new MiniKafkaService(broker, retention));
    }

    @Override
    public String address() {
        return HostPort.text(door.address()) + (settings.identity().isPresent() ? ", TLS" : "")
                + (settings.token().isPresent() ? ", with a token" : "");
    }

    @Override
    public void close() {
        if (door != null) {
            door.close();
        }
    }
}
