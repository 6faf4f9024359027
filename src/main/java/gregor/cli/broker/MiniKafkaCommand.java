package gregor.cli.broker;

import module java.base;

import gregor.ancestor.minikafka.ConsumeClient;
import gregor.ancestor.minikafka.GoDuration;
import gregor.ancestor.minikafka.MiniKafkaService;
import gregor.ancestor.minikafka.ProduceClient;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.cli.console.HumanText;
import gregor.cli.console.StopSignal;
import gregor.grpc.GrpcChannel;
import gregor.grpc.GrpcDoor;
import gregor.grpc.GrpcSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gregor minikafka`: a broker with the arguments and variables of MiniKafka's server.
@Command(name = "minikafka", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Run a server for MiniKafka's clients, until Ctrl-C or SIGTERM stops it.",
        "It takes MiniKafka's own variables too: MINIKAFKA_HOST, MINIKAFKA_RETENTIONTIME and MINIKAFKA_ROOT_DIR."})
final class MiniKafkaCommand implements Runnable {
    private static final Duration MAINTENANCE_INTERVAL = Duration.ofSeconds(1);
    private static final int WARM_UP_CALLS = 20;

    @Option(names = {"--host", "-host"}, paramLabel = "HOST:PORT",
            defaultValue = "${env:MINIKAFKA_HOST:-localhost:9999}",
            description = "Where it listens. :9999 is this machine alone.")
    private InetSocketAddress address;

    @Option(names = "--retention", paramLabel = "TIME", defaultValue = "${env:MINIKAFKA_RETENTIONTIME:-}",
            description = "The age at which a message expires: 3s, 1h30m. Without it, all are kept.")
    private String retention;

    @Option(names = "--root-dir", paramLabel = "DIR", defaultValue = "${env:MINIKAFKA_ROOT_DIR:-}",
            description = "The folder with the messages. Without it they are in memory, and lost when the server "
                    + "stops.")
    private String folder;

    @Mixin
    private SecurityOptions security;

    private final Supplier<StopSignal> stops;

    MiniKafkaCommand(Supplier<StopSignal> stops) {
        this.stops = stops;
    }

    @Override
    public void run() {
        boolean memory = folder.isBlank();
        BrokerSettings settings = memory
                ? BrokerSettings.inMemory(HumanText.path(Path.of(".")))
                : BrokerSettings.in(HumanText.path(Path.of(folder)));
        Optional<Duration> age = retention.isBlank() ? Optional.empty() : Optional.of(GoDuration.parse(retention));
        try (Broker broker = EmbeddedClient.open(settings);
                var doors = new BrokerDoors(List.of(BrokerDoors.grpc(security.grpc(address), age)))) {
            StopSignal stop = stops.get();
            broker.start(MAINTENANCE_INTERVAL);
            warmUp();
            doors.open(broker);
            System.out.println("MiniKafka's door is open at " + doors.addresses().getFirst() + "; messages are "
                    + (memory ? "in memory" : "in " + folder)
                    + age.map(most -> " and expire after " + HumanText.duration(most)).orElse("")
                    + ". Ctrl-C stops it.");
            stop.await();
        }
    }

    /// Makes the first calls to a server of its own in memory. MiniKafka's clients wait for an answer for 500 ms, and
    /// the first call to a cold server can take longer.
    private static void warmUp() {
        var settings = GrpcSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (Broker broker = Broker.open(BrokerSettings.inMemory(HumanText.path(Path.of("."))));
                GrpcDoor door = GrpcDoor.open(broker, settings, new MiniKafkaService(broker));
                GrpcChannel channel = GrpcChannel.to(door.address())) {
            for (int call = 0; call < WARM_UP_CALLS; call++) {
                new ProduceClient(channel, "warm up " + call).send(new byte[]{1});
                new ConsumeClient(channel, "warm up " + call).poll();
            }
        }
    }
}
