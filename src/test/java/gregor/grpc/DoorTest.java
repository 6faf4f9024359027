package gregor.grpc;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.ancestor.minikafka.MiniKafkaService;
import gregor.ancestor.minikafka.ProduceClient;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.door.DoorException;
import gregor.door.TlsIdentity;
import gregor.list.Utf8;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Addresses, tokens, TLS and the services of a door.
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
        new GrpcSettings(everywhere, Optional.of("secret"), false, Optional.empty());
        new GrpcSettings(everywhere, Optional.empty(), true, Optional.empty());
        assertThatThrownBy(() -> GrpcSettings.at(HERE).withToken(" ")).hasMessageContaining("blank token");
        assertThatThrownBy(() -> GrpcSettings.at(new InetSocketAddress("no.such.machine.invalid", 1)))
                .hasMessageContaining("unknown host");
    }

    @Test
    void withoutTheTokenNothingCanBeCalled() {
        try (GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE).withToken("secret"),
                new MiniKafkaService(broker))) {
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
        try (GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE).with(new TlsIdentity(store, PASSWORD)),
                new MiniKafkaService(broker))) {
            var address = new InetSocketAddress("localhost", door.address().getPort());
            assertThat(send(new GrpcChannel(address, Optional.empty(), Optional.of(store)))).isEqualTo("1");
            assertThat(send(new GrpcChannel(address, Optional.empty(), Optional.of(another()))))
                    .startsWith("UNAVAILABLE");
            assertThat(send(GrpcChannel.to(address))).startsWith("UNAVAILABLE").contains("TLS");
        }
        var wrong = GrpcSettings.at(HERE).with(new TlsIdentity(store, "wrong".toCharArray()));
        assertThatThrownBy(() -> GrpcDoor.open(broker, wrong)).isInstanceOf(DoorException.class)
                .hasMessageContaining("key store");
    }

    private KeyStore keyStore() throws Exception {
        Path file = folder.resolve("keys.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        assertThat(new ProcessBuilder(keytool, "-genkeypair", "-keystore", file.toString(), "-storepass", "changeit",
                "-alias", "gregor", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-validity",
                "2").redirectErrorStream(true).redirectOutput(folder.resolve("keytool.log").toFile()).start().waitFor())
                .isZero();
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
        GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE), new MiniKafkaService(broker));
        try (var connection = GrpcChannel.to(door.address())) {
            assertThat(services(connection)).contains("protocol.MiniKafka", "gregor.v1.Gregor",
                    "grpc.health.v1.Health");
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
    void withoutModulesItOffersOnlyItsOwnService() throws Exception {
        try (GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE));
                var connection = GrpcChannel.to(door.address())) {
            assertThat(services(connection)).contains("gregor.v1.Gregor").noneMatch(name -> name.contains("Mini"));
        }
    }

    @Test
    void modulesAreClosedWithTheDoorAndAlsoIfItCannotBeOpened() {
        var closed = new ArrayList<String>();
        try (GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE), new Module("one", closed))) {
            assertThatThrownBy(() -> GrpcDoor.open(broker, GrpcSettings.at(door.address()), new Module("two", closed)))
                    .isInstanceOf(DoorException.class);
            assertThat(closed).containsExactly("two");
        }
        assertThat(closed).containsExactly("two", "one");
    }

    /// Records that it has been closed.
    private record Module(String name, List<String> closed) implements GrpcModule {
        @Override
        public ServerServiceDefinition bindService() {
            return ServerServiceDefinition.builder("test.Module").build();
        }

        @Override
        public void close() {
            closed.add(name);
        }
    }

    @Test
    void aPortThatIsTakenIsSaidSo() {
        try (GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE))) {
            assertThatThrownBy(() -> GrpcDoor.open(broker, GrpcSettings.at(door.address())))
                    .isInstanceOf(DoorException.class).hasMessageContaining("choose another port");
        }
    }

    @Test
    void aClientWithoutABrokerReceivesAnError() {
        GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE));
        door.close();
        assertThat(send(GrpcChannel.to(door.address()))).startsWith("UNAVAILABLE: no answer from ")
                .contains("check that a broker is running there");
    }
}
