package gregor.cli.broker;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.broker.DataFolderCheck;
import gregor.broker.PartitionUnavailableException;
import gregor.cli.console.CommandException;
import gregor.cli.console.Environment;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.MineOption;
import gregor.cli.console.OutputOption;
import gregor.cli.console.StopSignal;
import gregor.file.FsyncPolicy;
import gregor.file.StorageException;
import gregor.http.HttpSettings;
import gregor.list.Consumer;
import gregor.topic.TopicConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gregor broker`: runs a broker until it is stopped.
@Command(name = "broker", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Run a broker here, until Ctrl-C or SIGTERM stops it.",
        "What it has acknowledged is kept, however it ends. No other process can use its data folder meanwhile."})
final class BrokerCommand implements Callable<Integer> {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_NEWS = 1000;
    private static final int MANY_CLIENTS = 1000;
    private static final int DEFAULT_MAX_PARTITIONS = 50_000;

    @Mixin
    private DataOptions data;

    @Option(names = "--memory",
            description = "Keep all data in memory; it is lost when the broker stops. Archives are files even so.")
    private boolean memory;

    @Option(names = "--fsync", paramLabel = "WHEN", defaultValue = "always",
            description = "When to force events to the disk: always (before they are acknowledged), never (the "
                    + "operating system does), "
                    + "after a number of events, or after a time such as 100ms. A topic can override it.")
    private FsyncPolicy fsync;

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "1",
            description = "Partitions of an auto-created topic (num.partitions).")
    private int partitions;

    @Option(names = "--max-topic-partitions", paramLabel = "N", defaultValue = "10000",
            description = "The largest number of partitions of a topic.")
    private int maxTopicPartitions;

    @Option(names = "--max-partitions", paramLabel = "N",
            description = "The largest number of partitions of all topics. Each takes two open files, and half of the "
                    + "files that this process may open (ulimit -n) are for partitions: the default is 50000, or as "
                    + "many as these files allow.")
    private Integer maxPartitions;

    @Option(names = "--no-auto-create", description = "Do not create topics on first write.")
    private boolean noAutoCreate;

    @Option(names = "--chores", paramLabel = "TIME", defaultValue = "1s",
            description = "How often it does maintenance: retention, compaction, delayed fsync.")
    private Duration chores;

    @Option(names = "--statistics", paramLabel = "TIME", defaultValue = "5m",
            description = "How often it records its activity in the topic _kaf.")
    private Duration statistics;

    @Option(names = "--transactional-id-expiration", paramLabel = "TIME", defaultValue = "7d",
            description = "How long an unused transactional id is kept (transactional.id.expiration.ms).")
    private Duration transactionalIdExpiration;

    @Option(names = "--producer-id-expiration", paramLabel = "TIME", defaultValue = "1d",
            description = "How long resends of a producer that does not write are recognised (producer.id.expiration.ms).")
    private Duration producerIdExpiration;

    @Option(names = "--http", paramLabel = "HOST:PORT",
            description = "Open the door for HTTP there: the schema registry, the requests of Kaf, Katar and Wafka, and a "
                    + "page for the browser.")
    private InetSocketAddress http;

    @Option(names = "--grpc", paramLabel = "HOST:PORT",
            description = "Open the door for gRPC there: MiniKafka's service, and Gregor's own.")
    private InetSocketAddress grpc;

    @Mixin
    private KafkaDoorOptions kafka;

    @Mixin
    private SecurityOptions security;

    @Option(names = "--check", description = "Read the whole data folder and open the doors, report the problems, and "
            + "stop. Changes nothing; the exit code is 1 if there is a problem.")
    private boolean check;

    @Mixin
    private MineOption onMine;

    @Mixin
    private OutputOption output;

    @Spec
    private CommandSpec spec;

    private final List<BrokerDoors.Door> doors;
    private final Supplier<StopSignal> stops;
    private final Set<String> reported = new HashSet<>();
    private Consumer journal;

    /// @param doors further doors that it opens first
    BrokerCommand(List<BrokerDoors.Door> doors, Supplier<StopSignal> stops) {
        this.doors = new ArrayList<>(doors);
        this.stops = stops;
    }

    private void addDoors() {
        checkToken("--http", http);
        checkToken("--grpc", grpc);
        if (http != null) {
            doors.add(BrokerDoors.http(security.http(http)));
        }
        if (grpc != null) {
            doors.add(BrokerDoors.grpc(security.grpc(grpc), Optional.empty()));
        }
        kafka.settings(security).map(BrokerDoors::kafka).ifPresent(doors::add);
    }

    /// Refuses a door without a token beside a door with users, because it would pass by their access rights. Neither
    /// `--insecure` nor an address on the loopback interface changes that.
    private void checkToken(String option, InetSocketAddress address) {
        if (address != null && kafka.hasUsers() && security.token().isEmpty()) {
            throw new CommandException("--kafka-users admits only the users of its file, and " + option
                    + " would let every program that reaches it read and write all topics; add a token in the"
                    + " variable GREGOR_TOKEN (or --token TOKEN), or omit " + option);
        }
    }

    @Override
    public Integer call() {
        BrokerSettings settings = settings();
        addDoors();
        Environment.of(spec).strangers().forEach(BrokerCommand::warn);
        if (check) {
            return check(settings);
        }
        Instant begin = Instant.now();
        try (Broker broker = EmbeddedClient.open(settings); var open = new BrokerDoors(doors)) {
            if (!memory) {
                FileLimit.current().checkPartitions(partitions(broker));
            }
            settings.folder().ifPresent(BrokerNote::remove);
            EmbeddedClient.openAll(broker);
            StopSignal stop = stops.get();
            reportDeletions(broker);
            broker.start(chores);
            open.open(broker);
            printSummary(broker, open.all(), Duration.between(begin, Instant.now()));
            say("Ctrl-C stops it.");
            reportProblems(broker);
            while (!stop.await(POLL_INTERVAL)) {
                reportProblems(broker);
                reportDeletions(broker);
            }
            say("Stopping.");
        }
        say("Stopped.");
        return 0;
    }

    /// Checks the data folder without opening it, and opens the doors of a broker in memory.
    private int check(BrokerSettings settings) {
        DataFolderCheck.Report found = memory ? new DataFolderCheck.Report(0, 0, List.of()) : data.check();
        try (Broker empty = Broker.open(BrokerSettings.inMemory(settings.archive()));
                var open = new BrokerDoors(doors)) {
            open.open(empty);
            printState(found.topics(), found.partitions(), open.all(), found.findings());
        }
        found.findings().forEach(BrokerCommand::warn);
        say(found.findings().isEmpty()
                ? "No problem found."
                : HumanText.count(found.findings().size(), "problem") + " found; nothing was changed.");
        return found.findings().isEmpty() ? 0 : 1;
    }

    private void say(String text) {
        if (!output.isJson()) {
            System.out.println(text);
        }
    }

    private BrokerSettings settings() {
        if (chores.isZero()) {
            throw new CommandException("--chores 0 would leave no time for anything else; give 1ms or more");
        }
        BrokerSettings place = memory ? BrokerSettings.inMemory(data.archive()) : data.settings().with(fsync);
        return place.withNewTopics(partitions, !noAutoCreate).withPartitionLimits(maxTopicPartitions, partitionLimit())
                .withStatistics(statistics).withExpiration(transactionalIdExpiration, producerIdExpiration);
    }

    private int partitionLimit() {
        if (maxPartitions == null) {
            return memory ? DEFAULT_MAX_PARTITIONS : FileLimit.current().partitions(DEFAULT_MAX_PARTITIONS);
        }
        if (!memory) {
            FileLimit.current().checkPartitions(maxPartitions);
        }
        return maxPartitions;
    }

    private static int partitions(Broker broker) {
        return broker.topicNames().stream().mapToInt(broker::partitions).sum();
    }

    private void printSummary(Broker broker, List<BrokerDoors.Open> open, Duration took) {
        say("A broker, process " + ProcessHandle.current().pid() + ", ready after " + HumanText.duration(took) + ".");
        printState(broker.topicNames().size(), partitions(broker), open, broker.troubles());
        open.stream().filter(door -> !door.hints().isEmpty()).forEach(door -> {
            say("To connect to " + door.name() + ", paste one of these:");
            door.hints().forEach(hint -> say("  " + hint));
        });
    }

    private void printState(int topics, int partitions, List<BrokerDoors.Open> open, List<String> troubles) {
        if (output.isJson()) {
            JsonOutput.print(JsonOutput.object("process", ProcessHandle.current().pid(), "data",
                    memory ? null : data.folder().toString(), "archive", data.archive().toString(), "topics", topics,
                    "partitions", partitions, "doors", open.stream().map(BrokerDoors.Open::address).toList(),
                    "troubles", troubles));
            return;
        }
        say("  data     " + (memory ? "in memory" : data.folder() + ", " + policy()));
        say("  archive  " + data.archive());
        say("  topics   " + HumanText.count(topics) + ", with " + HumanText.count(partitions, "partition"));
        printFileLimit();
        open.forEach(door -> System.out.printf("  %-8s %s%n", door.name(), door.address()));
    }

    private void printFileLimit() {
        FileLimit files = FileLimit.current();
        int clients = files.connections(MANY_CLIENTS);
        if (clients < MANY_CLIENTS) {
            say("  files    " + HumanText.count(files.max()) + " may be open, so a door accepts about "
                    + HumanText.count(clients, "client") + "; ulimit -n raises that");
        }
    }

    private String policy() {
        if (fsync.equals(FsyncPolicy.never())) {
            return "forced to the disk by the operating system";
        }
        if (fsync.equals(FsyncPolicy.everyAppend())) {
            return "on the disk before it is acknowledged";
        }
        return fsync.events() == Long.MAX_VALUE
                ? "on the disk after " + HumanText.duration(fsync.time())
                : "on the disk after " + HumanText.count(fsync.events(), "event");
    }

    private void reportProblems(Broker broker) {
        broker.troubles().stream().filter(reported::add).forEach(BrokerCommand::warn);
    }

    private void reportDeletions(Broker broker) {
        try {
            if (journal == null) {
                journal = new Consumer("broker", broker.partition(RetentionJournal.PARTITION));
                journal.seekToEnd();
            }
            journal.poll(MAX_NEWS).stream()
                    .flatMap(entry -> RetentionJournal.deletion(entry, topic -> settings(broker, topic)).stream())
                    .forEach(this::say);
        } catch (PartitionUnavailableException | StorageException e) {
            // broker.troubles() has it
        }
    }

    private static Optional<TopicConfig> settings(Broker broker, String topic) {
        return broker.topicNames().contains(topic)
                ? Optional.of(broker.describe(topic).configuration())
                : Optional.empty();
    }

    private static void warn(String problem) {
        System.out.flush();
        System.err.println("gregor: " + problem);
    }
}
