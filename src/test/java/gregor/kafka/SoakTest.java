package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All attackers at once against one broker with a small heap, while a well-behaved producer and consumer lose nothing.
/// Prints how long the well-behaved clients wait. 10 s, an hour with `-Dgregor.prove=true`; `-Dgregor.soak` gives
/// another number of seconds.
class SoakTest {
    private static final Duration TIME = Duration
            .ofSeconds(Integer.getInteger("gregor.soak", Attack.PROVE ? 3_600 : 10));
    private static final Duration REPORT = Duration.ofMinutes(1);
    private static final String HEAP = "512m";
    private static final long MAX_KEPT_MEGABYTES = 400;
    private static final Duration STOP = Duration.ofSeconds(10);
    /// Kafka's clients give up after 30 s by default.
    private static final Duration LONGEST = SteadyClients.LIMIT.multipliedBy(5);

    @TempDir
    private Path folder;

    @Test
    void clientsLoseNothingUnderAllAttacksAtOnce() throws Exception {
        try (var broker = BrokerProcess.start(folder, HEAP, "--max-partitions", "2000")) {
            Attackers.prepare(Map.of("bootstrap.servers", broker.address()));
            List<Attack> all = List.copyOf(EnumSet.range(Attack.FETCH_WITHOUT_READING, Attack.PARTITIONS));
            try (var clients = new SteadyClients(broker.address(), Map.of(), LONGEST);
                    var _ = AttackProcess.start(broker.socketAddress(), all)) {
                for (long end = System.nanoTime() + TIME.toNanos(); System.nanoTime() < end;) {
                    long left = Math.max(1, end - System.nanoTime());
                    clients.watch(Duration.ofNanos(Math.min(REPORT.toNanos(), left)));
                    System.out.println(
                            "SoakTest: " + clients.percentiles() + "; live: " + broker.liveMegabytes() + " MiB");
                }
                assertThat(clients.p99()).as("99 of 100 calls of each well-behaved client")
                        .isLessThan(SteadyClients.LIMIT);
            }
            assertThat(broker.errors()).as("standard error").isEmpty();
            assertThat(broker.liveMegabytes()).as("MiB that the broker keeps").isLessThan(MAX_KEPT_MEGABYTES);
            assertThat(broker.stop()).as("time from SIGTERM to the end").isLessThan(STOP);
        }
    }
}
