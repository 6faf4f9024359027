package gregor.cli.broker;

import module java.base;

import gregor.ancestor.kaf.Kaf;
import gregor.ancestor.katar.Katar;
import gregor.ancestor.katar.KatarFolder;
import gregor.ancestor.wafka.Wafka;
import gregor.ancestor.wafka.WafkaFolder;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.cli.console.HumanText;
import gregor.cli.console.StopSignal;
import gregor.file.FsyncPolicy;
import gregor.http.HttpDoor;
import gregor.http.HttpSettings;
import gregor.topic.Partitioner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Serves the folder of an ancestor over HTTP, and nothing else, until it is stopped. The arguments are those of Kaf.
abstract class FolderCommand implements Runnable {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Parameters(index = "0", paramLabel = "ADDRESS",
            description = "Where it listens, such as 127.0.0.1:7749. :7749 is this machine alone.")
    private InetSocketAddress address;

    @Option(names = "--fsync", paramLabel = "WHEN", defaultValue = "always",
            description = "When to force events to the disk: always (before they are acknowledged), or never (the "
                    + "operating system does, as with the original).")
    private FsyncPolicy fsync;

    @Mixin
    private SecurityOptions security;

    @Spec
    private CommandSpec spec;

    private final Supplier<StopSignal> stops;

    FolderCommand(Supplier<StopSignal> stops) {
        this.stops = stops;
    }

    abstract Path folder();

    /// Opens a broker on the folder, or one that the door does not use.
    abstract Broker open(BrokerSettings memory);

    abstract HttpDoor open(Broker broker, HttpSettings settings);

    @Override
    public final void run() {
        try (Broker broker = open(BrokerSettings.inMemory(folder().resolve("archive")).with(fsync));
                var doors = new BrokerDoors(List.of(BrokerDoors.http(security.http(address), this::open)))) {
            StopSignal stop = stops.get();
            EmbeddedClient.openAll(broker);
            broker.start(SECOND);
            doors.open(broker);
            broker.troubles().forEach(trouble -> System.err.println("gregor: " + trouble));
            System.out.println("The door of " + spec.name() + " is open at " + doors.addresses().getFirst()
                    + "; messages are in " + folder() + ". Ctrl-C stops it.");
            stop.await();
        }
    }

    @Command(name = "kaf", mixinStandardHelpOptions = true, sortOptions = false,
            description = "Run a server for Kaf's clients on a folder of Kaf, until Ctrl-C or SIGTERM stops it.")
    static final class KafCommand extends FolderCommand {
        @Parameters(index = "1", paramLabel = "FOLDER", description = "The folder with the logs.")
        private Path folder;

        @Option(names = "--statistics", paramLabel = "TIME", defaultValue = "5m",
                description = "How often it records its activity in the log _kaf.")
        private Duration statistics;

        KafCommand(Supplier<StopSignal> stops) {
            super(stops);
        }

        @Override
        Path folder() {
            return HumanText.path(folder);
        }

        @Override
        Broker open(BrokerSettings memory) {
            return Broker.open(memory.withStatistics(statistics));
        }

        @Override
        HttpDoor open(Broker broker, HttpSettings settings) {
            return HttpDoor.only(broker, settings, Kaf.module(broker, folder()));
        }
    }

    /// `gregor katar`. Its clock has whole seconds, as Katar's timestamps do.
    @Command(name = "katar", mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Run a server for Katar's clients on a folder of Katar, until Ctrl-C or SIGTERM stops it.",
                    "It takes Katar's own variable too: KATAR_DIR."})
    static final class KatarCommand extends FolderCommand {
        @Parameters(index = "1", paramLabel = "FOLDER", defaultValue = "${env:KATAR_DIR:-${sys:user.home}/.katar}",
                description = "The folder with the topics. Default: ${DEFAULT-VALUE}")
        private Path folder;

        @Option(names = "--one-file", description = "Write new topics as Katar's first document has it: one file, "
                + "logs.katar, and its index. Topics that exist keep their form.")
        private boolean oneFile;

        KatarCommand(Supplier<StopSignal> stops) {
            super(stops);
        }

        @Override
        Path folder() {
            return HumanText.path(folder);
        }

        @Override
        Broker open(BrokerSettings memory) {
            BrokerSettings settings = memory.with(Clock.tick(Clock.system(ZoneOffset.UTC), SECOND))
                    .withSteadyClock(memory.steadyClock()).withPartitionLimits(1, memory.brokerPartitions());
            return Broker.open(settings, new KatarFolder(folder(), oneFile));
        }

        @Override
        HttpDoor open(Broker broker, HttpSettings settings) {
            return HttpDoor.open(broker, settings, Katar.folderModule(broker));
        }
    }

    @Command(name = "wafka", mixinStandardHelpOptions = true, sortOptions = false,
            description = "Run a server for Wafka's clients on a folder of Wafka, until Ctrl-C or SIGTERM stops it.")
    static final class WafkaCommand extends FolderCommand {
        @Parameters(index = "1", paramLabel = "FOLDER", description = "The folder with the files, topic-broker_id.txt.")
        private Path folder;

        @Option(names = "--brokers", paramLabel = "N", defaultValue = "3",
                description = "How many brokers it runs. Each has one partition of each topic. Default: "
                        + "${DEFAULT-VALUE}")
        private int brokers;

        @Option(names = "--partitioner", paramLabel = "HOW", defaultValue = "round-robin",
                converter = ProduceCommand.Partitioners.class,
                description = "How it chooses the broker of an event: key, round-robin, sticky, field:NAME (a field of "
                        + "the message), or a class that implements gregor.topic.Partitioner. Default: "
                        + "${DEFAULT-VALUE}")
        private Partitioner partitioner;

        WafkaCommand(Supplier<StopSignal> stops) {
            super(stops);
        }

        @Override
        Path folder() {
            return HumanText.path(folder);
        }

        @Override
        Broker open(BrokerSettings memory) {
            return Broker.open(memory.withNewTopics(brokers, true), new WafkaFolder(folder(), brokers));
        }

        @Override
        HttpDoor open(Broker broker, HttpSettings settings) {
            return HttpDoor.open(broker, settings, Wafka.module(broker, partitioner));
        }
    }
}
