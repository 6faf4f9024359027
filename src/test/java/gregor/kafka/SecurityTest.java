package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.BrokerSettings;
import gregor.door.TlsIdentity;
import gregor.kafka.security.AclEntry;
import gregor.kafka.security.UserFile;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.topic.TopicPartition;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kafka's own clients and a door that requires a login.
class SecurityTest {
    @TempDir
    private static Path keys;
    @TempDir
    private Path folder;

    @BeforeAll
    static void certificate() throws Exception {
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        assertThat(new ProcessBuilder(keytool, "-genkeypair", "-keystore", keys.resolve("keys.p12").toString(),
                "-storepass", "changeit", "-alias", "gregor", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
                "SAN=dns:localhost,ip:127.0.0.1").redirectErrorStream(true)
                .redirectOutput(keys.resolve("keytool.log").toFile()).start().waitFor()).isZero();
    }

    private UserFile users() {
        UserFile users = UserFile.in(folder.resolve("users"));
        users.add("alice", "alice-secret");
        users.add("bob", "bob-secret");
        users.add("root", "root-secret");
        for (String grant : List.of("alice read,write topic orders-*", "alice read group billing", "root all topic *",
                "root all group *", "root all broker")) {
            users.allow(AclEntry.parse(grant));
        }
        return users;
    }

    private KafkaTestServer server(UnaryOperator<KafkaSettings> how) {
        UserFile users = users();
        return new KafkaTestServer(BrokerSettings.inMemory(folder), settings -> how.apply(settings.withUsers(users)));
    }

    private static KafkaSettings tls(KafkaSettings settings) {
        return settings.withTls(TlsIdentity.open(keys.resolve("keys.p12"), "changeit").context());
    }

    private static Object[] login(String protocol, String mechanism, String user, String password) {
        var settings = new HashMap<String, Object>(Map.of("security.protocol", protocol, "sasl.mechanism", mechanism,
                "sasl.jaas.config",
                "org.apache.kafka.common.security." + (mechanism.equals("PLAIN") ? "plain.Plain" : "scram.Scram")
                        + "LoginModule required username=\"" + user + "\" password=\"" + password + "\";",
                "ssl.truststore.location", keys.resolve("keys.p12").toString(), "ssl.truststore.password", "changeit",
                "request.timeout.ms", 60_000, "default.api.timeout.ms", 60_000, "max.block.ms", 60_000,
                "delivery.timeout.ms", 70_000));
        return settings.entrySet().stream()
                .flatMap(entry -> java.util.stream.Stream.of(entry.getKey(), entry.getValue())).toArray();
    }

    private static Admin admin(KafkaTestServer server, Object[] login) {
        return Admin.create(server.settings(login));
    }

    private static Throwable cause(org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
        Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(what);
        return thrown instanceof ExecutionException e ? e.getCause() : thrown;
    }

