package gregor.kafka;

import module java.base;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Makes random calls of Kafka's clients, from a seed and so reproducible, and returns their results, a line each.
final class Program implements AutoCloseable {
    private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");

    private final List<String> seen = new ArrayList<>();
    private final String address;
    private final Random random;
    private final Admin admin;
    private final Map<String, Integer> topics = new TreeMap<>();
    private final long begin;
    private long time;

    /// @param begin the timestamp of the first record in ms; recent, or retention may delete it
    Program(String address, long seed, long begin) {
        this.address = address;
        this.begin = begin;
        time = begin;
        random = new Random(seed);
        admin = Admin.create(Map.of("bootstrap.servers", address, "retry.backoff.ms", 20));
    }

    /// Makes so many calls and returns their results.
    List<String> run(int steps) {
        see("create", () -> create("first", 3, Map.of()));
        for (int i = 0; i < steps; i++) {
            String topic = new ArrayList<>(topics.keySet()).get(random.nextInt(topics.size()));
            switch (random.nextInt(12)) {
                case 0 -> see("create", () -> create("topic-" + random.nextInt(6), 1 + random.nextInt(3)));
                case 1, 2, 3 -> see("write " + topic, () -> write(topic));
                case 4 -> see("read " + topic, () -> read(topic));
                case 5 -> see("ends " + topic, () -> ends(topic));
                case 6 -> see("grow " + topic, () -> grow(topic));
                case 7 -> see("delete records " + topic, () -> deleteRecords(topic));
                case 8 -> see("configure " + topic, () -> configure(topic));
                case 9 -> see("commit " + topic, () -> commit(topic));
                case 10 -> see("describe " + topic, () -> describe(topic));
                default -> see("wrong", this::wrong);
            }
        }
        for (String topic : List.copyOf(topics.keySet())) {
            see("ends " + topic, () -> ends(topic));
            see("read " + topic, () -> read(topic));
        }
        return seen;
    }

    private void see(String what, Callable<Object> step) {
        Object result;
        try {
            result = step.call();
        } catch (ExecutionException e) {
            result = e.getCause().getClass().getSimpleName();
        } catch (Exception e) {
            result = e.getClass().getSimpleName();
        }
        seen.add(what + ": " + result);
    }

    private Object create(String topic, int partitions) throws Exception {
        return create(topic, partitions,
                random.nextInt(3) == 0
                        ? Map.of("cleanup.policy", random.nextBoolean() ? "compact" : "burn")
                        : Map.of("retention.ms", random.nextInt(3) == 0 ? "soon" : "-1"));
    }

