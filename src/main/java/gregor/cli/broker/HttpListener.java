package gregor.cli.broker;

import gregor.broker.Broker;
import gregor.http.HttpDoor;
import gregor.http.HttpSettings;

/// The door for HTTP, as the command `broker` opens it.
final class HttpListener implements Door {
    private final HttpSettings settings;
    private HttpDoor door;

    HttpListener(HttpSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public void start(Broker broker) {
        int room = OpenFiles.look().room(settings.connections());
        door = HttpDoor.open(broker, settings.limited(settings.patience(), room, Math.min(room, settings.perAddress())));
    }

    @Override
    public String address() {
        return door.address() + (settings.token().isPresent() ? ", with a token" : "");
    }

    @Override
    public void close() {
        if (door != null) {
            door.close();
        }
    }
}
