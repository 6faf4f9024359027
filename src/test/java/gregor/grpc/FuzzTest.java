package gregor.grpc;

import module java.base;

import java.util.stream.Stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import gregor.ancestor.minikafka.ConsumeClient;
import gregor.ancestor.minikafka.MiniKafkaService;
import gregor.ancestor.minikafka.ProduceClient;
import gregor.ancestor.minikafka.proto.MiniKafkaGrpc;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.grpc.proto.GregorGrpc;
import gregor.grpc.proto.GregorMessages;
import gregor.list.Utf8;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sends random bytes and messages: the door and the broker keep working, and nothing is written outside the folder.
class FuzzTest {
    private static final boolean PROVE = Boolean.getBoolean("gregor.prove");
    private static final long SEED = Long.getLong("gregor.seed", 12);
    private static final int MESSAGES = PROVE ? 100_000 : 3_000;
    /// Some requests are valid and large: a topic with thousands of partitions.
    private static final int PATIENCE = 120;
    private static final int SOCKETS = PROVE ? 3_000 : 300;

    @TempDir
    private Path folder;
    private Broker broker;
    private GrpcDoor door;
    private GrpcChannel connection;

    @BeforeEach
    void open() {
        broker = Broker
                .open(BrokerSettings.in(folder.resolve("data")).with(FsyncPolicy.never()).withNewTopics(1, true));
        broker.createTopic("t", 2, Map.of());
        door = GrpcDoor.open(broker, GrpcSettings.at(new InetSocketAddress("localhost", 0)),
                new MiniKafkaService(broker));
        connection = GrpcChannel.to(door.address());
    }

    @AfterEach
    void close() {
        connection.close();
        door.close();
        broker.close();
    }

