package gregor.kafka;

import module java.base;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Requests that Kafka's own clients make, as frames without their size.
final class RecordedRequests {
    private RecordedRequests() {}

    /// Records what clients send while they create topics, produce, consume in a group, list and leave.
    static List<byte[]> of(InetSocketAddress broker) throws Exception {
        var frames = new ArrayList<byte[]>();
        try (var recorder = new Recorder(broker, frames)) {
            Map<String, Object> settings = Map.of("bootstrap.servers", recorder.address());
            try (Admin admin = Admin.create(settings)) {
                admin.createTopics(List.of(new NewTopic("orders", 2, (short) 1), new NewTopic("made", 1, (short) 1)))
                        .all().get();
                admin.describeTopics(List.of("orders")).allTopicNames().get();
                admin.describeCluster().nodes().get();
                admin.listTopics().names().get();
            }
            for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
                try (var producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", recorder.address(), "compression.type", codec),
                        new StringSerializer(), new StringSerializer())) {
                    for (int i = 0; i < 20; i++) {
                        var record = new ProducerRecord<>("orders", i % 2, "key " + i, "value ".repeat(i));
                        record.headers().add("a", new byte[]{1, 2});
                        producer.send(record);
                    }
                }
            }
            try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", recorder.address(), "group.id",
                    "billing", "auto.offset.reset", "earliest"), new StringDeserializer(), new StringDeserializer())) {
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

    /// A proxy between the clients and the broker that records the requests.
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

        /// Replaces the broker's port in responses by its own, so that clients come back to this proxy.
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
}
