package gregor.move;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.BrokerSettings;
import gregor.kafka.ApacheKafka;
import gregor.kafka.KafkaTestServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Moves a partition of our broker to Apache Kafka.
class PartitionMoveTest {
    private static final TopicPartition PARTITION = new TopicPartition("moved", 1);
    private static final int RECORDS = 1_000;

    @TempDir
    Path folder;

    /// Fails once, at a commit.
    private static final class FailingProducer extends KafkaProducer<byte[], byte[]> {
        private final boolean commitsFirst;
        private int before;

        FailingProducer(Map<String, Object> settings, int before, boolean commitsFirst) {
            super(settings, new ByteArraySerializer(), new ByteArraySerializer());
            this.before = before;
            this.commitsFirst = commitsFirst;
        }

        @Override
        public void commitTransaction() {
            boolean fails = before-- == 0;
            if (fails && !commitsFirst) {
                flush(); // the records are at the target, in an open transaction
                throw new IllegalStateException("planted");
            }
            super.commitTransaction();
            if (fails) {
                throw new IllegalStateException("planted");
            }
        }
    }

    @Test
    void movesEachCommittedRecordOnceThoughItIsInterrupted() throws Exception {
        try (var source = new KafkaTestServer(BrokerSettings.in(folder));
                var kafka = new ApacheKafka(Map.of())) {
            source.admin().createTopics(List.of(new NewTopic("moved", 2, (short) 1))).all().get();
            write(source);
            Map<String, Object> target = Map.of("bootstrap.servers", kafka.address());
            try (Admin admin = Admin.create(target)) {
                admin.createTopics(List.of(new NewTopic("moved", 2, (short) 1))).all().get();
                var move = new PartitionMove(PARTITION, "__gregor-move");
                for (boolean commitsFirst : List.of(false, true)) {
                    for (int before : List.of(0, 2)) {
                        assertThatThrownBy(() -> run(move, source, target, admin, before, commitsFirst))
                                .hasMessage("planted");
                    }
                }
                assertThat(run(move, source, target, admin, -1, false)).isPositive();
                assertThat(run(move, source, target, admin, -1, false)).as("a second run adds nothing").isZero();
            }
            List<String> expected = read(source.settings());
            assertThat(expected).hasSize(RECORDS / 2);
            assertThat(read(target)).isEqualTo(expected);
        }
    }

    /// Writes transactions of ten records, every second of which is aborted.
    private static void write(KafkaTestServer source) {
        try (var producer = new KafkaProducer<>(source.settings("transactional.id", "writer"),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (int i = 0; i < RECORDS; i += 10) {
                producer.beginTransaction();
                for (int j = i; j < i + 10; j++) {
                    byte[] key = j % 3 == 0 ? null : ("k" + j).getBytes();
                    byte[] value = j % 7 == 0 ? null : ("v" + j).getBytes();
                    producer.send(new ProducerRecord<>("moved", 1, 1_700_000_000_000L + j, key, value,
                            List.of(new RecordHeader("h", new byte[]{(byte) j}), new RecordHeader("h", null))));
                }
                if (i % 20 == 0) {
                    producer.commitTransaction();
                } else {
                    producer.flush();
                    producer.abortTransaction();
                }
            }
        }
    }

    private static long run(PartitionMove move, KafkaTestServer source, Map<String, Object> target, Admin admin,
            int before, boolean commitsFirst) throws Exception {
        var from = new HashMap<>(source.settings());
        from.putAll(move.consumerSettings());
        from.put("max.poll.records", 50);
        var to = new HashMap<>(target);
        to.putAll(move.producerSettings());
        try (var consumer = new KafkaConsumer<>(from, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var producer = new FailingProducer(to, before, commitsFirst);
            try {
                return move.run(consumer, producer, admin, _ -> {});
            } finally {
                producer.close(Duration.ZERO);
            }
        }
    }

    private static List<String> read(Map<String, Object> cluster) {
        var settings = new HashMap<>(cluster);
        settings.putAll(Map.of("isolation.level", "read_committed", "auto.offset.reset", "earliest"));
        var read = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            while (consumer.position(PARTITION) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(each -> read.add(text(each)));
            }
        }
        return read;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return record.timestamp() + Arrays.toString(record.key()) + Arrays.toString(record.value()) + Arrays
                .stream(record.headers().toArray()).map(each -> each.key() + Arrays.toString(each.value())).toList();
    }
}
