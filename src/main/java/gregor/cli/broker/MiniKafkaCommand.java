package gregor.cli.broker;

import gregor.ancestor.minikafka.GoDuration;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.grpc.GrpcSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gregor minikafka`: a broker that is run as MiniKafka's server is.
@Command(name = "minikafka", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Run a server for MiniKafka's clients, until Ctrl-C or SIGTERM stops it.",
            "It takes MiniKafka's own variables too: MINIKAFKA_HOST, MINIKAFKA_RETENTIONTIME and MINIKAFKA_ROOT_DIR."})
final class MiniKafkaCommand implements Callable<Integer> {
    private static final Duration CHORES = Duration.ofSeconds(1);

    @Option(names = {"--host", "-host"}, paramLabel = "HOST:PORT", converter = AddressValue.class,
            defaultValue = "${env:MINIKAFKA_HOST:-localhost:9999}",
            description = "Where it listens. :9999 is this machine alone.")
    private InetSocketAddress address;

    @Option(names = "--retention", paramLabel = "TIME", defaultValue = "${env:MINIKAFKA_RETENTIONTIME:-}",
            description = "How old a message may get: 3s, 1h30m. Without it, all are kept.")
    private String retention;

    @Option(names = "--root-dir", paramLabel = "DIR", defaultValue = "${env:MINIKAFKA_ROOT_DIR:-}",
            description = "The folder with the messages. Without it they are in memory, and gone when the server is.")
    private String folder;

    @Mixin
    private DoorGuard guard;

    private final Supplier<Stop> stops;

    /// @param stops how it hears that it is to stop
    MiniKafkaCommand(Supplier<Stop> stops) {
        this.stops = stops;
    }

    @Override
    public Integer call() {
        boolean memory = folder.isBlank();
        BrokerSettings settings = memory ? BrokerSettings.inMemory(Readable.path(Path.of(".")))
                : BrokerSettings.in(Readable.path(Path.of(folder)));
        Optional<Duration> age = retention.isBlank() ? Optional.empty() : Optional.of(GoDuration.parse(retention));
        var door = new GrpcListener(new GrpcSettings(address, guard.token(), guard.insecure, guard.identity()), age);
        try (Broker broker = Embedded.open(settings); door) {
            Stop stop = stops.get();
            broker.start(CHORES);
            door.start(broker);
            System.out.println("MiniKafka's door is open at " + door.address() + "; messages are "
                    + (memory ? "in memory" : "in " + folder)
                    + age.map(most -> " and leave after " + Readable.duration(most)).orElse("")
                    + ". Ctrl-C stops it.");
            while (!stop.await(CHORES)) {
                // the broker and its door are at work
            }
        }
        return 0;
    }
}
