package gregor.cli.broker;

import gregor.broker.Broker;
import gregor.broker.BrokerException;
import gregor.broker.BrokerSettings;
import gregor.cli.OnMine;
import gregor.file.FsyncPolicy;
import gregor.grpc.GrpcSettings;
import gregor.http.HttpSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gregor broker`: runs a broker until somebody stops it.
@Command(name = "broker", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Run a broker here, until Ctrl-C or SIGTERM stops it.",
            "What it has acknowledged is kept, however it ends. Nobody else can use its data folder meanwhile."})
final class BrokerCommand implements Callable<Integer> {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    private static final int MANY_CLIENTS = 1000;
    private static final int MANY_PARTITIONS = 50_000;

    @Mixin
    private DataOptions data;

    @Option(names = "--memory",
            description = "Keep all in memory; it is gone when the broker is. Archives are files all the same.")
    private boolean memory;

    @Option(names = "--fsync", paramLabel = "WHEN", defaultValue = "always", converter = Values.Fsync.class,
            description = "When the disk must have what was acknowledged: always, never (when the system likes), "
                    + "after a number of events, or after a time such as 100ms. A topic can say otherwise.")
    private FsyncPolicy fsync;

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "1",
            description = "How many partitions a topic gets that somebody makes by writing to it.")
    private int partitions;

    @Option(names = "--max-topic-partitions", paramLabel = "N", defaultValue = "10000",
            description = "How many partitions a topic can have at most.")
    private int maxTopicPartitions;

    @Option(names = "--max-partitions", paramLabel = "N",
            description = "How many partitions there can be at most, of all topics. Each takes two open files, and half of "
                    + "the files that this process may open (ulimit -n) are for partitions: unless you give a number, it "
                    + "is 50000, or as many as these files allow. 50000 partitions take about 250 MB of memory.")
    private Integer maxPartitions;

    @Option(names = "--no-auto-create",
            description = "Do not make a topic when somebody writes to one that is not there.")
    private boolean noAutoCreate;

    @Option(names = "--chores", paramLabel = "TIME", defaultValue = "1s", converter = Values.Span.class,
            description = "How often it looks for chores: retention, compaction, the disk's turn.")
    private Duration chores;

    @Option(names = "--statistics", paramLabel = "TIME", defaultValue = "5m", converter = Values.Span.class,
            description = "How often it writes down what it did, in the topic _kaf.")
    private Duration statistics;

    @Option(names = "--http", paramLabel = "HOST:PORT", converter = AddressValue.class,
            description = "Open the door for HTTP there: the requests of Kaf, Katar and Wafka, and a page to look at.")
    private InetSocketAddress http;

    @Option(names = "--kaf-folder", paramLabel = "DIR",
            description = "Let Kaf's requests work on the files of this folder of Kaf, instead of on the broker's topics.")
    private Path kafFolder;

    @Option(names = "--wafka-folder", paramLabel = "DIR",
            description = "Write the events of Wafka to files there too, as topic-broker_id.txt.")
    private Path wafkaFolder;

    @Option(names = "--grpc", paramLabel = "HOST:PORT", converter = AddressValue.class,
            description = "Open the door for gRPC there: MiniKafka's service, and Gregor's own.")
    private InetSocketAddress grpc;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private DoorGuard guard;

    @Option(names = "--check", description = "Open all logs and doors, say what was found, and stop.")
    private boolean check;

    @Mixin
    private OnMine onMine;

    @Mixin
    private JsonOption output;

    @Spec
    private CommandSpec spec;

    private final List<Door> doors;
    private final Supplier<Stop> stops;
    private final Set<String> told = new HashSet<>();

    /// @param doors the doors that it opens
    /// @param stops how it hears that it is to stop
    BrokerCommand(List<Door> doors, Supplier<Stop> stops) {
        this.doors = new ArrayList<>(doors);
        this.stops = stops;
    }

    private HttpSettings httpSettings() {
        HttpSettings plain = HttpSettings.at(http.getHostString(), http.getPort());
        return new HttpSettings(plain.host(), plain.port(), guard.token(), guard.insecure, plain.names(), guard.keys(),
                Optional.ofNullable(kafFolder).map(Readable::path),
                Optional.ofNullable(wafkaFolder).map(Readable::path),
                plain.patience(), plain.connections(), plain.perAddress());
    }

    @Override
    public Integer call() {
        BrokerSettings settings = settings();
        if (http != null) {
            doors.add(new HttpListener(httpSettings()));
        }
        if (grpc != null) {
            doors.add(new GrpcListener(new GrpcSettings(grpc, guard.token(), guard.insecure,
                    guard.identity(), Optional.empty())));
        }
        kafka.settings(guard).map(KafkaListener::new).ifPresent(doors::add);
        Environment.of(spec).strangers().forEach(BrokerCommand::warn);
        Instant begin = Instant.now();
        var open = new ArrayDeque<Door>();
        try (Broker broker = Embedded.open(settings)) {
            if (!memory) {
                OpenFiles.look().checkPartitions(partitions(broker));
            }
            settings.folder().ifPresent(BrokerNote::remove);
            try (var meter = new Meter("Opening logs")) {
                broker.openAll(meter::at);
            }
            Stop stop = stops.get();
            if (check) {
                stop.wish();
            }
            broker.start(chores);
            for (Door door : doors) {
                door.start(broker);
                open.push(door);
            }
            introduce(broker, Duration.between(begin, Instant.now()));
            tellTroubles(broker);
            while (!stop.await(POLL_INTERVAL)) {
                tellTroubles(broker);
            }
            if (!output.json) {
                System.out.println("Stopping.");
            }
        } finally {
            closeAll(open);
        }
        if (!output.json) {
            System.out.println("Stopped.");
        }
        return check && !told.isEmpty() ? 1 : 0;
    }

    private BrokerSettings settings() {
        if (chores.isZero()) {
            throw new CommandException("--chores 0 would leave it no time for anything else; give 1ms or more");
        }
        BrokerSettings place = memory ? BrokerSettings.inMemory(data.archive()) : data.settings().with(fsync);
        return place.withNewTopics(partitions, !noAutoCreate)
                .withPartitionLimits(maxTopicPartitions, mostPartitions()).withStatistics(statistics);
    }

    private int mostPartitions() {
        if (maxPartitions == null) {
            return memory ? MANY_PARTITIONS : OpenFiles.look().partitions(MANY_PARTITIONS);
        }
        if (!memory) {
            OpenFiles.look().checkPartitions(maxPartitions);
        }
        return maxPartitions;
    }

    private static int partitions(Broker broker) {
        return broker.topicNames().stream().mapToInt(broker::partitions).sum();
    }

    private void introduce(Broker broker, Duration took) {
        List<String> topics = broker.topicNames();
        int partitions = partitions(broker);
        long process = ProcessHandle.current().pid();
        if (output.json) {
            Json.print(Json.object("process", process, "data", memory ? null : data.folder().toString(),
                    "archive", data.archive().toString(), "topics", topics.size(), "partitions", partitions,
                    "doors", doors.stream().map(Door::address).toList(), "troubles", broker.troubles()));
            return;
        }
        System.out.println("A broker, process " + process + ", ready after " + Readable.duration(took) + ".");
        System.out.println("  data     " + (memory ? "in memory" : data.folder() + ", " + policy()));
        System.out.println("  archive  " + data.archive());
        System.out.println("  topics   " + Readable.count(topics.size()) + ", with "
                + Readable.count(partitions, "partition"));
        sayHowManyMayComeIn();
        doors.forEach(door -> System.out.println("  " + door.name() + " ".repeat(Math.max(1, 9 - door.name().length()))
                + door.address()));
        doors.stream().filter(door -> !door.hints().isEmpty()).forEach(door -> {
            System.out.println("To come in by " + door.name() + ", paste one of these:");
            door.hints().forEach(hint -> System.out.println("  " + hint));
        });
        if (!check) {
            System.out.println("Ctrl-C stops it.");
        }
    }

    private static void sayHowManyMayComeIn() {
        OpenFiles files = OpenFiles.look();
        int room = files.room(MANY_CLIENTS);
        if (room < MANY_CLIENTS) {
            System.out.println("  files    " + Readable.count(files.most()) + " may be open, so a door lets in about "
                    + Readable.count(room, "client") + "; ulimit -n raises that");
        }
    }

    private String policy() {
        if (fsync.equals(FsyncPolicy.never())) {
            return "on the disk when the system likes";
        }
        if (fsync.equals(FsyncPolicy.everyAppend())) {
            return "on the disk before it is acknowledged";
        }
        return fsync.events() == Long.MAX_VALUE ? "on the disk after " + Readable.duration(fsync.time())
                : "on the disk after " + Readable.count(fsync.events(), "event");
    }

    /// Each once.
    private void tellTroubles(Broker broker) {
        broker.troubles().stream().filter(told::add).forEach(BrokerCommand::warn);
    }

    private static void warn(String trouble) {
        System.out.flush();
        System.err.println("gregor: " + trouble);
    }

    private static void closeAll(Deque<Door> open) {
        RuntimeException failed = null;
        for (Door door : open) {
            try {
                door.close();
            } catch (RuntimeException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw new BrokerException("a door did not close: " + failed.getMessage(), failed);
        }
    }
}