    /// The error of a client that is rejected.
    private static Throwable refusal(KafkaTestServer server, Object[] login) {
        try (Admin client = admin(server, login)) {
            return cause(() -> client.describeCluster().nodes().get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SASL_SSL PLAIN", "SASL_SSL SCRAM-SHA-256", "SASL_SSL SCRAM-SHA-512",
            "SASL_PLAINTEXT SCRAM-SHA-256", "SASL_PLAINTEXT SCRAM-SHA-512"})
    void aUserWithPermissionsWritesAndReads(String how) throws Exception {
        String protocol = how.split(" ")[0];
        String mechanism = how.split(" ")[1];
        try (KafkaTestServer server = server(
                protocol.equals("SASL_SSL") ? SecurityTest::tls : UnaryOperator.identity());
                Admin root = admin(server, login(protocol, mechanism, "root", "root-secret"))) {
            root.createTopics(List.of(new NewTopic("orders-1", 2, (short) 1))).all().get();
            Object[] alice = login(protocol, mechanism, "alice", "alice-secret");
            var producer = server.producer(alice);
            String large = "x".repeat(300_000);
            producer.send(new ProducerRecord<>("orders-1", 0, "k", "hello")).get();
            producer.send(new ProducerRecord<>("orders-1", 1, "k", large)).get();
            var settings = new java.util.ArrayList<Object>(List.of(alice));
            settings.addAll(List.of("group.id", "billing"));
            var consumer = server.consumer(settings.toArray());
            consumer.subscribe(List.of("orders-1"));
            assertThat(KafkaTestServer.values(KafkaTestServer.poll(consumer, 2))).containsExactlyInAnyOrder("hello",
                    large);
            consumer.commitSync();

            assertThat(refusal(server, login(protocol, mechanism, "alice", "wrong")))
                    .isInstanceOf(SaslAuthenticationException.class)
                    .hasMessageContaining("wrong user name or password");
            assertThat(refusal(server, login(protocol, mechanism, "mallory", "alice-secret")))
                    .isInstanceOf(SaslAuthenticationException.class)
                    .hasMessageContaining("wrong user name or password");
        }
    }

    @Test
    void plainIsNotOfferedWithoutEncryption() {
        try (KafkaTestServer server = server(UnaryOperator.identity())) {
            assertThat(refusal(server, login("SASL_PLAINTEXT", "PLAIN", "alice", "alice-secret")))
                    .isInstanceOf(UnsupportedSaslMechanismException.class);
        }
    }

    @Test
    void everythingElseIsDenied() throws Exception {
        try (KafkaTestServer server = server(UnaryOperator.identity());
                Admin root = admin(server, login("SASL_PLAINTEXT", "SCRAM-SHA-256", "root", "root-secret"))) {
            root.createTopics(List.of(new NewTopic("orders-1", 1, (short) 1), new NewTopic("secrets", 1, (short) 1)))
                    .all().get();
            Object[] alice = login("SASL_PLAINTEXT", "SCRAM-SHA-256", "alice", "alice-secret");
            Object[] bob = login("SASL_PLAINTEXT", "SCRAM-SHA-256", "bob", "bob-secret");
            try (Admin admin = admin(server, alice)) {
                assertThat(admin.listTopics().names().get()).containsExactly("orders-1");
                assertThat(cause(() -> admin.describeTopics(List.of("secrets")).allTopicNames().get()))
                        .isInstanceOf(TopicAuthorizationException.class);
                assertThat(cause(() -> admin.createTopics(List.of(new NewTopic("orders-2", 1, (short) 1))).all().get()))
                        .isInstanceOf(TopicAuthorizationException.class);
                assertThat(cause(() -> admin.deleteTopics(List.of("orders-1")).all().get()))
                        .isInstanceOf(TopicAuthorizationException.class);
            }
            try (Admin admin = admin(server, bob)) {
                assertThat(admin.listTopics().names().get()).isEmpty();
            }
            assertThat(cause(() -> server.producer(bob).send(new ProducerRecord<>("orders-1", "x")).get()))
                    .isInstanceOf(TopicAuthorizationException.class);
            assertThat(cause(() -> server.producer(alice).send(new ProducerRecord<>("secrets", "x")).get()))
                    .isInstanceOf(TopicAuthorizationException.class);
            var other = new java.util.ArrayList<Object>(List.of(alice));
            other.addAll(List.of("group.id", "payroll"));
            var consumer = server.consumer(other.toArray());
            consumer.subscribe(List.of("orders-1"));
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(GroupAuthorizationException.class);
            assertThat(server.broker.topicNames()).contains("orders-1", "secrets").doesNotContain("orders-2");
        }
    }

    @Test
    void beforeLoginOnlySaslRequestsAreServed() throws IOException {
        try (KafkaTestServer server = server(UnaryOperator.identity())) {
            // ApiVersions 0 is answered; Metadata 0 closes the connection, and so does a frame larger than a login.
            assertThat(ask(server, new byte[]{0, 18, 0, 0, 0, 0, 0, 7, -1, -1})).isTrue();
            assertThat(ask(server, new byte[]{0, 3, 0, 0, 0, 0, 0, 7, -1, -1, 0, 0, 0, 0})).isFalse();
            assertThat(ask(server, new byte[ClientConnection.MAX_LOGIN_BYTES + 1])).isFalse();
        }
    }

    private static boolean ask(KafkaTestServer server, byte[] request) throws IOException {
        try (var socket = new Socket(server.door.address().getAddress(), server.door.address().getPort())) {
            socket.setSoTimeout(10_000);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(request.length);
            out.write(request);
            return new DataInputStream(socket.getInputStream()).read() >= 0;
        } catch (java.net.SocketException e) {
            return false;
        }
    }

    @Test
    void addressesBeyondThisMachineNeedUsersOrInsecure() {
        var everywhere = new InetSocketAddress("0.0.0.0", 0);
        assertThatThrownBy(() -> KafkaSettings.at(everywhere)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--insecure");
        assertThat(KafkaSettings.at(everywhere, false, Optional.of(users())).address()).isEqualTo(everywhere);
        assertThat(KafkaSettings.at(everywhere, true, Optional.empty()).address()).isEqualTo(everywhere);
        assertThat(KafkaSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).users()).isEmpty();
    }

    /// librdkafka 2.0 sends a wrong SCRAM nonce, which Kafka rejects too.
    @Tag("outside")
    @Test
    void kcatLogsInByPlainOverTls() throws Exception {
        Path pem = folder.resolve("cert.pem");
        assertThat(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-exportcert", "-rfc", "-keystore", keys.resolve("keys.p12").toString(), "-storepass", "changeit",
                "-alias", "gregor", "-file", pem.toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile()).start().waitFor()).isZero();
        try (KafkaTestServer server = server(SecurityTest::tls);
                Admin root = admin(server, login("SASL_SSL", "PLAIN", "root", "root-secret"))) {
            root.createTopics(List.of(new NewTopic("orders-1", 1, (short) 1))).all().get();
            for (String password : List.of("alice-secret", "wrong")) {
                Process kcat = new ProcessBuilder("kcat", "-b", server.address(), "-t", "orders-1", "-P", "-X",
                        "security.protocol=sasl_ssl", "-X", "sasl.mechanism=PLAIN", "-X", "sasl.username=alice", "-X",
                        "sasl.password=" + password, "-X", "ssl.ca.location=" + pem).redirectErrorStream(true).start();
                kcat.getOutputStream().write("hello\n".getBytes());
                kcat.getOutputStream().close();
                String said = new String(kcat.getInputStream().readAllBytes());
                assertThat(kcat.waitFor() == 0).as(said).isEqualTo(!password.equals("wrong"));
            }
            assertThat(server.broker.topics().log(new gregor.topic.TopicPartition("orders-1", 0)).end()).isEqualTo(1);
        }
        assertThat(Files.readString(folder.resolve("users"))).doesNotContain("secret");
    }

