package gregor.cli.broker;

import module java.base;

import gregor.broker.IsolationLevel;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.deque.OffsetReset;
import gregor.door.HostPort;
import gregor.list.Batch;
import gregor.list.OffsetOutOfRangeException;
import gregor.topic.Topic;
import gregor.topic.TopicPartition;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A running broker, Gregor's or Apache Kafka, by Kafka's own clients. Each client is created when it is needed first.
final class KafkaClient extends KafkaAdmin {
    private static final String ISOLATION = "isolation.level";
    private static final int TIMEOUT_MS = 15_000;
    /// How long a topic that a request creates may take to exist.
    private static final Duration CREATION = Duration.ofSeconds(2);
    private static final int CONNECT_TIMEOUT_MS = 3000;
    private static final int BATCH_BYTES = 1 << 20;
    private static final int MAX_REQUEST_BYTES = 100 << 20;
    private static final int SHORT_FETCH_MS = 10;
    private static final int LONG_FETCH_MS = 500;

    private final String address;
    private final Optional<Path> folder;
    private final Map<String, Object> properties;
    private final Deque<AutoCloseable> clients = new ArrayDeque<>();
    private Admin admin;
    private KafkaReader reader;
    private KafkaWriter writer;
    private int batchBytes = BATCH_BYTES;
    private String codec = "none";
    private String isolation;

    /// @param address the broker, as host:port
    /// @param more    properties of Kafka's clients, such as those for a login
    /// @param folder  the broker's data, if it is on this machine
    /// @throws CommandException if no server listens there
    KafkaClient(String address, Map<String, String> more, Optional<Path> folder) {
        this.address = address;
        this.folder = folder;
        checkListening(address);
        properties = new HashMap<>(Map.of("default.api.timeout.ms", TIMEOUT_MS, "request.timeout.ms", TIMEOUT_MS - 1,
                "reconnect.backoff.ms", 20, "retry.backoff.ms", 20, "client.id", "gregor", "enable.metrics.push",
                false));
        properties.putAll(more);
        properties.put("bootstrap.servers", address);
        isolation = more.getOrDefault(ISOLATION, IsolationLevel.READ_COMMITTED.toString());
    }

    /// Fails at once where Kafka's clients would retry for a while.
    static void checkListening(String address) {
        InetSocketAddress place = HostPort.parse(address);
        try (var socket = new Socket()) {
            socket.connect(place, CONNECT_TIMEOUT_MS);
        } catch (IOException e) {
            throw new CommandException(
                    "there is no broker at " + address + " (" + reason(place, e)
                            + "); ./gregor broker starts one, and prints the address of its door for Kafka's clients",
                    e);
        }
    }

    private static String reason(InetSocketAddress place, IOException e) {
        return place.isUnresolved() ? "no such host" : switch (e) {
            case SocketTimeoutException late -> "no answer in " + CONNECT_TIMEOUT_MS / 1000 + " s";
            case NoRouteToHostException far -> "no network leads to that host";
            default -> "nothing listens there";
        };
    }

    private <T extends AutoCloseable> T client(Map<String, Object> more, Function<Map<String, Object>, T> constructor) {
        var all = new HashMap<>(properties);
        all.putAll(more);
        T client = KafkaTypes.call(() -> constructor.apply(all));
        clients.push(client);
        return client;
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
        var all = new HashMap<String, Object>(Map.of("enable.auto.commit", "false", "max.poll.records", 5000,
                "auto.offset.reset", "none", "fetch.max.wait.ms", SHORT_FETCH_MS, ISOLATION, isolation));
        all.putAll(more);
        var bytes = new ByteArrayDeserializer();
        return client(all, combined -> new KafkaConsumer<>(combined, bytes, bytes));
    }

    @Override
    Admin admin() {
        admin = admin == null ? client(Map.of(), Admin::create) : admin;
        return admin;
    }

