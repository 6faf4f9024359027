package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.ProgressLine;
import gregor.cli.console.StopSignal;
import gregor.cli.console.TextTable;
import gregor.door.HostPort;
import gregor.graduate.ClusterConnection;
import gregor.graduate.Move;
import gregor.graduate.MoveException;
import gregor.graduate.MoveLimits;
import gregor.graduate.MovePlan;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gregor graduate`: moves topics from Gregor's broker to another cluster, and back.
@Command(name = "graduate", mixinStandardHelpOptions = true, sortOptions = false,
        description = {
                "Move topics to a cluster of Apache Kafka with their settings, the committed offsets of groups and "
                        + "the access rules, or bring them home with --from.",
                "Each committed record arrives exactly once. If it is interrupted, the same command goes on."})
final class GraduateCommand implements Callable<Integer> {
    private static final TextTable<MovePlan.Topic> TOPICS = new TextTable<MovePlan.Topic>()
            .text("topic", MovePlan.Topic::name).text("partitions", topic -> topic.partitions().size())
            .text("offsets", MovePlan.Topic::offsets).text("size", topic -> new TextTable.Size(topic.bytes()))
            .text("settings", topic -> topic.settings().isEmpty() ? "defaults" : settings(topic.settings()));
    /// What a move copies in a second on two cores, for the estimate: MB.
    private static final long RATE = 20;

    private final Supplier<StopSignal> signals;

    @ArgGroup(multiplicity = "1")
    private Other other;

    static final class Other {
        @Option(names = "--to", paramLabel = "HOST:PORT", description = "The cluster to which topics move.")
        private InetSocketAddress to;

        @Option(names = "--from", paramLabel = "HOST:PORT", description = "The cluster from which topics come home.")
        private InetSocketAddress from;
    }

    @Option(names = "--other-config", paramLabel = "FILE",
            description = "The properties of Kafka's clients for the cluster that --to or --from names.")
    private Path otherConfig;

    @Option(names = "--topics", paramLabel = "NAME", split = ",", description = "The topics; all by default.")
    private Set<String> topics = Set.of();

    @Option(names = "--since", paramLabel = "TIME",
            description = "Only records from the first one at or after TIME on: 2026-03-02, or 2h for two hours ago.")
    private Instant since;

    @Option(names = "--max-size", paramLabel = "SIZE",
            description = "Only about the newest SIZE of each partition, such as 100MB.")
    private String maxSize;

    @Option(names = "--replicas", paramLabel = "N",
            description = "Replicas of each partition; by default 3, or the number of brokers if there are fewer.")
    private Short replicas;

    @Option(names = {"-n", "--dry-run"}, description = "Show what would be done, and change nothing.")
    private boolean dryRun;

    @Option(names = "--verify", description = "Compare the records of both sides at the end.")
    private boolean verify;

    @Option(names = "--follow",
            description = "Go on with what is written meanwhile, until Ctrl-C or the cut-over of another run.")
    private boolean follow;

    @Option(names = "--cut-over", description = "Refuse new records here, move the rest, and print the new address.")
    private boolean cutOver;

    @Mixin
    private ConnectionOptions here;

    /// @param signals a request to stop, by Ctrl-C
    GraduateCommand(Supplier<StopSignal> signals) {
        this.signals = signals;
    }

    @Override
    public Integer call() {
        if (cutOver && (follow || dryRun || other.to == null)) {
            throw new CommandException("--cut-over goes with --to, and neither with --follow nor with --dry-run");
        }
        var limits = new MoveLimits(topics, Optional.ofNullable(since),
                maxSize == null ? OptionalLong.empty() : OptionalLong.of(TopicSettings.bytes("--max-size", maxSize)),
                Optional.ofNullable(replicas));
        InetSocketAddress address = other.to == null ? other.from : other.to;
        try (var home = new ClusterConnection(here.running());
                var away = new ClusterConnection(ConnectionOptions.properties(HostPort.text(address), otherConfig))) {
            return run(other.to == null ? new Move(away, home, limits) : new Move(home, away, limits),
                    other.to == null ? home : away);
        } catch (MoveException e) {
            throw new CommandException(e.getMessage());
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new CommandException("another gregor graduate to this cluster has started, and goes on from here");
        } catch (KafkaException e) {
            throw KafkaTypes.refused(e);
        }
    }

    private int run(Move move, ClusterConnection target) {
        MovePlan plan = move.plan();
        print(plan);
        if (dryRun) {
            System.out.println("\nNothing was changed.");
            return 0;
        }
        boolean moved = Move.isCutOver(plan);
        if (moved && !cutOver) {
            throw new CommandException("these topics have moved already: new records are refused here. --cut-over "
                    + "completes the move; ./gregor topics alter TOPIC --config moved.to= takes it back");
        }
        StopSignal stop = signals.get();
        if (cutOver) {
            var waiting = new AtomicBoolean();
            move.refuseWrites(plan, stop::isRequested, () -> {
                if (!waiting.getAndSet(true)) {
                    System.err.println("gregor: waiting until the open transactions have ended");
                }
            });
            plan = move.plan();
        }
        boolean complete = copy(move, plan, stop);
        if (follow && complete) {
            System.out.println("Another run has cut over, and copies the rest.");
            return 0;
        }
        if (follow || !complete) {
            System.out.println("Stopped. The same command goes on from here"
                    + (follow ? "; --cut-over instead of --follow completes the move." : "."));
            return follow ? 0 : 1;
        }
        return finish(move, plan, target);
    }

    private static void print(MovePlan plan) {
        TOPICS.print(plan.topics());
        long bytes = plan.topics().stream().mapToLong(MovePlan.Topic::bytes).sum();
        System.out.println("\n" + HumanText.count(plan.topics().size(), "topic") + ", " + HumanText.size(bytes)
                + ", about " + HumanText.duration(Duration.ofSeconds(Math.max(1, bytes / 1_000_000 / RATE)))
                + "; committed offsets of " + HumanText.count(plan.groups().size(), "group")
                + (plan.groups().isEmpty() ? "" : ": " + String.join(", ", plan.groups())));
        plan.notes().forEach(note -> System.out.println("!! " + note));
    }

    private static String settings(SortedMap<String, String> settings) {
        return settings.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(" "));
    }

    /// Copies, and returns whether it ended by itself.
    private boolean copy(Move move, MovePlan plan, StopSignal stop) {
        long begin = System.nanoTime();
        var records = new AtomicLong();
        var bytes = new AtomicLong();
        long all = plan.topics().stream().mapToLong(MovePlan.Topic::offsets).sum();
        try (var progress = new ProgressLine("Copying")) {
            move.copy(plan, follow, stop::isRequested, (more, moreBytes) -> {
                bytes.addAndGet(moreBytes);
                long count = records.addAndGet(more);
                synchronized (progress) {
                    progress.events(count, follow ? -1 : all);
                }
            });
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.println("\nCopied " + HumanText.count(records.get(), "record") + ", " + HumanText.size(bytes.get())
                + " of keys and values, in " + HumanText.duration(took.truncatedTo(ChronoUnit.MILLIS)) + ".");
        return !stop.isRequested();
    }

    private int finish(Move move, MovePlan plan, ClusterConnection target) {
        List<String> todo = move.finish(plan);
        List<String> differences = List.of();
        if (verify) {
            var compared = new AtomicLong();
            differences = move.verify(plan, compared::addAndGet);
            System.out.println("Compared " + HumanText.count(compared.get(), "record") + ": "
                    + (differences.isEmpty() ? "all are equal." : "there are differences."));
        }
        System.out.println("Committed offsets moved for " + HumanText.count(plan.groups().size(), "group") + ".");
        differences.forEach(difference -> System.out.println("!! " + difference));
        todo.forEach(each -> System.out.println("!! " + each));
        if (cutOver) {
            System.out.println("\nNew records are refused here now. The clients' new address:\nbootstrap.servers="
                    + target.address());
        }
        return differences.isEmpty() ? 0 : 1;
    }
}
