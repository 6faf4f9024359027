package gregor.cli.broker;

import gregor.broker.Broker;
import gregor.door.HostPort;
import gregor.grpc.GrpcDoor;
import gregor.grpc.GrpcSettings;

/// The door for gRPC, as the command `broker` opens it.
final class GrpcListener implements Door {
    private final GrpcSettings settings;
    private GrpcDoor door;

    GrpcListener(GrpcSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public void start(Broker broker) {
        int room = OpenFiles.look().room(settings.connections());
        door = GrpcDoor.open(broker, settings.limited(room, Math.min(room, settings.perAddress())));
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
