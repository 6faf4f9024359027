package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.kafka.security.AclEntry;
import gregor.kafka.security.UserFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole broker with a small heap under attack, while well-behaved clients produce, consume and connect. None of them
/// may wait for long, no record may be lost, what attackers make the broker keep is little, and SIGTERM ends it in
/// time. 2 s an attack, a minute with `-Dgregor.prove=true`. `-Dgregor.attack=PIPELINES` makes only that attack.
class AttackTest {
    private static final Duration EACH = Attack.PROVE ? Duration.ofMinutes(1) : Duration.ofSeconds(2);
    private static final String ONLY = System.getProperty("gregor.attack", "");
    private static final String HEAP = "512m";
    /// An eighth of the heap each for members and committed offsets, a quarter for requests and responses, and the rest.
    private static final long MAX_KEPT_MEGABYTES = 350;
    private static final String PASSWORD = "changeit";
    private static final Duration STOP = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    /// Attacks, watches the well-behaved clients, and prints what they noticed.
    private static void attack(BrokerProcess broker, SteadyClients clients, Attack attack) throws Exception {
        String waits;
        long during;
        try (var _ = AttackProcess.start(broker.socketAddress(), List.of(attack))) {
            waits = clients.watch(EACH);
            during = broker.liveMegabytes();
        }
        System.out.println("AttackTest: " + attack + ": longest waits: " + waits + "; live: " + during + " MiB");
        assertThat(during).as("MiB that the attack %s makes the broker keep", attack).isLessThan(MAX_KEPT_MEGABYTES);
    }

    @Test
    void othersDoNotNoticeAnAttack() throws Exception {
        try (var broker = BrokerProcess.start(folder, HEAP)) {
            Attackers.prepare(Map.of("bootstrap.servers", broker.address()));
            try (var clients = new SteadyClients(broker.address(), Map.of())) {
                System.out.println("AttackTest: no attack: longest waits: " + clients.watch(EACH) + "; live: "
                        + broker.liveMegabytes() + " MiB");
                for (Attack attack : EnumSet.range(Attack.FETCH_WITHOUT_READING, Attack.PARTITIONS)) {
                    if (ONLY.isEmpty() || attack.name().equals(ONLY)) {
                        attack(broker, clients, attack);
                    }
                }
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
                System.out
                        .println("AttackTest: no attack, with TLS and a login: longest waits: " + clients.watch(EACH));
                attack(broker, clients, Attack.SILENT_STRANGERS);
                attack(broker, clients, Attack.MANY_ATTRIBUTES);
                attack(broker, clients, Attack.TLS_STRANGERS);
            }
            assertThat(broker.errors()).as("standard error").isEmpty();
            stopDuring(broker, Attack.TLS_STRANGERS, 1);
        }
    }

    /// Sends SIGTERM while an attack holds connections: after a minute at the latest, because the broker closes those of
    /// clients that read nothing after 30 s, and a slow machine does not open more in that time.
    private static void stopDuring(BrokerProcess broker, Attack attack, int connections) throws Exception {
        try (var _ = AttackProcess.start(broker.socketAddress(), List.of(attack))) {
            long before = broker.files();
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (before >= 0 && broker.files() < before + connections && System.nanoTime() < deadline) {
                Thread.sleep(100);
            }
            long open = broker.files() - before;
            Duration took = broker.stop();
            System.out.println("AttackTest: " + attack + ": from SIGTERM to the end, with " + open
                    + " unread TLS connections: " + took.toMillis() + " ms");
            assertThat(open).as("connections of %s", attack).isGreaterThanOrEqualTo(before < 0 ? 0 : connections / 4);
            assertThat(took).as("time from SIGTERM to the end").isLessThan(STOP);
        }
    }

    /// Clients of a broker without users, which have shaken hands over TLS and read nothing.
    @Test
    void theBrokerStopsWhileTlsClientsReadNothing() throws Exception {
        try (var broker = BrokerProcess.start(folder.resolve("data"), HEAP, "--keystore", keys().toString(),
                "--keystore-password", PASSWORD)) {
            stopDuring(broker, Attack.TLS_CLIENTS, Attack.connections());
            assertThat(broker.errors()).as("standard error").isEmpty();
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