    @Test
    @Timeout(60)
    void clientsThatDoNotLogInAreDisconnected() throws Exception {
        try (KafkaTestServer server = server(
                settings -> settings.withLimits(1 << 20, 100, 100, Duration.ofMillis(500)));
                var client = new RawClient(server.door)) {
            Object answer = new Object();
            while (answer != null) {
                Thread.sleep(20);
                answer = ask(client);
            }
        }
    }

    private static Object ask(RawClient client) {
        try {
            return client.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
        } catch (IOException e) {
            return null;
        }
    }

    @Test
    @Timeout(60)
    void tooManyConnectionsBeforeLoginCloseTheOldest() throws Exception {
        try (KafkaTestServer server = server(settings -> settings.withLimits(1 << 20, 20, 20, Duration.ofMinutes(1)))) {
            var waiting = new java.util.ArrayList<RawClient>();
            for (int i = 0; i < 9; i++) {
                waiting.add(new RawClient(server.door));
                assertThat(ask(waiting.getLast())).isNotNull();
            }
            assertThat(waiting.getFirst().receive()).isNull();
            assertThat(ask(waiting.get(1))).isNotNull();
            for (RawClient each : waiting) {
                each.close();
            }
        }
    }

    /// The last bytes of TLS wait behind a response that the client does not read.
    @Test
    @Timeout(60)
    void theDoorClosesAlthoughAClientReadsNothing() throws Exception {
        KafkaTestServer server = new KafkaTestServer(BrokerSettings.inMemory(folder), SecurityTest::tls);
        server.broker.createTopic("large", 1, Map.of());
        // One response exceeds all buffers of the two sockets.
        for (int i = 0; i < 40; i++) {
            server.broker.append(new TopicPartition("large", 0), ListBatch.of(Event.of("k", "x".repeat(1_000_000))));
        }
        KeyStore store = KeyStore.getInstance(keys.resolve("keys.p12").toFile(), "changeit".toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (Socket client = context.getSocketFactory().createSocket(server.door.address().getAddress(),
                server.door.address().getPort())) {
            for (int i = 0; i < 2; i++) {
                client.getOutputStream().write(RawClient.frame(ApiKeys.FETCH, 12, i, new FetchRequestData()
                        .setMaxBytes(64 << 20)
                        .setTopics(List.of(new FetchRequestData.FetchTopic().setTopic("large").setPartitions(
                                List.of(new FetchRequestData.FetchPartition().setPartitionMaxBytes(64 << 20)))))));
            }
            // One byte has arrived, so the door is sending.
            assertThat(client.getInputStream().read()).isGreaterThanOrEqualTo(0);
            server.close();
        }
    }
}