    private Object create(String topic, int partitions, Map<String, String> configs) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(configs))).all().get();
        topics.put(topic, partitions);
        awaitPartitions(topic);
        return partitions + " " + configs;
    }

    /// Apache Kafka responds before all its parts know of a change.
    private void awaitPartitions(String topic) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size() == topics
                        .get(topic)) {
                    admin.listOffsets(Map.of(new TopicPartition(topic, topics.get(topic) - 1), OffsetSpec.latest()))
                            .all().get();
                    return;
                }
            } catch (ExecutionException e) {
                // not yet
            }
            Thread.sleep(20);
        }
    }

    private Object write(String topic) throws Exception {
        var settings = Map.<String, Object>of("bootstrap.servers", address, "compression.type",
                CODECS.get(random.nextInt(5)), "acks", random.nextBoolean() ? "all" : "1", "enable.idempotence", false,
                "linger.ms", 1000, "retry.backoff.ms", 20);
        var results = new ArrayList<String>();
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var sent = new ArrayList<java.util.concurrent.Future<RecordMetadata>>();
            int count = 1 + random.nextInt(30);
            for (int i = 0; i < count; i++) {
                var record = new ProducerRecord<>(topic, random.nextInt(topics.get(topic)), time++, bytes(20, 8),
                        bytes(300, 10));
                for (int header = random.nextInt(3); header > 0; header--) {
                    record.headers().add("h" + header, bytes(10, 5));
                }
                sent.add(producer.send(record));
            }
            producer.flush();
            for (var one : sent) {
                try {
                    RecordMetadata metadata = one.get();
                    results.add(metadata.partition() + "@" + metadata.offset() + "/" + metadata.timestamp());
                } catch (ExecutionException e) {
                    results.add(refusal(e.getCause()));
                }
            }
        }
        return results;
    }

    /// Kafka reports the invalid records of a batch, and its client reports the others as being in that batch; our
    /// broker reports the batch.
    private static String refusal(Throwable e) {
        return e.getClass() == KafkaException.class
                ? InvalidRecordException.class.getSimpleName()
                : e.getClass().getSimpleName();
    }

    /// Random bytes; sometimes null.
    private byte[] bytes(int most, int nulls) {
        if (random.nextInt(nulls) == 0) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
        var settings = new HashMap<>(more);
        settings.put("bootstrap.servers", address);
        settings.put("enable.auto.commit", false);
        settings.put("retry.backoff.ms", 20);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private List<TopicPartition> partitions(String topic) {
        var partitions = new ArrayList<TopicPartition>();
        for (int i = 0; i < topics.get(topic); i++) {
            partitions.add(new TopicPartition(topic, i));
        }
        return partitions;
    }

    private Object read(String topic) {
        var records = new TreeMap<String, String>();
        try (var consumer = consumer(Map.of("auto.offset.reset", random.nextBoolean() ? "earliest" : "none",
                "max.poll.records", 1 + random.nextInt(100)))) {
            List<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))
                    && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(
                        record -> records.put("%d@%06d".formatted(record.partition(), record.offset()), text(record)));
            }
        }
        return records;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        var text = new StringBuilder(
                record.timestampType() + " " + record.timestamp() + " " + java.util.Arrays.hashCode(record.key()) + " "
                        + java.util.Arrays.hashCode(record.value()) + " " + record.leaderEpoch().isPresent());
        record.headers().forEach(header -> text.append(' ').append(header.key()).append('=')
                .append(java.util.Arrays.hashCode(header.value())));
        return text.toString();
    }

    private Object ends(String topic) throws Exception {
        var result = new ArrayList<String>();
        for (TopicPartition partition : partitions(topic)) {
            for (OffsetSpec spec : List.of(OffsetSpec.earliest(), OffsetSpec.latest(), OffsetSpec.maxTimestamp(),
                    OffsetSpec.forTimestamp(begin + 50), OffsetSpec.forTimestamp(time + 1000))) {
                var info = admin.listOffsets(Map.of(partition, spec)).all().get().get(partition);
                result.add(info.offset() + "/" + info.timestamp());
            }
        }
        return result;
    }

    private Object grow(String topic) throws Exception {
        int count = Math.min(4, Math.max(1, topics.get(topic) + random.nextInt(3) - 1));
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(count))).all().get();
        topics.put(topic, count);
        awaitPartitions(topic);
        return count;
    }

    private Object deleteRecords(String topic) throws Exception {
        var partition = new TopicPartition(topic, random.nextInt(topics.get(topic)));
        var deleted = admin.deleteRecords(
                Map.of(partition, RecordsToDelete.beforeOffset(random.nextInt(4) == 0 ? -1 : random.nextInt(40))));
        return deleted.lowWatermarks().get(partition).get().lowWatermark();
    }

    private Object configure(String topic) throws Exception {
        String[][] changes = {{"retention.ms", "86400000"}, {"retention.ms", "soon"}, {"max.message.bytes", "2000000"},
                {"cleanup.policy", "compact,delete"}, {"no.such.setting", "1"}, {"segment.bytes", "10485760"}};
        String[] change = changes[random.nextInt(changes.length)];
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var kind = random.nextInt(4) == 0 ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET;
        Collection<AlterConfigOp> operations = List.of(new AlterConfigOp(new ConfigEntry(change[0], change[1]), kind));
        admin.incrementalAlterConfigs(Map.of(resource, operations)).all().get();
        Thread.sleep(50);
        var said = new TreeMap<String, String>();
        admin.describeConfigs(List.of(resource)).all().get().get(resource).entries().stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .forEach(entry -> said.put(entry.name(), entry.value()));
        return said;
    }

    private Object commit(String topic) throws Exception {
        String group = "group-" + random.nextInt(3);
        var partition = new TopicPartition(topic, random.nextInt(topics.get(topic)));
        try (var consumer = consumer(Map.of("group.id", group))) {
            consumer.commitSync(
                    Map.of(partition, new OffsetAndMetadata(random.nextInt(50), "note " + random.nextInt(9))));
            OffsetAndMetadata committed = consumer.committed(java.util.Set.of(partition)).get(partition);
            var all = new TreeMap<String, String>();
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get()
                    .forEach((where, what) -> all.put(where.toString(), what.offset() + " " + what.metadata()));
            return committed.offset() + " " + committed.metadata() + " " + all;
        }
    }

    private Object describe(String topic) throws Exception {
        var description = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
        return description.partitions().stream()
                .map(partition -> partition.partition() + ":" + partition.replicas().size() + ":"
                        + partition.isr().size())
                .toList() + " " + description.isInternal() + " "
                + new TreeSet<>(admin.listTopics().names().get()).stream().filter(name -> !name.startsWith("_"))
                        .toList();
    }

    private Object wrong() throws Exception {
        return switch (random.nextInt(6)) {
            case 0 -> admin.deleteTopics(List.of("no-such-topic")).all().get();
            case 1 -> admin.describeTopics(List.of("a/b")).allTopicNames().get();
            case 2 -> admin.createTopics(List.of(new NewTopic("too-many", 1, (short) 3))).all().get();
            case 3 -> admin.deleteConsumerGroups(List.of("nobody")).all().get();
            case 4 -> admin.listOffsets(Map.of(new TopicPartition("first", 9), OffsetSpec.latest())).all().get(3,
                    java.util.concurrent.TimeUnit.SECONDS);
            default -> admin.createPartitions(Map.of("no-such-topic", NewPartitions.increaseTo(3))).all().get();
        };
    }

    @Override
    public void close() {
        admin.close();
    }
}
