package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.door.HostPort;
import gregor.kafka.KafkaSettings;
import gregor.kafka.security.UserFile;
import picocli.CommandLine.Option;

/// The options of the door for Kafka's clients.
final class KafkaDoorOptions {
    private static final String OFF = "off";

    @Option(names = "--kafka", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:9092",
            description = "Open the door for Kafka's clients there; \"off\" for none.")
    private String place;

    @Option(names = "--no-kafka", description = "Open no door for Kafka's clients; the same as --kafka off.")
    private boolean none;

    @Option(names = "--kafka-advertised", paramLabel = "HOST:PORT",
            description = "The address that Kafka's clients receive (advertised.listeners), if they connect through "
                    + "a proxy or from outside a container.")
    private InetSocketAddress advertised;

    @Option(names = "--kafka-users", paramLabel = "FILE",
            description = "Accept only the users in this file, with their rights: ./gregor users writes it. With a "
                    + "key store, a client may log in by PLAIN; else only by SCRAM. --http and --grpc then need a "
                    + "token.")
    private Path users;

    /// Reports whether only listed users may log in.
    boolean hasUsers() {
        return users != null;
    }

    /// The settings of the door; empty if it is not to be opened.
    Optional<KafkaSettings> settings(SecurityOptions security) {
        if (none || place.equals(OFF)) {
            return Optional.empty();
        }
        try {
            // With users clients must log in, so the door may listen on all addresses.
            KafkaSettings settings = KafkaSettings.at(HostPort.parse(place), security.insecure,
                    Optional.ofNullable(users).map(HumanText::path).map(UserFile::in));
            if (security.identity().isPresent()) {
                settings = settings.withTls(security.identity().get().context());
            }
            return Optional.of(advertised == null ? settings : settings.withAdvertised(advertised));
        } catch (IllegalArgumentException e) {
            throw new CommandException("--kafka: " + e.getMessage());
        }
    }
}
