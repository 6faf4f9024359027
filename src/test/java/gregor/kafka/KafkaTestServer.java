package gregor.kafka;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.kafka.server.KafkaServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// A broker with a complete door for Kafka's clients, and Kafka's own clients for it.
public final class KafkaTestServer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    public final Broker broker;
    final KafkaSettings doorSettings;
    public final KafkaDoor door;
    private final List<AutoCloseable> closeables = new ArrayList<>();

    public KafkaTestServer(BrokerSettings settings) {
        this(settings, UnaryOperator.identity());
    }

    KafkaTestServer(BrokerSettings settings, UnaryOperator<KafkaSettings> how) {
        broker = Broker.open(settings);
        doorSettings = how.apply(KafkaSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        door = KafkaServer.open(broker, doorSettings);
    }

    String address() {
        return door.address().getHostString() + ":" + door.address().getPort();
    }

    /// Returns settings of a client, with others given as name, value, name, value.
    public Map<String, Object> settings(Object... more) {
        var settings = new HashMap<String, Object>(
                Map.of("bootstrap.servers", address(), "reconnect.backoff.ms", 10, "retry.backoff.ms", 10));
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return settings;
    }

    /// Closes a client when this is closed.
    public <T extends AutoCloseable> T closeLater(T client) {
        closeables.add(client);
        return client;
    }

    public KafkaProducer<String, String> producer(Object... more) {
        return closeLater(new KafkaProducer<>(settings(more), new StringSerializer(), new StringSerializer()));
    }

    public KafkaConsumer<String, String> consumer(Object... more) {
        Object[] all = Arrays.copyOf(new Object[]{"auto.offset.reset", "earliest", "heartbeat.interval.ms", 200},
                4 + more.length);
        System.arraycopy(more, 0, all, 4, more.length);
        return closeLater(new KafkaConsumer<>(settings(all), new StringDeserializer(), new StringDeserializer()));
    }

    public Admin admin() {
        return closeLater(Admin.create(settings()));
    }

    /// Polls until `count` records have been read, for at most 20 s.
    public static List<ConsumerRecord<String, String>> poll(KafkaConsumer<String, String> consumer, int count) {
        var records = new ArrayList<ConsumerRecord<String, String>>();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (records.size() < count && System.nanoTime() < deadline) {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    static List<String> values(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(ConsumerRecord::value).toList();
    }

    @Override
    public void close() {
        for (AutoCloseable client : closeables.reversed()) {
            try {
                client.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        door.close();
        broker.close();
    }
}
