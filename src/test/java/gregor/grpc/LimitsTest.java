package gregor.grpc;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gregor.ancestor.minikafka.MiniKafkaService;
import gregor.ancestor.minikafka.ProduceClient;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.PollRequest;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.list.Utf8;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Too many connections and calls, too large or malformed headers and messages: each is refused with a message, and the
/// door keeps working.
class LimitsTest {
    private static final String PRODUCE = "/protocol.MiniKafka/Produce";
    private static final String POLL = "/protocol.MiniKafka/Poll";
    private static final String CONSUME = "/gregor.v1.Gregor/Consume";

    @TempDir
    private Path folder;
    private Broker broker;
    private GrpcDoor door;

    @BeforeEach
    void open() {
        broker = Broker.open(BrokerSettings.inMemory(folder));
        broker.createTopic("t", 1, Map.of());
        open(settings -> settings);
    }

    private void open(UnaryOperator<GrpcSettings> how) {
        if (door != null) {
            door.close();
        }
        door = GrpcDoor.open(broker, how.apply(GrpcSettings.at(new InetSocketAddress("localhost", 0))),
                new MiniKafkaService(broker));
    }

    @AfterEach
    void close() throws InterruptedException {
        try (var connection = GrpcChannel.to(door.address())) {
            eventuallyIn(new ProduceClient(connection, "after"));
        } finally {
            door.close();
            broker.close();
        }
    }

    @Test
    void anAddressDoesNotGetThePlacesOfAllOthers() throws Exception {
        open(settings -> settings.limited(50, 4));
        var inside = new ArrayList<GrpcChannel>();
        for (int i = 0; i < 4; i++) {
            inside.add(GrpcChannel.to(door.address()));
            new ProduceClient(inside.get(i), "t").send(Utf8.bytes("x"));
        }
        try (var fifth = GrpcChannel.to(door.address())) {
            var client = new ProduceClient(fifth, "t");
            var refusal = catchThrowableOfType(CallException.class, () -> client.send(new byte[1]));
            assertThat(refusal.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(refusal).hasMessageContaining("this address has 4 connections already");
            new ProduceClient(inside.get(1), "t").send(Utf8.bytes("they go on"));
            inside.getFirst().close();
            eventuallyIn(client);
            inside.forEach(GrpcChannel::close);
        }
    }

    @Test
    void aConnectionBeyondThoseThatAnAddressMayHaveIsClosed() throws Exception {
        open(settings -> settings.limited(50, 2));
        try (var one = answered("grpc-status: 0");
                var two = answered("grpc-status: 0");
                var three = answered("grpc-status: 8");
                var four = answered("grpc-status: 8");
                var five = new Http2(door.address())) {
            assertThat(five.end(1)).isEqualTo("goodbye 11 this address has 2 connections already;"
                    + " use one for many requests, or come back later");
            assertThat(five.hasHungUp()).isTrue();
            for (Http2 admitted : List.of(one, two, three, four)) {
                admitted.begin(3, Http2.call("/no.Such/Thing"));
                assertThat(admitted.end(3)).as("they are still open").contains("grpc-status");
            }
        }
        try (var connection = GrpcChannel.to(door.address())) {
            eventuallyIn(new ProduceClient(connection, "t"));
        }
    }

    /// Opens a connection whose first call ends like this.
    private Http2 answered(String answer) throws Exception {
        var client = new Http2(door.address());
        client.begin(1, Http2.call(POLL));
        client.send(1, PollRequest.newBuilder().setTopic("t").build().toByteArray());
        assertThat(client.end(1)).contains(answer);
        return client;
    }

    @Test
    void allAddressesTogetherHaveALimitToo() throws Exception {
        open(settings -> settings.limited(1, 50));
        try (var one = GrpcChannel.to(door.address()); var two = GrpcChannel.to(door.address())) {
            new ProduceClient(one, "t").send(Utf8.bytes("x"));
            assertThatThrownBy(() -> new ProduceClient(two, "t").send(Utf8.bytes("x")))
                    .hasMessageContaining("this broker has 1 connections already");
        }
        try (var connection = GrpcChannel.to(door.address())) {
            eventuallyIn(new ProduceClient(connection, "t"));
        }
    }

    /// Retries, because the server notices a closed connection a little later.
    private static void eventuallyIn(ProduceClient client) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (true) {
            try {
                client.send(Utf8.bytes("x"));
                return;
            } catch (CallException e) {
                assertThat(System.nanoTime()).as("in time: %s", e.getMessage()).isLessThan(deadline);
                Thread.sleep(20);
            }
        }
    }

