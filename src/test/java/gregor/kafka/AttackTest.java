package gregor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole broker with a small heap under attack, while well-behaved clients produce, consume and connect. None of them
/// may wait for long, no record may be lost, what attackers make the broker keep is little, and SIGTERM ends it in
/// time. 2 s an attack, a minute with `-Dgregor.prove=true`.
class AttackTest {
    private static final boolean PROVE = Boolean.getBoolean("gregor.prove");
    private static final Duration EACH = PROVE ? Duration.ofMinutes(1) : Duration.ofSeconds(2);
    private static final String HEAP = "512m";
    private static final int CONNECTIONS = PROVE ? 3_500 : 300;
    private static final int PARTITIONS = PROVE ? 10_000 : 500;
    /// An eighth of the heap each for members and committed offsets, a quarter for requests and responses, and the rest.
    private static final long MAX_KEPT_MEGABYTES = 300;
    private static final Duration STOP = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private interface Attack {
        void run() throws Exception;
    }

    /// Starts an attack by several threads, watches the well-behaved clients, and prints what they noticed.
    private static void attack(BrokerProcess broker, SteadyClients clients, String name, int threads,
            Function<Attackers, Attack> attack) throws Exception {
        var running = new AtomicBoolean(true);
        var attackers = new ArrayList<Thread>();
        for (int i = 0; i < threads; i++) {
            Attack one = attack.apply(new Attackers(broker.socketAddress(), running::get));
            attackers.add(Thread.ofPlatform().daemon().start(() -> {
                try {
                    one.run();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }));
        }
        String waits = clients.watch(EACH);
        long during = broker.liveMegabytes();
        running.set(false);
        for (Thread attacker : attackers) {
            attacker.join();
        }
        System.out.println("AttackTest: " + name + ": longest waits: " + waits + "; live: " + during + " MiB");
        assertThat(during).as("MiB that the attack %s makes the broker keep", name).isLessThan(MAX_KEPT_MEGABYTES);
    }

    @Test
    void othersDoNotNoticeAnAttack() throws Exception {
        try (var broker = BrokerProcess.start(folder, HEAP)) {
            Attackers.prepare(Map.of("bootstrap.servers", broker.address()));
            try (var clients = new SteadyClients(broker.address(), Map.of())) {
                System.out.println("AttackTest: no attack: longest waits: " + clients.watch(EACH) + "; live: "
                        + broker.liveMegabytes() + " MiB");
                attack(broker, clients, "fetch without reading", 1, attackers -> attackers::fetchWithoutReading);
                attack(broker, clients, "repeated elements", 4, attackers -> attackers::repeatElements);
                attack(broker, clients, "amplified responses", 4, attackers -> attackers::amplify);
                attack(broker, clients, "new groups", 2, attackers -> attackers::joinNewGroups);
                attack(broker, clients, "new static members", 2,
                        attackers -> attackers::joinNewGroupsAsStaticMember);
                attack(broker, clients, "new consumer groups", 2, attackers -> attackers::joinNewConsumerGroups);
                attack(broker, clients, "new offsets", 2, attackers -> attackers::commitForNewGroups);
                attack(broker, clients, "pipelines", 1, attackers ->
                        () -> attackers.pipelineWithoutReading(CONNECTIONS, Attackers.allTopics(), 12));
                attack(broker, clients, "large requests", 1, attackers ->
                        () -> attackers.sendLargeRequestsWithoutEnd(20));
                attack(broker, clients, "partitions", 2, attackers -> () -> attackers.createPartitions(PARTITIONS));
            }
            assertThat(broker.errors()).as("standard error").isEmpty();
            assertThat(broker.stop()).as("time from SIGTERM to the end").isLessThan(STOP);
        }
    }
}
