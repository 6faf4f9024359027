package gregor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.kafka.security.AclEntry;
import gregor.kafka.security.UserFile;
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
    private static final long MAX_KEPT_MEGABYTES = 350;
    private static final String PASSWORD = "changeit";
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
            attackers.add(Thread.ofPlatform().daemon().start(() -> quietly(one)));
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
                attack(broker, clients, "new static members", 2, attackers -> attackers::joinNewGroupsAsStaticMember);
                attack(broker, clients, "new consumer groups", 2, attackers -> attackers::joinNewConsumerGroups);
                attack(broker, clients, "new offsets", 2, attackers -> attackers::commitForNewGroups);
                attack(broker, clients, "pipelines", 1,
                        attackers -> () -> attackers.pipelineWithoutReading(CONNECTIONS, Attackers.allTopics(), 12));
                attack(broker, clients, "large requests", 1,
                        attackers -> () -> attackers.sendLargeRequestsWithoutEnd(20));
                attack(broker, clients, "many filters", 4, attackers -> attackers::listGroupsWithManyFilters);
                attack(broker, clients, "fetch of everything", 4, attackers -> attackers::fetchAll);
                attack(broker, clients, "broken batches", 2, attackers -> attackers::sendBrokenBatches);
                attack(broker, clients, "one large group", 4, attackers -> attackers::joinOneGroup);
                attack(broker, clients, "partitions", 2, attackers -> () -> attackers.createPartitions(PARTITIONS));
            }
            assertThat(broker.errors()).as("standard error").isEmpty();
            assertThat(broker.stop()).as("time from SIGTERM to the end").isLessThan(STOP);
        }
    }

    /// Clients that have not logged in: they send no handshake of TLS, or ask without an end and read nothing.
    @Test
    void othersLogInWhileStrangersHoldConnections() throws Exception {
        Path keys = keys();
        UserFile users = UserFile.in(folder.resolve("users"));
        users.add("alice", "alice-secret");
        List.of("alice all topic *", "alice all group *", "alice all broker")
                .forEach(grant -> users.allow(AclEntry.parse(grant)));
        try (var broker = BrokerProcess.start(folder.resolve("data"), HEAP, "--kafka-users",
                folder.resolve("users").toString(), "--keystore", keys.toString(), "--keystore-password", PASSWORD)) {
            try (var clients = new SteadyClients(broker.address(), login(keys))) {
                attack(broker, clients, "silent strangers", 1,
                        attackers -> () -> attackers.pipelineWithoutReading(CONNECTIONS, Attackers.versions(), 3));
                attack(broker, clients, "many attributes", 2, attackers -> attackers::sendManyAttributes);
                attack(broker, clients, "strangers that pipeline over TLS", 1,
                        attackers -> () -> attackers.pipelineOverTls(CONNECTIONS / 10, Attackers.versions(), 3));
            }
            assertThat(broker.errors()).as("standard error").isEmpty();
            var running = new AtomicBoolean(true);
            var attackers = new Attackers(broker.socketAddress(), running::get);
            Thread attacker = Thread.ofPlatform().daemon()
                    .start(() -> quietly(() -> attackers.pipelineOverTls(20, Attackers.versions(), 3)));
            Thread.sleep(1_000);
            Duration took = broker.stop();
            running.set(false);
            attacker.join();
            System.out.println(
                    "AttackTest: from SIGTERM to the end, with unread TLS connections: " + took.toMillis() + " ms");
            assertThat(took).as("time from SIGTERM to the end").isLessThan(STOP);
        }
    }

    private static void quietly(Attack attack) {
        try {
            attack.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Path keys() throws Exception {
        Path keys = folder.resolve("keys.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        assertThat(new ProcessBuilder(keytool, "-genkeypair", "-keystore", keys.toString(), "-storepass", PASSWORD,
                "-alias", "gregor", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=ip:127.0.0.1")
                .redirectErrorStream(true).redirectOutput(folder.resolve("keytool.log").toFile()).start().waitFor())
                .isZero();
        return keys;
    }

    private static Map<String, Object> login(Path keys) {
        return Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN", "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"alice\" "
                        + "password=\"alice-secret\";",
                "ssl.truststore.location", keys.toString(), "ssl.truststore.password", PASSWORD);
    }
}
