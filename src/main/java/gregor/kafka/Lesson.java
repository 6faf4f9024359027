package gregor.kafka;

import module java.base;

import static gregor.list.Picture.draw;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.list.Event;
import gregor.list.Sample;
import gregor.list.Utf8;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Runs the lesson on real data: Kafka's own clients write and read four weeks of deliveries through a [KafkaDoor].
public final class Lesson {
    private static final int PARTITIONS = 4;

    private Lesson() {}

    public static void main(String... args) {
        var settings = KafkaSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (Broker broker = Broker.open(BrokerSettings.inMemory(Sample.home().resolve("data/archive/kafka")));
                KafkaDoor door = KafkaDoor.open(broker, settings)) {
            System.out.println("A door is open and serves Kafka's protocol.");
            broker.createTopic("deliveries", PARTITIONS, Map.of());
            String address = door.address().getHostString() + ":" + door.address().getPort();
            write(address, Sample.deliveries());
            System.out.println("The broker has stored:");
            for (int number = 0; number < PARTITIONS; number++) {
                System.out.printf("  partition %d: %d events in %d bytes%n", number,
                        broker.partition("deliveries", number).end(),
                        broker.partition("deliveries", number).sizeInBytes());
            }
            read(address, Sample.deliveries().size());
            broker.groups().in("auditors", group -> {
                System.out.println("Its committed offsets and lag: " + group.lag());
                return null;
            });
            broker.createTopic("hello", 1, Map.of());
            write(address, "hello", List.of(Event.of("a").at(Instant.EPOCH), Event.of("list").at(Instant.EPOCH),
                    Event.of("woke").at(Instant.EPOCH)));
            draw(broker.partition("hello", 0));
        }
    }

    private static void write(String address, List<Event> events) {
        write(address, "deliveries", events);
        System.out.printf("KafkaProducer has written %d deliveries, compressed by zstd.%n", events.size());
    }

    private static void write(String address, String topic, List<Event> events) {
        Map<String, Object> settings = Map.of("bootstrap.servers", address, "linger.ms", 20, "compression.type",
                "zstd");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Event event : events) {
                var _ = producer.send(new ProducerRecord<>(topic, null, event.timestamp(), event.key(), event.value()));
            }
        }
    }

    private static void read(String address, int count) {
        var settings = new HashMap<String, Object>(
                Map.of("bootstrap.servers", address, "group.id", "auditors", "auto.offset.reset", "earliest"));
        var late = new TreeMap<String, Integer>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("deliveries"));
            for (int read = 0; read < count;) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    String truck = Utf8.show(record.key());
                    late.merge(truck, Utf8.show(record.value()).contains("--late--") ? 1 : 0, Integer::sum);
                    read++;
                }
            }
            System.out.printf("KafkaConsumer has read %d, in a group. The truck that was late most often: %s.%n", count,
                    late.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow());
        }
    }
}
