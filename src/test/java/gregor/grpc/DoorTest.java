package gregor.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.ancestor.minikafka.ConsumeClient;
import gregor.ancestor.minikafka.GoDuration;
import gregor.ancestor.minikafka.ProduceClient;
import gregor.broker.Broker;
import gregor.broker.BrokerException;
import gregor.broker.BrokerSettings;
import gregor.door.HostPort;
import gregor.list.Utf8;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may come in, and what they find.
class DoorTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("localhost", 0);
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;
    private Broker broker;

    @BeforeEach
    void open() {
        broker = Broker.open(BrokerSettings.inMemory(folder));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private static String send(GrpcChannel connection) {
        try (connection) {
            return "" + new ProduceClient(connection, "t").send(Utf8.bytes("x"));
        } catch (CallException e) {
            return e.code() + ": " + e.getMessage();
        }
    }

    @Test
    void beyondThisMachineItTakesATokenOrAWordThatItIsMeant() {
        var everywhere = new InetSocketAddress("0.0.0.0", 0);
        assertThatThrownBy(() -> GrpcSettings.at(everywhere)).hasMessageContaining("--token")
                .hasMessageContaining("--insecure");
        new GrpcSettings(everywhere, Optional.of("secret"), false, Optional.empty(), Optional.empty());
        new GrpcSettings(everywhere, Optional.empty(), true, Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> GrpcSettings.at(HERE).withToken(" ")).hasMessageContaining("empty token");
        assertThatThrownBy(() -> GrpcSettings.at(new InetSocketAddress("no.such.machine.invalid", 1)))
                .hasMessageContaining("no machine called");
    }

    @Test
    void withoutTheTokenNothingCanBeCalled() {
        try (GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE).withToken("secret"))) {
            assertThat(send(new GrpcChannel(door.address(), Optional.of("secret"), Optional.empty()))).isEqualTo("1");
            assertThat(send(new GrpcChannel(door.address(), Optional.of("secreT"), Optional.empty())))
                    .startsWith("UNAUTHENTICATED");
            assertThat(send(GrpcChannel.to(door.address()))).startsWith("UNAUTHENTICATED").contains("--token");
            try (var stranger = GrpcChannel.to(door.address())) {
                assertThatThrownBy(() -> services(stranger)).hasMessageContaining("UNAUTHENTICATED");
                assertThatThrownBy(() -> health(stranger, "")).hasMessageContaining("UNAUTHENTICATED");
            }
        }
        assertThat(broker.partition("t", 0).end()).isEqualTo(1);
    }

    @Test
    void tlsWithAGivenKeyStore() throws Exception {
        KeyStore store = keyStore();
        try (GrpcDoor door = GrpcDoor.open(broker,
                GrpcSettings.at(HERE).with(new GrpcSettings.Identity(store, PASSWORD)))) {
            var address = new InetSocketAddress("localhost", door.address().getPort());
            assertThat(send(new GrpcChannel(address, Optional.empty(), Optional.of(store)))).isEqualTo("1");
            assertThat(send(new GrpcChannel(address, Optional.empty(), Optional.of(another()))))
                    .startsWith("UNAVAILABLE");
            assertThat(send(GrpcChannel.to(address))).startsWith("UNAVAILABLE").contains("TLS");
        }
        var wrong = GrpcSettings.at(HERE).with(new GrpcSettings.Identity(store, "wrong".toCharArray()));
        assertThatThrownBy(() -> GrpcDoor.open(broker, wrong)).isInstanceOf(BrokerException.class)
                .hasMessageContaining("key store");
    }

    private KeyStore keyStore() throws Exception {
        Path file = folder.resolve("keys.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        assertThat(new ProcessBuilder(keytool, "-genkeypair", "-keystore", file.toString(), "-storepass", "changeit",
                "-alias", "gregor",
                "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-validity", "2")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile()).start().waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        keys.setCertificateEntry("trusted", keys.getCertificate("gregor"));
        return keys;
    }

    private static KeyStore another() throws Exception {
        KeyStore other = KeyStore.getInstance("PKCS12");
        other.load(null, null);
        var certificates = java.security.cert.CertificateFactory.getInstance("X.509");
        try (var in = DoorTest.class.getResourceAsStream("other.pem")) {
            other.setCertificateEntry("other", certificates.generateCertificate(in));
        }
        return other;
    }

    @Test
    void itSaysWhatItOffersAndHowItIs() throws Exception {
        GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE));
        try (var connection = GrpcChannel.to(door.address())) {
            assertThat(services(connection))
                    .contains("protocol.MiniKafka", "gregor.v1.Gregor", "grpc.health.v1.Health");
            for (String service : List.of("", "protocol.MiniKafka", "gregor.v1.Gregor")) {
                assertThat(health(connection, service)).isEqualTo(ServingStatus.SERVING);
            }
        } finally {
            door.close();
        }
    }

    private static ServingStatus health(GrpcChannel connection, String service) {
        return HealthGrpc.newBlockingStub(connection.channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build()).getStatus();
    }

    private static List<String> services(GrpcChannel connection) throws InterruptedException {
        BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
        var requests = ServerReflectionGrpc.newStub(connection.channel())
                .serverReflectionInfo(new StreamObserver<ServerReflectionResponse>() {
            @Override
            public void onNext(ServerReflectionResponse response) {
                answers.add(new ArrayList<>(response.getListServicesResponse().getServiceList()));
            }

            @Override
            public void onError(Throwable trouble) {
                answers.add(trouble);
            }

            @Override
            public void onCompleted() {}
        });
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("*").build());
        return switch (answers.poll(10, TimeUnit.SECONDS)) {
            case List<?> list -> list.stream().map(service -> ((ServiceResponse) service).getName()).toList();
            case RuntimeException e -> throw e;
            case null, default -> throw new AssertionError("no answer");
        };
    }

    @Test
    void aPortThatIsTakenIsSaidSo() {
        try (GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE))) {
            assertThatThrownBy(() -> GrpcDoor.open(broker, GrpcSettings.at(door.address())))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void whoFindsNobodyIsToldSo() {
        GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE));
        door.close();
        assertThat(send(GrpcChannel.to(door.address()))).startsWith("UNAVAILABLE: nobody answers at ")
                .contains("is a broker running there");
    }

    @Test
    void aConsumerWaitsForItsTopic() {
        try (GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE));
                var connection = GrpcChannel.to(door.address())) {
            var consumer = new ConsumeClient(connection, "later");
            assertThat(consumer.poll()).isEmpty();
            new ProduceClient(connection, "later").send(Utf8.bytes("now"));
            assertThat(consumer.poll()).containsExactly(Utf8.bytes("now"));
            assertThat(consumer.readFrom()).isEqualTo(2);
        }
    }

    @Test
    void oldMessagesLeaveByThemselves() throws InterruptedException {
        try (GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE).keeping(Duration.ofMillis(50)));
                var connection = GrpcChannel.to(door.address())) {
            new ProduceClient(connection, "t").send(Utf8.bytes("x"));
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (broker.partition("t", 0).start() == 0 && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            assertThat(broker.partition("t", 0).start()).isEqualTo(1);
            assertThat(new ProduceClient(connection, "t").send(Utf8.bytes("y"))).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"3s,PT3S", "1h30m,PT1H30M", "1.5h,PT1H30M", "300ms,PT0.3S", "2us,PT0.000002S", "1ns,PT0.000000001S",
            ".5m,PT30S", "1.s,PT1S", "9223372036854775807ns,PT2562047H47M16.854775807S"})
    void timeSpansAsGoWritesThem(String text, Duration span) {
        assertThat(GoDuration.parse(text)).isEqualTo(span);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "s", "3 s", "-3s", "3sec", "0s", "0.1ns", "3s1", "99999999999h", "1e3s", ".s",
        "9223372036854775808ns"})
    void otherTimeSpansAreRefused(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3s, 300ms");
    }

    @Test
    void addresses() {
        assertThat(HostPort.parse(":9999")).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9999));
        assertThat(HostPort.parse("[::1]:80").getAddress().isLoopbackAddress()).isTrue();
        assertThat(HostPort.text(HostPort.parse("localhost:7750"))).isEqualTo("localhost:7750");
        for (String wrong : List.of("", "localhost", "localhost:", "::1:80", "localhost:99999", "localhost:-1",
                "localhost:x")) {
            assertThatThrownBy(() -> HostPort.parse(wrong)).as(wrong).hasMessageContaining("host:port");
        }
    }
}
