package gregor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.kafka.server.KafkaServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
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
    private static final int[] NUMBERS = {0, 1, -1, 127, 128, 255, 32767, -32768, 65535, Integer.MAX_VALUE,
            Integer.MIN_VALUE, 1 << 20, -2, 100_000_000};
    /// The topics that may be created, and the groups that may commit offsets.
    private static final Set<String> OURS = Set.of("orders", "made", "billing", "");

    @TempDir
    private Path folder;

    private KafkaTestServer server() {
        Authorizer few = (principal, right, kind, name) -> right != Authorizer.AclOperation.ADMIN && kind == Authorizer.ResourceType.TOPIC
                || OURS.contains(name);
        return new KafkaTestServer(BrokerSettings.inMemory(folder).withNewTopics(1, false),
                settings -> settings.withAuthorizer(few).withLimits(1 << 20, 4000, 4000, Duration.ofSeconds(20)));
    }

    /// Records what clients send while they create a topic, write, read in a group, describe, and leave.
    private static List<byte[]> recorded(KafkaTestServer server) throws Exception {
        var frames = new ArrayList<byte[]>();
        try (var recorder = new Recorder(server.door.address(), frames)) {
            Map<String, Object> settings = Map.of("bootstrap.servers", recorder.address());
            try (Admin admin = Admin.create(settings)) {
                admin.createTopics(List.of(new NewTopic("orders", 2, (short) 1), new NewTopic("made", 1, (short) 1)))
                        .all().get();
                admin.describeTopics(List.of("orders")).allTopicNames().get();
                admin.describeCluster().nodes().get();
                admin.listTopics().names().get();
            }
            for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
                try (var producer =
                        new KafkaProducer<>(Map.of("bootstrap.servers", recorder.address(), "compression.type", codec),
                                new StringSerializer(),
                        new StringSerializer())) {
                    for (int i = 0; i < 20; i++) {
                        var record = new ProducerRecord<>("orders", i % 2, "key " + i, "value ".repeat(i));
                        record.headers().add("a", new byte[] {1, 2});
                        producer.send(record);
                    }
                }
            }
            try (var consumer =
                    new KafkaConsumer<>(Map.of("bootstrap.servers", recorder.address(), "group.id",
                            "billing", "auto.offset.reset", "earliest"),
                    new StringDeserializer(), new StringDeserializer())) {
                consumer.subscribe(List.of("orders"));
                for (int read = 0; read < 100;) {
                    read += consumer.poll(Duration.ofMillis(200)).count();
                }
                consumer.commitSync();
                consumer.beginningOffsets(consumer.assignment());
                consumer.offsetsForTimes(Map.of(consumer.assignment().iterator().next(), 0L));
            }
        }
        synchronized (frames) {
            return List.copyOf(frames);
        }
    }

    /// A proxy between the clients and the door that records requests.
    private static final class Recorder implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final InetSocketAddress to;
        private final List<byte[]> frames;

        Recorder(InetSocketAddress to, List<byte[]> frames) throws IOException {
            this.to = to;
            this.frames = frames;
            Thread.startVirtualThread(this::accept);
        }

        String address() {
            return "localhost:" + server.getLocalPort();
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = server.accept();
                    Socket door = new Socket(to.getAddress(), to.getPort());
                    Thread.startVirtualThread(() -> pass(client, door, false));
                    Thread.startVirtualThread(() -> pass(door, client, true));
                }
            } catch (IOException e) {
                // closed
            }
        }

        /// Replaces the door's port in responses by its own, so that clients come back to this proxy.
        private void pass(Socket from, Socket into, boolean answers) {
            try (from; into) {
                var in = new DataInputStream(from.getInputStream());
                while (true) {
                    byte[] frame = new byte[in.readInt()];
                    in.readFully(frame);
                    if (answers) {
                        redirect(frame);
                    } else {
                        synchronized (frames) {
                            frames.add(frame);
                        }
                    }
                    into.getOutputStream()
                            .write(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
                }
            } catch (IOException e) {
                // one side has closed the connection
            }
        }

        private void redirect(byte[] frame) {
            byte[] theirs = ByteBuffer.allocate(4).putInt(to.getPort()).array();
            byte[] here = ByteBuffer.allocate(4).putInt(server.getLocalPort()).array();
            for (int at = 0; at + 4 <= frame.length; at++) {
                if (Arrays.equals(frame, at, at + 4, theirs, 0, 4)) {
                    System.arraycopy(here, 0, frame, at, 4);
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /// Mutates a random frame once or more.
    private static byte[] changed(List<byte[]> frames, Random random) {
        byte[] frame = frames.get(random.nextInt(frames.size())).clone();
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = frame.length < 5 ? 0 : random.nextInt(frame.length - 4);
            switch (random.nextInt(7)) {
                case 0, 1 -> frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> {
                    if (frame.length >= 8) {
                        ByteBuffer.wrap(frame).putInt(at, NUMBERS[random.nextInt(NUMBERS.length)]);
                    }
                }
                case 3 -> {
                    if (frame.length >= 8) {
                        ByteBuffer.wrap(frame).putShort(at, (short) NUMBERS[random.nextInt(NUMBERS.length)]);
                    }
                }
                case 4 -> frame = Arrays.copyOf(frame, 8 + random.nextInt(Math.max(1, frame.length)));
                case 5 -> {
                    byte[] other = frames.get(random.nextInt(frames.size()));
                    int from = random.nextInt(other.length);
                    var both = new ByteArrayOutputStream();
                    both.write(frame, 0, Math.max(8, at));
                    both.write(other, from, other.length - from);
                    frame = both.toByteArray();
                }
                default -> frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
        }
        return frame;
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void mutatedRequestsAtMostCloseTheConnection() throws Exception {
        try (KafkaTestServer server = server()) {
            List<byte[]> frames = recorded(server);
            assertThat(frames).hasSizeGreaterThan(30);
            TreeSet<String> before = new TreeSet<>(server.broker.topicNames());
            long kept = used();
            var random = new Random(SEED);
            KafkaApis apis = new KafkaApis(KafkaServer.apis(server.broker));
            try (var listener = ServerSocketChannel.open()
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                    var client = SocketChannel.open(listener.getLocalAddress()); var socket = listener.accept()) {
                var connection = new ClientConnection(socket, socket, server.doorSettings, apis, () -> {});
                assertThat(client.isConnected()).isTrue();
                // A draining connection waits for nothing.
                connection.drain();
                for (int i = 0; i < HERE; i++) {
                    byte[] frame = changed(frames, random);
                    try {
                        apis.answer(ByteBuffer.wrap(frame), connection).ifPresent(ResponseBuffer::close);
                    } catch (CloseConnectionException e) {
                        // the connection would be closed
                    } catch (RuntimeException | Error e) {
                        throw new AssertionError("seed " + SEED + ", frame " + i + ": " + java.util.HexFormat.of()
                                .formatHex(frame), e);
                    }
                }
            }
            assertThat(before).contains("orders", "made");
            assertThat(server.broker.topicNames()).as("seed " + SEED).isSubsetOf(before);
            assertThat(used() - kept).as("seed " + SEED).isLessThan(MAX_KEPT_BYTES);
            assertThat(server.broker.troubles()).as("seed " + SEED).isEmpty();
        }
    }

    @Test
    void mutatedRequestsDoNotAffectOtherClients() throws Exception {
        try (KafkaTestServer server = server()) {
            List<byte[]> frames = recorded(server);
            TreeSet<String> before = new TreeSet<>(server.broker.topicNames());
            try (var witness = new RawClient(server.address()); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
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
            byte[] frame = random.nextInt(10) == 0 ? frames.get(random.nextInt(frames.size()))
                    : changed(frames, random);
            int size = random.nextInt(10) == 0 ? NUMBERS[random.nextInt(NUMBERS.length)] : frame.length;
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
