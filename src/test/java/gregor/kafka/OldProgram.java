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
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// A program for clients from 2.8 on, which [OldClientsTest] runs with several versions: it uses no newer method.
public final class OldProgram implements AutoCloseable {
    private static final int HEADERS = 1_000;
    private static final TopicPartition FIRST = new TopicPartition("old", 0);
    private static final ConfigResource TOPIC = new ConfigResource(ConfigResource.Type.TOPIC, "old");

    private final List<String> seen = new ArrayList<>();
    private final String address;
    private final Admin admin;

    private OldProgram(String address) {
        this.address = address;
        admin = Admin.create(settings());
    }

    /// Uses each kind of client, and returns what it has seen.
    public static List<String> run(String address) throws Exception {
        try (var program = new OldProgram(address)) {
            program.writeWithEachCodec();
            program.readInAGroup();
            program.administrate();
            program.commitOffsets();
            program.createAgain();
            return program.seen;
        }
    }

    private Map<String, Object> settings(Object... more) {
        var settings = new HashMap<String, Object>(Map.of("bootstrap.servers", address));
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return settings;
    }

    private KafkaProducer<String, String> producer(Object... more) {
        return new KafkaProducer<>(settings(more), new StringSerializer(), new StringSerializer());
    }

    private KafkaConsumer<String, String> consumer(Object... more) {
        var all = new Properties();
        all.putAll(settings(more));
        all.putAll(Map.of("group.id", "elders", "auto.offset.reset", "earliest", "session.timeout.ms", 6_000,
                "heartbeat.interval.ms", 100));
        return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
    }

    private static long deadline() {
        return System.nanoTime() + Duration.ofSeconds(60).toNanos();
    }

    private void writeWithEachCodec() throws Exception {
        admin.createTopics(List.of(new NewTopic("old", 2, (short) 1))).all().get();
        for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
            try (var producer = producer("compression.type", codec, "enable.idempotence", true, "linger.ms", 50)) {
                var record = new ProducerRecord<>("old", codec.length() % 2, codec, "by " + codec);
                for (int i = 0; i < HEADERS; i++) {
                    record.headers().add("h" + i % 10, ("value " + i).getBytes());
                }
                producer.send(record);
                producer.flush();
            }
        }
        try (var producer = producer("acks", "0", "enable.idempotence", false)) {
            seen.add("acks=0: offset "
                    + producer.send(new ProducerRecord<>("old", 0, "none", "not awaited")).get().offset());
        }
    }

    private static String text(ConsumerRecord<String, String> record) {
        return record.key() + "=" + record.value() + " " + record.headers().toArray().length;
    }

    /// Two members; the second one makes the first one give up a partition.
    private void readInAGroup() {
        var read = new TreeSet<String>();
        try (var one = consumer("client.id", "one"); var other = consumer("client.id", "other")) {
            one.subscribe(List.of("old"));
            for (long end = deadline(); read.size() < 6 && System.nanoTime() < end;) {
                one.poll(Duration.ofMillis(200)).forEach(record -> read.add(text(record)));
            }
            one.commitSync();
            other.subscribe(List.of("old"));
            Set<TopicPartition> owned = Set.of();
            for (long end = deadline(); owned.size() != 1 && System.nanoTime() < end; owned = other.assignment()) {
                one.poll(Duration.ofMillis(100));
                other.poll(Duration.ofMillis(100)).forEach(record -> read.add("again " + text(record)));
            }
            seen.addAll(read);
            seen.add("each of two members has " + one.assignment().size() + " and " + owned.size());
            seen.add("start " + one.beginningOffsets(owned).values() + ", times "
                    + one.offsetsForTimes(Map.of(FIRST, 0L)).get(FIRST).offset());
        }
    }

    private static String error(KafkaFuture<?> future) throws InterruptedException {
        try {
            return "done " + future.get();
        } catch (ExecutionException e) {
            return e.getCause().getClass().getSimpleName();
        }
    }

    private void administrate() throws Exception {
        seen.add("nodes " + admin.describeCluster().nodes().get().size());
        admin.incrementalAlterConfigs(Map.of(TOPIC,
                List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "86400000"), AlterConfigOp.OpType.SET))))
                .all().get();
        seen.add("retention "
                + admin.describeConfigs(List.of(TOPIC)).all().get().get(TOPIC).get("retention.ms").value());
        admin.createPartitions(Map.of("old", NewPartitions.increaseTo(3))).all().get();
        seen.add("ends " + new TreeMap<>(Map.of(0, end(0), 1, end(1), 2, end(2))));
        admin.deleteRecords(Map.of(FIRST, RecordsToDelete.beforeOffset(1))).all().get();
        seen.add("start " + admin.listOffsets(Map.of(FIRST, OffsetSpec.earliest())).all().get().get(FIRST).offset());
        seen.add("log dirs " + admin.describeLogDirs(List.of(1)).descriptions().get(1).get().size());
        seen.add("exists: " + error(admin.createTopics(List.of(new NewTopic("old", 1, (short) 1))).all()));
        seen.add("unknown: " + error(admin.deleteTopics(List.of("unknown")).all()));
        seen.add("ACLs: " + error(admin.describeAcls(AclBindingFilter.ANY).values()));
    }

    private long end(int partition) throws Exception {
        var name = new TopicPartition("old", partition);
        return admin.listOffsets(Map.of(name, OffsetSpec.latest())).all().get().get(name).offset();
    }

    private void commitOffsets() throws Exception {
        seen.add("committed " + admin.listConsumerGroupOffsets("elders").partitionsToOffsetAndMetadata().get().values()
                .stream().mapToLong(OffsetAndMetadata::offset).sum());
        seen.add("members "
                + admin.describeConsumerGroups(List.of("elders")).all().get().get("elders").members().size());
        admin.alterConsumerGroupOffsets("elders", Map.of(FIRST, new OffsetAndMetadata(2, "moved"))).all().get();
        seen.add(admin.listConsumerGroupOffsets("elders").partitionsToOffsetAndMetadata().get().get(FIRST).metadata());
        admin.deleteConsumerGroupOffsets("elders", Set.of(FIRST)).all().get();
        admin.deleteConsumerGroups(List.of("elders")).all().get();
        seen.add("deleted: " + error(admin.deleteConsumerGroups(List.of("elders")).all()));
    }

    /// A producer and a consumer continue when their topic is created again under the same name.
    private void createAgain() throws Exception {
        try (var producer = producer("metadata.max.age.ms", 500); var consumer = consumer("metadata.max.age.ms", 500)) {
            producer.send(new ProducerRecord<>("old", 0, "k", "before")).get();
            consumer.assign(List.of(FIRST));
            consumer.poll(Duration.ofMillis(100));
            admin.deleteTopics(List.of("old")).all().get();
            seen.add("listed: " + admin.listTopics().names().get().contains("old"));
            admin.createTopics(List.of(new NewTopic("old", 1, (short) 1))).all().get();
            producer.send(new ProducerRecord<>("old", 0, "k", "after")).get();
            String last = "";
            consumer.seekToBeginning(List.of(FIRST));
            for (long end = deadline(); !last.equals("k=after 0") && System.nanoTime() < end;) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    last = text(record);
                }
            }
            seen.add(last);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
