package gregor.lesson;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.kafka.KafkaDoor;
import gregor.kafka.KafkaSettings;
import gregor.kafka.server.KafkaServer;

/// Runs the code of a compare cell on our broker and on Apache Kafka, and shows the output of both.
///
/// Apache Kafka comes with the tests. If they are not on the class path the code runs on our broker only, and the
/// output reports that. One thread at a time may call it.
public final class BrokerComparison {
    /// The class of the tests that starts Apache Kafka in this process.
    private static final String APACHE = "gregor.kafka.ApacheKafka";
    private static final int MAX_WIDTH = 56;
    private static AutoCloseable apache;

    private BrokerComparison() {}

    /// The code that runs on both brokers.
    @FunctionalInterface
    public interface Scenario {
        /// Runs on one broker.
        ///
        /// @param bootstrap the address of the broker
        void run(String bootstrap) throws Exception;
    }

    /// Runs code on a new, empty broker of ours, then on Apache Kafka, and prints both outputs side by side; a line
    /// that differs begins with `≠`. Apache Kafka starts at the first call and runs until the process ends.
    public static void compare(Scenario scenario) throws Exception {
        List<String> ours = ours(scenario);
        String apacheAddress = apacheAddress();
        System.out.print(apacheAddress == null ? oursOnly(ours) : sideBySide(ours, printed(scenario, apacheAddress)));
    }

    private static List<String> ours(Scenario scenario) throws Exception {
        var anywhere = KafkaSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (Broker broker = Broker.open(BrokerSettings.inMemory(Path.of("unused")));
                KafkaDoor door = KafkaServer.open(broker, anywhere)) {
            return printed(scenario, door.address().getHostString() + ":" + door.address().getPort());
        }
    }

    private static List<String> printed(Scenario scenario, String bootstrap) throws Exception {
        PrintStream original = System.out;
        var printed = new ByteArrayOutputStream();
        try (var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            scenario.run(bootstrap);
        } finally {
            System.setOut(original);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String apacheAddress() throws Exception {
        try {
            Class<?> type = Class.forName(APACHE);
            if (apache == null) {
                // Apache Kafka logs to the standard output.
                printed(none -> apache = (AutoCloseable) type.getConstructor(Map.class).newInstance(Map.of()), "");
            }
            return (String) type.getMethod("address").invoke(apache);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static String oursOnly(List<String> ours) {
        return "  Gregor\n" + ours.stream().map(line -> "  " + line + "\n").collect(Collectors.joining())
                + "(Apache Kafka is not on the class path; ./gregor notebook compares with it.)\n";
    }

    static String sideBySide(List<String> ours, List<String> theirs) {
        int width = Math.min(MAX_WIDTH, Math.max(6, ours.stream().mapToInt(String::length).max().orElse(0)));
        var text = new StringBuilder("  " + TerminalStyle.pad("Gregor", width) + "  Apache Kafka\n");
        for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            String left = i < ours.size() ? ours.get(i) : "";
            String right = i < theirs.size() ? theirs.get(i) : "";
            text.append((left.equals(right) ? "  " : "≠ ") + TerminalStyle.pad(left, width) + "  " + right)
                    .append('\n');
        }
        return text.toString();
    }
}
