package gregor.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// A program for older clients, which [OldClientsTest] runs with them.
public final class OldProgram {
    private OldProgram() {}

    /// Creates a topic, writes with each codec, reads in a group and lists topics; returns what it has read.
    public static List<String> run(String address) throws Exception {
        var read = new ArrayList<String>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic("old", 2, (short) 1))).all().get();
            for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
                try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", address, "compression.type", codec),
                        new StringSerializer(), new StringSerializer())) {
                    producer.send(new ProducerRecord<>("old", codec.length() % 2, codec, "by " + codec)).get();
                }
            }
            try (var consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", address, "group.id", "elders", "auto.offset.reset", "earliest"),
                    new StringDeserializer(), new StringDeserializer())) {
                consumer.subscribe(List.of("old"));
                long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (read.size() < 5 && System.nanoTime() < deadline) {
                    consumer.poll(Duration.ofMillis(200))
                            .forEach(record -> read.add(record.key() + "=" + record.value()));
                }
                consumer.commitSync();
            }
            read.add("committed " + admin.listConsumerGroupOffsets("elders").partitionsToOffsetAndMetadata().get()
                    .values().stream().mapToLong(offset -> offset.offset()).sum());
            read.add("" + admin.describeConsumerGroups(List.of("elders")).all().get().get("elders").members().size());
            var partition = new TopicPartition("old", 0);
            read.add("producers " + admin.describeProducers(List.of(partition)).partitionResult(partition).get()
                    .activeProducers().size());
            try {
                admin.describeAcls(AclBindingFilter.ANY).values().get();
            } catch (ExecutionException e) {
                read.add(e.getCause().getClass().getSimpleName());
            }
            admin.deleteTopics(List.of("old")).all().get();
            read.add("" + admin.listTopics().names().get().contains("old"));
        }
        return read;
    }
}
