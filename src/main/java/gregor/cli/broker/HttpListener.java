package gregor.cli.broker;

import gregor.ancestor.kaf.Kaf;
import gregor.ancestor.katar.Katar;
import gregor.ancestor.wafka.Wafka;
import gregor.broker.Broker;
import gregor.http.HttpDoor;
import gregor.http.HttpSettings;
import java.nio.file.Path;
import java.util.Optional;

/// The door for HTTP, as the command `broker` opens it.
final class HttpListener implements Door {
    private final HttpSettings settings;
    private final Optional<Path> kafFolder;
    private final Optional<Path> wafkaFolder;
    private HttpDoor door;

    /// @param kafFolder   the folder of Kaf's that its requests use; empty for the topics of the broker
    /// @param wafkaFolder the folder for copies of Wafka's events; empty for none
    HttpListener(HttpSettings settings, Optional<Path> kafFolder, Optional<Path> wafkaFolder) {
        this.settings = settings;
        this.kafFolder = kafFolder;
        this.wafkaFolder = wafkaFolder;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public void start(Broker broker) {
        int room = OpenFiles.look().room(settings.connections());
        door = HttpDoor.open(broker,
                settings.limited(settings.readTimeout(), room, Math.min(room, settings.perAddress())),
                kafFolder.map(folder -> Kaf.module(broker, folder)).orElseGet(() -> Kaf.module(broker)),
                Katar.module(broker),
                wafkaFolder.map(folder -> Wafka.module(broker, folder)).orElseGet(() -> Wafka.module(broker)));
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
