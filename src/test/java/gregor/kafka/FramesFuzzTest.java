package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.kafka.server.KafkaServer;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mutates requests of Kafka's own clients at random from a seed: flipped bits, wrong lengths, missing ends, trailing
/// bytes. At most their own connection is closed; no topic is created and no memory retained. 100,000 requests in this
/// process and 3,000 by a socket; 1,000,000 and 30,000 with `-Dgregor.prove=true`.
class FramesFuzzTest {
    private static final boolean PROVE = Boolean.getBoolean("gregor.prove");
    private static final int HERE = PROVE ? 1_000_000 : 100_000;
    private static final int BY_SOCKET = PROVE ? 30_000 : 3_000;
    private static final int CLIENTS = 8;
    private static final long MAX_KEPT_BYTES = 64 << 20;
    private static final long SEED = Long.getLong("gregor.seed", 14);
    /// The topics that may be created, and the groups that may commit offsets.
    private static final Set<String> OURS = Set.of("orders", "made", "billing", "");

    @TempDir
    private Path folder;

    private KafkaTestServer server() {
        Authorizer few = (principal, right, kind,
                name) -> right != Authorizer.AclOperation.ADMIN && kind == Authorizer.ResourceType.TOPIC
                        || OURS.contains(name);
        return new KafkaTestServer(BrokerSettings.inMemory(folder).withNewTopics(1, false),
                settings -> settings.withAuthorizer(few).withLimits(1 << 20, 4000, 4000, Duration.ofSeconds(20)));
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void mutatedRequestsAtMostCloseTheConnection() throws Exception {
        try (KafkaTestServer server = server()) {
            List<byte[]> frames = RecordedRequests.of(server.door.address());
            assertThat(frames).hasSizeGreaterThan(30);
            TreeSet<String> before = new TreeSet<>(server.broker.topicNames());
            long kept = used();
            var random = new Random(SEED);
            KafkaApis apis = new KafkaApis(KafkaServer.apis(server.broker));
            try (var listener = ServerSocketChannel.open()
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                    var client = SocketChannel.open(listener.getLocalAddress());
                    var socket = listener.accept()) {
                var connection = new ClientConnection(socket, socket, server.doorSettings, apis, () -> {});
                assertThat(client.isConnected()).isTrue();
                // A draining connection waits for nothing.
                connection.drain();
                for (int i = 0; i < HERE; i++) {
                    byte[] frame = FrameChanges.changed(frames, random);
                    try {
                        apis.answer(ByteBuffer.wrap(frame), connection).response().get()
                                .ifPresent(ResponseBuffer::close);
                    } catch (CloseConnectionException e) {
                        // the connection would be closed
                    } catch (RuntimeException | Error e) {
                        throw new AssertionError(
                                "seed " + SEED + ", frame " + i + ": " + java.util.HexFormat.of().formatHex(frame), e);
                    }
                }
            }
            assertThat(before).contains("orders", "made");
            before.add(gregor.broker.Broker.TRANSACTIONS);
            assertThat(server.broker.topicNames()).as("seed " + SEED).isSubsetOf(before);
            assertThat(used() - kept).as("seed " + SEED).isLessThan(MAX_KEPT_BYTES);
            assertThat(server.broker.troubles()).as("seed " + SEED).isEmpty();
        }
    }

    @Test
    void mutatedRequestsDoNotAffectOtherClients() throws Exception {
        try (KafkaTestServer server = server()) {
            List<byte[]> frames = RecordedRequests.of(server.door.address());
            TreeSet<String> before = new TreeSet<>(server.broker.topicNames());
            // A mutated transactional id creates the log of the transactions.
            before.add("__transaction_state");
            try (var witness = new RawClient(server.address());
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> clients = IntStream.range(0, CLIENTS)
                        .<Future<?>>mapToObj(client -> threads.submit(() -> {
                            var random = new Random(SEED + client);
                            for (int i = 0; i < BY_SOCKET / CLIENTS; i++) {
                                send(server.door.address(), frames, random);
                            }
                            return null;
                        })).toList();
                for (Future<?> client : clients) {
                    client.get();
                    witness.ask(new ApiVersionsRequestData(), 0);
                }
            }
            assertThat(server.broker.topicNames()).as("seed " + SEED).isSubsetOf(before);
            assertThat(server.broker.troubles()).as("seed " + SEED).isEmpty();
            try (var fresh = new RawClient(server.address())) {
                fresh.ask(new ApiVersionsRequestData(), 0);
            }
        }
    }

    private static void send(InetSocketAddress door, List<byte[]> frames, Random random) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int requests = random.nextInt(4) == 0 ? 5 : 1; requests > 0; requests--) {
            byte[] frame = random.nextInt(10) == 0
                    ? frames.get(random.nextInt(frames.size()))
                    : FrameChanges.changed(frames, random);
            int size = random.nextInt(10) == 0 ? FrameChanges.number(random) : frame.length;
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(size).array());
            bytes.writeBytes(frame);
        }
        try (var socket = new Socket(door.getAddress(), door.getPort())) {
            socket.setSoTimeout(3);
            OutputStream out = socket.getOutputStream();
            out.write(bytes.toByteArray(), 0, random.nextInt(5) == 0 ? random.nextInt(bytes.size()) : bytes.size());
            if (random.nextBoolean()) {
                socket.shutdownOutput();
            }
            socket.getInputStream().read(new byte[1 << 12]);
        } catch (SocketTimeoutException e) {
            // the broker waits for more bytes or for a timeout
        } catch (SocketException e) {
            // the broker has closed the connection
        }
    }
}
