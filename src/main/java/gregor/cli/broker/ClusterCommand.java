package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.OutputOption;
import gregor.cli.console.TextTable;
import gregor.graduate.LocalCluster;
import gregor.graduate.MoveException;
import gregor.list.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor cluster`: a cluster of Apache Kafka on this machine, to try.
@Command(name = "cluster", mixinStandardHelpOptions = true,
        description = "Start and stop a cluster of Apache Kafka on this machine, to try.")
final class ClusterCommand {
    private static final TextTable<LocalCluster.Node> NODES = new TextTable<LocalCluster.Node>()
            .column("broker", "broker", LocalCluster.Node::id).column("address", "address", LocalCluster.Node::address)
            .text("state", node -> node.process().isPresent() ? "runs" : "does not run").column("process", "process",
                    node -> node.process().isPresent()
                            ? Optional.of("" + node.process().getAsLong())
                            : Optional.empty());

    static final class FolderOption {
        @Option(names = "--folder", paramLabel = "DIR",
                description = "The folder with the cluster's data; by default a temporary one, which stop deletes.")
        private Path named;

        Path folder() {
            return named == null
                    ? Sample.home().resolve("target").resolve("cluster")
                    : HumanText.path(named).toAbsolutePath();
        }

        LocalCluster cluster() throws IOException {
            return LocalCluster.in(folder()).orElseThrow(() -> new CommandException(
                    "there is no cluster in " + folder() + "; ./gregor cluster start starts one"));
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void report(Task task) {
        try {
            task.run();
        } catch (MoveException e) {
            throw new CommandException(e.getMessage());
        } catch (IOException e) {
            throw CommandException.of("cannot use the folder of the cluster", e);
        }
    }

    @Command(mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Start a cluster, or the brokers of it that do not run, and print how to reach it.",
                    "Each broker takes about 400 MB of memory."})
    void start(
            @Option(names = "--brokers", paramLabel = "N", defaultValue = "3",
                    description = "The number of brokers, 1 to 9; ${DEFAULT-VALUE} by default.") int brokers,
            @Mixin FolderOption folder, @Mixin OutputOption output) {
        report(() -> {
            Optional<LocalCluster> existing = LocalCluster.in(folder.folder());
            LocalCluster cluster = existing.isPresent()
                    ? existing.get()
                    : LocalCluster.create(folder.folder(), brokers);
            if (existing.isPresent() && cluster.nodes().size() != brokers && !output.isJson()) {
                System.err.println("gregor: the cluster in " + folder.folder() + " has " + cluster.nodes().size()
                        + " brokers; stop it first for another number");
            }
            cluster.start();
            print(cluster, output);
        });
    }

    private static void print(LocalCluster cluster, OutputOption output) {
        output.print(JsonOutput.object("bootstrap.servers", cluster.addresses(), "brokers",
                NODES.documents(cluster.nodes())), NODES, cluster.nodes(), () -> {
                    NODES.print(cluster.nodes());
                    System.out.println("\nbootstrap.servers=" + cluster.addresses() + "\n\nfor Kafka's clients; "
                            + "for Gregor's commands:\n\n./gregor topics list -b "
                            + cluster.nodes().getFirst().address());
                });
    }

    @Command(mixinStandardHelpOptions = true, description = "Show which brokers run.")
    void status(@Mixin FolderOption folder, @Mixin OutputOption output) {
        report(() -> print(folder.cluster(), output));
    }

    @Command(mixinStandardHelpOptions = true, description = "Kill a broker (SIGKILL); start starts it again.")
    void kill(@Parameters(paramLabel = "N", description = "The number of the broker.") int id,
            @Mixin FolderOption folder, @Mixin OutputOption output) {
        report(() -> {
            folder.cluster().kill(id);
            output.done("broker", "" + id, "killed",
                    "broker " + id + " is killed; ./gregor cluster start starts it again");
        });
    }

    @Command(mixinStandardHelpOptions = true,
            description = "Stop all brokers. The data is deleted, unless the folder is named with --folder.")
    void stop(@Mixin FolderOption folder, @Mixin OutputOption output) {
        report(() -> {
            folder.cluster().stop();
            if (folder.named == null) {
                delete(folder.folder());
            }
            output.done("cluster", folder.folder().toString(), "stopped", "the cluster has stopped");
        });
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
