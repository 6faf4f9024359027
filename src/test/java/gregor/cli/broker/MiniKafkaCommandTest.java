package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import gregor.ancestor.minikafka.ConsumeClient;
import gregor.ancestor.minikafka.MiniKafkaService;
import gregor.ancestor.minikafka.ProduceClient;
import gregor.ancestor.minikafka.proto.MiniKafkaGrpc;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.MsgNumber;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.Payload;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.PollRequest;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.PollResponse;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.cli.Shelled;
import gregor.cli.console.StopSignal;
import gregor.door.HostPort;
import gregor.grpc.GrpcChannel;
import gregor.grpc.GrpcDoor;
import gregor.grpc.GrpcSettings;
import gregor.list.Utf8;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// MiniKafka's three programs, by the names of its document.
@Timeout(120)
class MiniKafkaCommandTest extends Shelled {
    @Test
    void linesThatAreProducedAreConsumedInTheSpellingOfItsDocument() {
        try (Broker broker = Broker.open(BrokerSettings.inMemory(folder));
                GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(new InetSocketAddress("localhost", 0)),
                        new MiniKafkaService(broker))) {
            String host = HostPort.text(door.address());
            var stop = new StopSignal();
            Thread reader = Thread.ofPlatform().start(() -> run(new ConsumeCommand(() -> stop), "-host", host, "-topic",
                    "demo " + "topic", "--max-messages", "3"));
            input("one\ntwo\nthree\nfour\n");
            assertThat(run(new ProduceCommand(StopSignal::new), "-host", host, "-topic", "demo " + "topic")).isZero();
            reader.join();
            assertThat(printed()).containsSubsequence("one\n", "two\n", "three\n")
                    .contains("4 messages sent to demo topic\n").doesNotContain("four\n");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A server whose topic comes with the third question.
    private static final class Late extends MiniKafkaGrpc.MiniKafkaImplBase {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public void poll(PollRequest request, StreamObserver<PollResponse> client) {
            if (asked.incrementAndGet() < 3) {
                client.onError((asked.get() == 1
                        ? Status.NOT_FOUND.withDescription("there is no topic " + request.getTopic())
                        : Status.UNKNOWN.withDescription("store.Poll: No such topic: " + request.getTopic()))
                        .asRuntimeException());
                return;
            }
            client.onNext(PollResponse.newBuilder()
                    .addPayloads(Payload.newBuilder().setPayload(ByteString.copyFromUtf8("at last")))
                    .setNewReadFrom(MsgNumber.newBuilder().setMsgNumber(2)).build());
            client.onCompleted();
        }
    }

    @Test
    void aConsumerWaitsForATopicThatDoesNotExistYet() throws Exception {
        var late = new Late();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress("localhost", 0)).addService(late).build()
                .start();
        try {
            assertThat(run(new ConsumeCommand(StopSignal::new), "-host", "localhost:" + server.getPort(), "-topic",
                    "later", "--max-messages", "1")).isZero();
        } finally {
            server.shutdownNow().awaitTermination();
        }
        assertThat(printed()).isEqualTo("at last\n");
        assertThat(late.asked).hasValue(3);
    }

    @Test
    void itsOwnVariablesSayWhereAndHowLong() throws Exception {
        var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dgregor.home=" + System.getProperty("gregor.home", "."), "-cp", System.getProperty("java.class.path"),
                "gregor.cli.Gregor", "minikafka").redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(Map.of("MINIKAFKA_HOST", "localhost:0", "MINIKAFKA_RETENTIONTIME", "1s",
                "MINIKAFKA_ROOT_DIR", folder.resolve("root").toString()));
        Process server = builder.start();
        try {
            String said = server.inputReader().readLine();
            assertThat(said).as("%s", Files.readString(folder.resolve("err")))
                    .contains("messages are in " + folder.resolve("root"), "expire after 1 s.");
            try (var connection = GrpcChannel.to(HostPort.parse(said.replaceFirst(".*open at ([^;]+);.*", "$1")))) {
                assertThat(new ProduceClient(connection, "t").send(Utf8.bytes("x"))).isEqualTo(1);
                assertThat(new ProduceClient(connection, "t").send(Utf8.bytes("y"))).isEqualTo(2);
                while (!new ConsumeClient(connection, "t").poll().isEmpty()) {
                    Thread.sleep(20);
                }
            }
        } finally {
            server.destroy();
            server.waitFor();
        }
        try (Broker broker = Broker.open(BrokerSettings.in(folder.resolve("root")))) {
            assertThat(broker.partition("t", 0).start()).as("both have left after their second").isEqualTo(2);
        }
    }

    @Test
    void theServerTakesMessagesUntilItIsStopped() throws InterruptedException {
        var stop = new StopSignal();
        Thread server = Thread.ofPlatform().start(() -> run(new MiniKafkaCommand(() -> stop), "-host", "localhost:0",
                "--retention", "1h", "--root-dir", folder.toString()));
        while (!printed().contains("Ctrl-C")) {
            Thread.sleep(5);
        }
        String host = printed().replaceFirst("(?s).*open at ([^;]+);.*", "$1");
        try (var connection = GrpcChannel.to(HostPort.parse(host))) {
            assertThat(new ProduceClient(connection, "t").send(Utf8.bytes("x"))).isEqualTo(1);
        }
        stop.request();
        server.join();
        try (Broker broker = Broker.open(BrokerSettings.in(folder))) {
            assertThat(broker.partition("t", 0).end()).isEqualTo(1);
        }
    }
}
