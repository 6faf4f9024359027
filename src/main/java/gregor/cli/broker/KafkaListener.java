package gregor.cli.broker;

import gregor.broker.Broker;
import gregor.door.HostPort;
import gregor.kafka.KafkaDoor;
import gregor.kafka.KafkaSettings;
import gregor.kafka.server.KafkaServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The door for Kafka's clients, as the command `broker` opens it, with a [BrokerNote] that says where it is.
final class KafkaListener implements Door {
    private final KafkaSettings settings;
    private KafkaDoor door;
    private Optional<Path> folder = Optional.empty();

    KafkaListener(KafkaSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public void start(Broker broker) {
        int room = OpenFiles.look().room(settings.connections());
        door = KafkaServer.open(broker, settings.withLimits(settings.maxRequestBytes(), room,
                Math.min(room, settings.connectionsPerAddress()), settings.idle()));
        folder = broker.settings().folder();
        String process = String.valueOf(ProcessHandle.current().pid());
        folder.ifPresent(place -> new BrokerNote(process, near(), security()).leave(place));
    }

    /// Where who is on this machine finds it.
    private String near() {
        InetSocketAddress address = door.address();
        return HostPort.text(address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()) : address);
    }

    private String security() {
        String way = settings.tls().isPresent() ? "SSL" : "PLAINTEXT";
        return settings.users().isPresent() ? "SASL_" + way : way;
    }

    @Override
    public String address() {
        return HostPort.text(door.address());
    }

    /// Three lines to paste.
    @Override
    public List<String> hints() {
        return List.of("kcat -b " + address() + " -L",
                "bootstrap.servers=" + address(),
                "kafka-console-consumer.sh --bootstrap-server " + address() + " --topic words --from-beginning");
    }

    @Override
    public void close() {
        if (door != null) {
            folder.ifPresent(BrokerNote::remove);
            door.close();
        }
    }
}
