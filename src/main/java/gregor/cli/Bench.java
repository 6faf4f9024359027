package gregor.cli;

import gregor.list.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor bench`: measures beside something that others trust.
@Command(name = "bench", mixinStandardHelpOptions = true,
        description = {"Measure Gregor beside something that others trust, in turn, as ratios of medians.",
            "kafka: our broker beside Apache Kafka, with Kafka's own load tools. Ten minutes and some GB of disk; --quick takes three."})
final class Bench implements Callable<Integer> {
    @Parameters(paramLabel = "WHAT", description = "kafka.")
    private String what;

    @Option(names = "--quick", description = "A quarter of the load, acks=all only, three rounds.")
    private boolean quick;

    @Option(names = "--fresh",
            description = "Both start anew for each round: the first load of their lives counts, not a later one.")
    private boolean fresh;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each has its turn.")
    private Integer rounds;

    @Option(names = "--only", paramLabel = "TEXT",
            description = "Only the loads that this is part of: lz4, 100 B, acks=all.")
    private String only;

    @Option(names = "--fsync", paramLabel = "WHEN",
            description = "When our disk must have an event: never, as with Kafka, unless you say always.")
    private String fsync;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!what.equals("kafka")) {
            throw new IllegalArgumentException("there is no measurement " + what + "; there is kafka");
        }
        var command = new ArrayList<>(List.of(Sample.home().resolve("src").resolve("bench").resolve("kafka")
                .toString()));
        if (quick) {
            command.add("--quick");
        }
        if (fresh) {
            command.add("--fresh");
        }
        add(command, "--rounds", rounds);
        add(command, "--only", only);
        add(command, "--fsync", fsync);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static void add(List<String> command, String option, Object value) {
        if (value != null) {
            command.addAll(List.of(option, value.toString()));
        }
    }
}
