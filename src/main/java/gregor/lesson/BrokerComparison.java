package gregor.lesson;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.kafka.KafkaDoor;
import gregor.kafka.KafkaSettings;
import gregor.kafka.server.KafkaServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a compare cell is made of: the same code on our broker and on Apache Kafka, and what it prints on each.
///
/// Apache Kafka comes with the tests. Where they are not on the class path the code runs on ours alone, and that is
/// said. One thread at a time may call it.
public final class BrokerComparison {
    /// Apache Kafka in this process, as the tests start it.
    private static final String APACHE = "gregor.kafka.ApacheKafka";
    private static final int WIDEST = 56;
    private static AutoCloseable apache;

    private BrokerComparison() {}

    /// What runs on both.
    @FunctionalInterface
    public interface Scenario {
        /// Tells it to one of them.
        ///
        /// @param bootstrap where that one listens
        void run(String bootstrap) throws Exception;
    }

    /// Runs a story on a new, empty broker of ours, then on an Apache Kafka, and prints side by side what it printed; a
    /// line that differs begins with `≠`. Apache Kafka starts at the first call and lives as long as the process.
    public static void compare(Scenario story) throws Exception {
        List<String> ours = ours(story);
        String theirs = apache();
        System.out.print(theirs == null ? alone(ours) : sideBySide(ours, capture(story, theirs)));
    }

    private static List<String> ours(Scenario story) throws Exception {
        var anywhere = KafkaSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (Broker broker = Broker.open(BrokerSettings.inMemory(Path.of("unused")));
                KafkaDoor door = KafkaServer.open(broker, anywhere)) {
            return capture(story, door.address().getHostString() + ":" + door.address().getPort());
        }
    }

    private static List<String> capture(Scenario story, String bootstrap) throws Exception {
        return printed(() -> story.run(bootstrap));
    }

    private interface Work {
        void run() throws Exception;
    }

    private static List<String> printed(Work work) throws Exception {
        PrintStream before = System.out;
        var printed = new ByteArrayOutputStream();
        try (var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            work.run();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String apache() throws Exception {
        try {
            Class<?> type = Class.forName(APACHE);
            if (apache == null) {
                // It is talkative.
                printed(() -> apache = (AutoCloseable) type.getConstructor(Map.class).newInstance(Map.of()));
            }
            return (String) type.getMethod("address").invoke(apache);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static String alone(List<String> ours) {
        return "  Gregor\n" + lines(ours.stream().map(line -> "  " + line).toList())
                + "(Apache Kafka is not here to be compared with; in ./gregor notebook it is.)\n";
    }

    static String sideBySide(List<String> ours, List<String> theirs) {
        int width = Math.min(WIDEST, Math.max(6, ours.stream().mapToInt(String::length).max().orElse(0)));
        var text = new StringBuilder("  " + pad("Gregor", width) + "  Apache Kafka\n");
        for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            String left = i < ours.size() ? ours.get(i) : "";
            String right = i < theirs.size() ? theirs.get(i) : "";
            text.append((left.equals(right) ? "  " : "≠ ") + pad(left, width) + "  " + right).append('\n');
        }
        return text.toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