    private KafkaReader reader() {
        reader = reader == null
                ? new KafkaReader(consumer(Map.of("allow.auto.create.topics", "false")), Duration.ofMillis(TIMEOUT_MS))
                : reader;
        return reader;
    }

    private KafkaWriter writer() {
        writer = writer == null
                ? new KafkaWriter(place(), this::fullDisk, client(
                        Map.of("compression.type", codec, "acks", "all", "linger.ms", 1000, "batch.size", batchBytes,
                                "max.request.size", MAX_REQUEST_BYTES, "buffer.memory", 2L * MAX_REQUEST_BYTES,
                                "max.block.ms", TIMEOUT_MS, "delivery.timeout.ms", 2 * TIMEOUT_MS),
                        all -> new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer())))
                : writer;
        return writer;
    }

    private String fullDisk() {
        try {
            long free = folder.isEmpty() ? Long.MAX_VALUE : Files.getFileStore(folder.get()).getUsableSpace();
            return free > BATCH_BYTES ? "" : " (its disk has only " + HumanText.size(free) + " left; make room)";
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public String place() {
        return "the broker at " + address;
    }

    @Override
    public List<PartitionState> partitions(String topic) {
        List<PartitionState> partitions = reader().partitions(topic);
        if (partitions.isEmpty()) {
            checkTopic(topic);
        }
        return partitions;
    }

    @Override
    public Optional<Target> find(String topic) {
        Topic.checkName(topic);
        Optional<Target> target = super.find(topic);
        target.ifPresent(found -> batchBytes = Math.min(BATCH_BYTES, found.maxBytes()));
        return target;
    }

    /// Asks for the topic as a producer would. Apache Kafka answers that it does not exist, and creates it then.
    @Override
    public void createByDefault(String topic) {
        var consumer = consumer(Map.of());
        long deadline = System.nanoTime() + CREATION.toNanos();
        while (KafkaTypes.call(() -> consumer.partitionsFor(topic)).isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(CREATION.dividedBy(20).toNanos());
        }
    }

    @Override
    public void compress(String type) {
        codec = type;
    }

    @Override
    public void isolate(IsolationLevel level) {
        isolation = level.toString();
    }

    @Override
    public void append(TopicPartition partition, Batch batch, Acknowledged written) {
        writer().append(partition, batch, written);
    }

    @Override
    public void flush() {
        if (writer != null) {
            writer.flush();
        }
    }

    @Override
    public Map<TopicPartition, OffsetRange> offsets(Collection<TopicPartition> partitions) {
        return reader().offsets(partitions);
    }

    @Override
    public OptionalLong offsetAt(TopicPartition partition, Instant time) {
        return reader().offsetAt(partition, time);
    }

    /// At an offset after the last stable one, which a reader of all events has committed, there is nothing to read yet.
    @Override
    public Chunk read(TopicPartition partition, long from) {
        try {
            return reader().read(partition, from);
        } catch (OffsetOutOfRangeException e) {
            if (from < e.start() || from > describe(partition.topic()).partitions().get(partition.partition()).end()) {
                throw e;
            }
            return new Chunk(List.of(), from);
        }
    }

    @Override
    public Optional<EventReader> join(String group, String topic, OffsetReset reset, boolean follow) {
        return Optional.of(new KafkaGroupReader(consumer(
                Map.of("group.id", group, "auto.offset.reset", reset == OffsetReset.LATEST ? "latest" : "earliest",
                        "fetch.max.wait.ms", follow ? LONG_FETCH_MS : SHORT_FETCH_MS)),
                topic));
    }

    /// A client that cannot close properly does not keep the others from it.
    @Override
    public void close() {
        while (!clients.isEmpty()) {
            try {
                clients.pop().close();
            } catch (Exception e) {
                System.err.println("gregor: the connection to " + address + " did not close in order; what was "
                        + "reported as written is written");
            }
        }
    }
}
