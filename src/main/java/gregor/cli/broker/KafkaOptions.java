package gregor.cli.broker;

import gregor.door.HostPort;
import gregor.kafka.KafkaSettings;
import gregor.kafka.security.TlsChannel;
import gregor.kafka.security.UserFile;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where Kafka's clients come in.
final class KafkaOptions {
    private static final String OFF = "off";

    @Option(names = "--kafka", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:9092",
            description = "Open the door for Kafka's clients there; \"off\" for none.")
    private String place;

    @Option(names = "--no-kafka", description = "Open no door for Kafka's clients; the same as --kafka off.")
    private boolean none;

    @Option(names = "--kafka-advertised", paramLabel = "HOST:PORT", converter = AddressValue.class,
            description = "Where Kafka's clients are told to go, if that is not where they came: behind a proxy, out of a container.")
    private InetSocketAddress advertised;

    @Option(names = "--kafka-users", paramLabel = "FILE",
            description = "Let in only who is in this file, with what they may do there: ./gregor users writes it. With a key store, a client"
                    + " may show its password by PLAIN; else only by SCRAM.")
    private Path users;

    /// How the door is to be opened; empty if it is to stay closed.
    Optional<KafkaSettings> settings(DoorGuard guard) {
        if (none || place.equals(OFF)) {
            return Optional.empty();
        }
        try {
            // Who is in a file must log in, so it may listen everywhere.
            KafkaSettings settings = KafkaSettings.at(HostPort.parse(place), guard.insecure,
                    Optional.ofNullable(users).map(Readable::path).map(UserFile::in));
            if (guard.identity().isPresent()) {
                settings = settings.withTls(TlsChannel.wrapper(guard.identity().get().context()));
            }
            return Optional.of(advertised == null ? settings : settings.withAdvertised(advertised));
        } catch (IllegalArgumentException e) {
            throw new CommandException("--kafka: " + e.getMessage());
        }
    }
}