    private static final MethodDescriptor.Marshaller<byte[]> RAW = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream in) {
            try (in) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private void assertWorks(long round) throws IOException {
        String topic = "alive-" + round;
        var client = new ProduceClient(connection, topic);
        assertThat(client.send(Utf8.bytes("x"))).as("seed %d, round %d", SEED, round).isEqualTo(1);
        assertThat(new ConsumeClient(connection, topic).poll()).containsExactly(Utf8.bytes("x"));
        broker.deleteTopic(topic);
        assertThat(broker.troubles()).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("data"));
        }
    }

    /// Changes, removes or repeats bytes of a valid message.
    private static byte[] mutated(Random random, List<byte[]> right) {
        byte[] message = right.get(random.nextInt(right.size())).clone();
        for (int change = random.nextInt(4); change > 0 && message.length > 0; change--) {
            int at = random.nextInt(message.length);
            switch (random.nextInt(4)) {
                case 0 -> message[at] = (byte) random.nextInt();
                case 1 -> message[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> message = Arrays.copyOf(message, at);
                default -> {
                    byte[] longer = Arrays.copyOf(message, message.length + 8);
                    System.arraycopy(message, at, longer, at + 8, message.length - at);
                    message = longer;
                }
            }
        }
        return message;
    }

    @Test
    void messagesThatWereChangedOnTheirWay() throws IOException {
        var random = new Random(SEED);
        var unary = Stream
                .concat(MiniKafkaGrpc.getServiceDescriptor().getMethods().stream(),
                        GregorGrpc.getServiceDescriptor().getMethods().stream())
                .filter(method -> method.getType() == MethodDescriptor.MethodType.UNARY).toList();
        var event = GregorMessages.Event.newBuilder().setKey(ByteString.copyFromUtf8("k"))
                .setValue(ByteString.copyFromUtf8("v")).addHeaders(GregorMessages.Header.newBuilder().setKey("h"));
        List<byte[]> right = List.of(
                original.OriginalMessages.ProduceRequest.newBuilder()
                        .setTopic(original.OriginalMessages.Topic.newBuilder().setTopic("a"))
                        .setPayload(
                                original.OriginalMessages.Payload.newBuilder().setPayload(ByteString.copyFromUtf8("m")))
                        .build().toByteArray(),
                original.OriginalMessages.PollRequest.newBuilder().setTopic("a")
                        .setReadFrom(original.OriginalMessages.MsgNumber.newBuilder().setMsgNumber(1)).build()
                        .toByteArray(),
                GregorMessages.ProduceRequest.newBuilder().setTopic("t").addEvents(event).addEvents(event).build()
                        .toByteArray(),
                GregorMessages.FetchRequest.newBuilder().setTopic("t").setMaxBytes(100).setOffset(1).build()
                        .toByteArray(),
                GregorMessages.CreateTopicRequest.newBuilder().setName("u").setPartitions(1)
                        .putSettings("retention.ms", "5").build().toByteArray(),
                GregorMessages.DescribeGroupRequest.newBuilder().setGroup("g").build().toByteArray());
        var codes = new TreeMap<Status.Code, Integer>();
        for (int round = 0; round < MESSAGES; round++) {
            var method = unary.get(random.nextInt(unary.size()));
            var raw = MethodDescriptor.<byte[], byte[]>newBuilder(RAW, RAW)
                    .setFullMethodName(method.getFullMethodName()).setType(MethodDescriptor.MethodType.UNARY).build();
            byte[] message = mutated(random, right);
            if (waits(method, message)) {
                continue;
            }
            Status.Code code = Status.Code.OK;
            try {
                ClientCalls.blockingUnaryCall(connection.channel(), raw,
                        CallOptions.DEFAULT.withDeadlineAfter(PATIENCE, TimeUnit.SECONDS), message);
            } catch (StatusRuntimeException e) {
                code = e.getStatus().getCode();
                if (code == Status.Code.DEADLINE_EXCEEDED || code == Status.Code.UNAVAILABLE
                        || code == Status.Code.UNKNOWN) {
                    fail("seed %d, round %d: %s to %s: %s", SEED, round, ByteString.copyFrom(message),
                            method.getFullMethodName(), e);
                }
            }
            codes.merge(code, 1, Integer::sum);
        }
        assertThat(codes).containsKeys(Status.Code.OK, Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND,
                Status.Code.OUT_OF_RANGE);
        assertWorks(MESSAGES);
        assertThat(broker.topicNames()).allMatch(topic -> topic.matches("[a-zA-Z0-9._-]{1,249}"));
    }

    /// Long polls may wait; they are not tested here.
    private static boolean waits(MethodDescriptor<?, ?> method, byte[] message) {
        try {
            return method.getFullMethodName().endsWith("/Fetch")
                    && GregorMessages.FetchRequest.parseFrom(message).getWaitMs() > 0;
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            return false;
        }
    }

    @Test
    void bytesThatAreNoHttp2AndFramesThatAreNoGrpc() throws Exception {
        var random = new Random(SEED);
        for (int round = 0; round < SOCKETS; round++) {
            try (var socket = new Socket(door.address().getAddress(), door.address().getPort())) {
                socket.setSoTimeout(20);
                socket.getOutputStream().write(garbage(random));
                if (random.nextBoolean()) {
                    socket.shutdownOutput();
                }
                if (random.nextInt(4) == 0) {
                    drain(socket.getInputStream());
                }
            } catch (SocketException e) {
                // the door has closed the connection
            }
            if (round % 50 == 49) {
                assertWorks(round);
            }
        }
        assertWorks(SOCKETS);
    }

    private static void drain(InputStream in) throws IOException {
        try {
            in.readNBytes(1000);
        } catch (SocketTimeoutException e) {
            // the door waits for more
        }
    }

    /// Random bytes; or the preface of HTTP/2, perhaps settings, and frames with random parts.
    private static byte[] garbage(Random random) {
        var bytes = new ByteArrayOutputStream();
        if (random.nextInt(4) == 0) {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            bytes.writeBytes(noise);
            return bytes.toByteArray();
        }
        bytes.writeBytes(Utf8.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        if (random.nextInt(4) > 0) {
            bytes.writeBytes(new byte[]{0, 0, 0, 4, 0, 0, 0, 0, 0});
        }
        for (int frame = random.nextInt(20); frame >= 0; frame--) {
            byte[] payload = new byte[random.nextInt(60)];
            random.nextBytes(payload);
            int length = random.nextInt(10) == 0 ? random.nextInt(1 << 24) : payload.length;
            int stream = random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(10);
            bytes.writeBytes(new byte[]{(byte) (length >> 16), (byte) (length >> 8), (byte) length,
                    (byte) random.nextInt(12), (byte) random.nextInt(), (byte) (stream >> 24), (byte) (stream >> 16),
                    (byte) (stream >> 8), (byte) stream});
            bytes.writeBytes(payload);
        }
        return bytes.toByteArray();
    }

    @Test
    void streamsThatAreOpenedAndResetAndClientsThatGo() throws Exception {
        new ProduceClient(connection, "many").send(Utf8.bytes("x"));
        for (int round = 0; round < (PROVE ? 200 : 20); round++) {
            var start = GregorMessages.Start.newBuilder().addTopics("many").setGroup(round % 2 == 0 ? "" : "g").build();
            try (var other = GrpcChannel.to(door.address())) {
                for (int i = 0; i < 20; i++) {
                    var stream = gregor.grpc.Stream.open(other, i % 2 == 0, start);
                    if (i % 3 == 0) {
                        stream.close();
                    }
                }
            }
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!door.streams().isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertThat(door.streams()).as("streams whose client has gone").isEmpty();
        while (!members("g").isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertThat(members("g")).isEmpty();
        assertWorks(0);
    }

    private Set<String> members(String group) {
        return broker.groups().in(group, now -> Set.copyOf(now.members().keySet()));
    }
}
