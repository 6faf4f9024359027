package gregor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All attackers at once against one broker with a small heap, while a well-behaved producer and consumer lose nothing.
/// Prints how long the well-behaved clients wait. 10 s, an hour with `-Dgregor.prove=true`; `-Dgregor.soak` gives
/// another number of seconds.
class SoakTest {
    private static final boolean PROVE = Boolean.getBoolean("gregor.prove");
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("gregor.soak", PROVE ? 3_600 : 10));
    private static final Duration REPORT = Duration.ofMinutes(1);
    private static final int CONNECTIONS = PROVE ? 1_000 : 200;
    private static final String HEAP = "512m";
    private static final long MAX_KEPT_MEGABYTES = 400;
    private static final Duration STOP = Duration.ofSeconds(10);
    /// Kafka's clients give up after 30 s by default.
    private static final Duration LONGEST = SteadyClients.LIMIT.multipliedBy(5);

    @TempDir
    private Path folder;

    /// An attack that may fail when it has connected to a broker that is busy.
    private interface Attack {
        void run(Attackers attackers) throws Exception;
    }

    private static Stream<Attack> attacks() {
        return Stream.of(Attackers::fetchWithoutReading, Attackers::repeatElements, Attackers::amplify,
                Attackers::joinNewGroups, Attackers::joinNewGroupsAsStaticMember, Attackers::joinNewConsumerGroups,
                Attackers::commitForNewGroups,
                attackers -> attackers.pipelineWithoutReading(CONNECTIONS, Attackers.allTopics(), 12),
                attackers -> attackers.sendLargeRequestsWithoutEnd(10), Attackers::sendBrokenBatches,
                Attackers::listGroupsWithManyFilters, Attackers::fetchAll, Attackers::sendManyAttributes,
                attackers -> attackers.createPartitions(100), Attackers::joinOneGroup);
    }

    private static void eachAttack(BrokerProcess broker, AtomicBoolean running, Consumer<Thread> started) {
        attacks().forEach(attack -> started.accept(Thread.ofPlatform().daemon().start(() -> {
            try {
                attack.run(new Attackers(broker.socketAddress(), running::get));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        })));
    }

    @Test
    void clientsLoseNothingUnderAllAttacksAtOnce() throws Exception {
        try (var broker = BrokerProcess.start(folder, HEAP, "--max-partitions", "2000")) {
            Attackers.prepare(Map.of("bootstrap.servers", broker.address()));
            var running = new AtomicBoolean(true);
            var attackers = new ArrayList<Thread>();
            try (var clients = new SteadyClients(broker.address(), Map.of(), LONGEST)) {
                eachAttack(broker, running, attackers::add);
                for (long end = System.nanoTime() + TIME.toNanos(); System.nanoTime() < end;) {
                    long left = Math.max(1, end - System.nanoTime());
                    clients.watch(Duration.ofNanos(Math.min(REPORT.toNanos(), left)));
                    System.out.println("SoakTest: " + clients.percentiles() + "; live: " + broker.liveMegabytes() + " MiB");
                }
                running.set(false);
                for (Thread attacker : attackers) {
                    attacker.join();
                }
                assertThat(clients.p99()).as("99 of 100 calls of each well-behaved client")
                        .isLessThan(SteadyClients.LIMIT);
            } finally {
                running.set(false);
            }
            assertThat(broker.errors()).as("standard error").isEmpty();
            assertThat(broker.liveMegabytes()).as("MiB that the broker keeps").isLessThan(MAX_KEPT_MEGABYTES);
            assertThat(broker.stop()).as("time from SIGTERM to the end").isLessThan(STOP);
        }
    }
}