    @Test
    void aConnectionDoesNotGetCallsWithoutEnd() throws Exception {
        try (var rude = new Http2(door.address())) {
            for (int call = 0; call <= 100; call++) {
                rude.begin(2 * call + 1, Http2.call(CONSUME));
            }
            assertThat(rude.end(201)).isEqualTo("reset 7");
            rude.begin(203, Http2.call(CONSUME));
            assertThat(rude.end(203)).isEqualTo("reset 7");
            rude.send(1, new byte[0]);
            assertThat(rude.end(1)).as("one of the hundred ends").contains("grpc-status");
            rude.begin(205, Http2.call(POLL));
            rude.send(205, PollRequest.newBuilder().setTopic("t").build().toByteArray());
            assertThat(rude.end(205)).as("and another starts").contains("grpc-status: 0");
        }
    }

    @ParameterizedTest
    @CsvSource({"/protocol.MiniKafka/None, content-type, application/grpc, grpc-status: 12",
            "/no.Such/Thing, content-type, application/grpc, grpc-status: 12",
            "no-slash, content-type, application/grpc, grpc-status: 12",
            "/protocol.MiniKafka/Poll, content-type, text/plain, :status: 415",
            "/protocol.MiniKafka/Poll, :method, GET, :status: 405",
            "/protocol.MiniKafka/Poll, grpc-encoding, zip, grpc-status: 12",
            "/protocol.MiniKafka/Poll, grpc-timeout, soon, reset 2",
            "/protocol.MiniKafka/Poll, content-length, -1, reset 1",})
    void metadataThatAreNoneAreAnswered(String path, String name, String value, String answer) throws Exception {
        var headers = Http2.call(path);
        headers.put(name, value);
        try (var client = new Http2(door.address())) {
            client.begin(1, headers);
            client.send(1, PollRequest.newBuilder().setTopic("t").build().toByteArray());
            assertThat(client.end(1)).contains(answer);
            client.begin(3, Http2.call(POLL));
            client.send(3, PollRequest.newBuilder().setTopic("t").build().toByteArray());
            assertThat(client.end(3)).as("the connection still works").contains("grpc-status: 0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x-bin", "authorization"})
    void metadataHaveALimit(String name) throws Exception {
        var headers = Http2.call(PRODUCE);
        headers.put(name, "a".repeat(12_000));
        try (var client = new Http2(door.address())) {
            client.begin(1, headers);
            client.send(1, new byte[0]);
            assertThat(client.end(1)).contains("grpc-status: 8");
            headers.put(name, "a".repeat(20_000));
            client.begin(3, headers);
            assertThat(client.end(3)).contains(":status: 431");
        }
    }

    @Test
    void aTokenThatIsNoneIsRefusedInWords() {
        try (var shouting = new GrpcChannel(door.address(), Optional.of("x".repeat(9000)), Optional.empty())) {
            var refusal = catchThrowableOfType(CallException.class,
                    () -> new ProduceClient(shouting, "t").send(new byte[1]));
            assertThat(refusal.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(refusal).hasMessageContaining("at most 8192 are allowed");
        }
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedWhicheverServiceItIsFor() {
        try (var connection = GrpcChannel.to(door.address())) {
            var client = new ProduceClient(connection, "t");
            assertThatThrownBy(() -> client.send(new byte[5 << 20]))
                    .isInstanceOfSatisfying(CallException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED))
                    .hasMessageContaining("4194304");
            assertThat(client.send(new byte[1])).isOne();
            assertThat(broker.partition("t", 0).entries(0)).hasSize(1);
        }
    }

    @Test
    void limitsBelowOneConnectionAreRefused() {
        var here = GrpcSettings.at(new InetSocketAddress("localhost", 0));
        for (List<Integer> limits : List.of(List.of(0, 1), List.of(1, 0))) {
            assertThatThrownBy(() -> here.limited(limits.get(0), limits.get(1)))
                    .hasMessageContaining("1 connection or more");
        }
    }

    @Test
    void fromOtherMachinesAnAddressGetsATenth() {
        var everywhere = new GrpcSettings(new InetSocketAddress("0.0.0.0", 0), Optional.of("x"), false,
                Optional.empty());
        assertThat(everywhere.perAddress()).isEqualTo(100);
        assertThat(everywhere.connections()).isEqualTo(1000);
        assertThat(GrpcSettings.at(new InetSocketAddress("localhost", 0)).perAddress()).isEqualTo(1000);
    }
}
