package gregor.graduate;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.kafka.KafkaDoor;
import gregor.kafka.KafkaSettings;
import gregor.kafka.server.KafkaServer;
import gregor.list.Event;
import gregor.list.Sample;
import gregor.topic.Murmur2;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The lesson on the sample deliveries: they move from one broker to another with a group's committed offset; and how
/// many machines more of them would need. Both brokers are Gregor's, so that nothing has to be downloaded.
public final class Lesson {
    private static final TopicPartition PARTITION = new TopicPartition("deliveries", 0);
    private static final long COMMITTED = 100;

    private Lesson() {}

    /// Runs the lesson and prints what happens.
    public static void main(String... args) {
        try (var source = new Server(); var target = new Server()) {
            source.broker.createTopic("deliveries", 2, Map.of("retention.ms", "-1"));
            write(source);
            try (var from = new ClusterConnection(source.settings());
                    var to = new ClusterConnection(target.settings())) {
                ClusterConnection.get(from.admin()
                        .alterConsumerGroupOffsets("billing", Map.of(PARTITION, new OffsetAndMetadata(COMMITTED)))
                        .all());
                move(new Move(from, to, MoveLimits.NONE));
                Map<TopicPartition, OffsetAndMetadata> there = ClusterConnection
                        .get(to.admin().listConsumerGroupOffsets("billing").partitionsToOffsetAndMetadata());
                long committed = Objects.requireNonNull(there.get(PARTITION)).offset();
                System.out.println("The group billing went on at " + COMMITTED + ", and goes on at " + committed + ".");
            }
        }
        size();
        grow();
    }

    /// A broker in memory with a door for Kafka's clients.
    private record Server(Broker broker, KafkaDoor door) implements AutoCloseable {
        Server() {
            this(Broker.open(BrokerSettings.inMemory(Sample.home().resolve("data/archive/graduate"))));
        }

        private Server(Broker broker) {
            this(broker, KafkaServer.open(broker,
                    KafkaSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))));
        }

        Map<String, Object> settings() {
            return Map.of("bootstrap.servers", door.address().getHostString() + ":" + door.address().getPort());
        }

        @Override
        public void close() {
            door.close();
            broker.close();
        }
    }

    private static void write(Server source) {
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(source.settings(), bytes, bytes)) {
            for (Event event : Sample.deliveries()) {
                var _ = producer
                        .send(new ProducerRecord<>("deliveries", null, event.timestamp(), event.key(), event.value()));
            }
        }
    }

    private static void move(Move move) {
        MovePlan plan = move.plan();
        var copied = new AtomicLong();
        move.copy(plan, false, () -> false, (records, _) -> copied.addAndGet(records));
        List<String> differences = move.verify(plan, _ -> {});
        move.finish(plan);
        System.out.println("Moved " + copied + " deliveries from one broker to another; "
                + (differences.isEmpty() ? "all are equal." : differences));
    }

    private static void size() {
        Workload load = Workload.of(12_000, 400).compressedTo(0.25).withPeak(3).keptFor(Duration.ofDays(30)).readBy(2);
        for (double terabytes : new double[]{2, 8}) {
            System.out.println("12,000 a second on disks of " + (int) terabytes + " TB: "
                    + ClusterSize.of(load, new ClusterSize.Machine(terabytes * 1e12, 125e6)) + ".");
        }
    }

    private static void grow() {
        List<byte[]> keys = Sample.deliveries().stream().map(Event::key).filter(Objects::nonNull).toList();
        long moved = keys.stream().filter(key -> Murmur2.partition(key, 10) != Murmur2.partition(key, 11)).count();
        System.out.println("With an eleventh partition, " + 100 * moved / keys.size()
                + " % of the deliveries would go to another one than before.");
    }
}
