package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.packed.PackedFormat;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kafka-python: a client that shares no code with Kafka's own or with librdkafka, and uses older versions of the
/// protocol.
@Tag("outside")
class KafkaPythonTest {
    private static final String PROGRAM = """
            import sys
            from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
            from kafka.admin import NewPartitions, NewTopic

            address = sys.argv[1]
            admin = KafkaAdminClient(bootstrap_servers=address)
            admin.create_topics([NewTopic('orders', 2, 1, topic_configs={'retention.ms': '3600000'})])
            producer = KafkaProducer(bootstrap_servers=address, acks='all', compression_type='gzip')
            for i in range(10):
                producer.send('orders', key=b'k%d' % i, value=b'v%d' % i, partition=i % 2,
                              headers=[('from', b'Python')], timestamp_ms=1700000000000 + i).get(20)

            def read(group):
                consumer = KafkaConsumer('orders', bootstrap_servers=address, group_id=group,
                                         auto_offset_reset='earliest', enable_auto_commit=False)
                seen = []
                while len(seen) < 10:
                    for records in consumer.poll(1000).values():
                        seen += [(r.partition, r.offset, r.key.decode(), r.timestamp) for r in records]
                consumer.commit()
                ends = consumer.end_offsets([TopicPartition('orders', 0), TopicPartition('orders', 1)])
                consumer.close()
                return sorted(seen), sorted(ends.values())

            print(read('one') == read('two'), len(read('three')[0]))
            kept = admin.list_consumer_group_offsets('one')
            print(sorted((where.partition, what.offset) for where, what in kept.items()))
            print(sorted(name for name, kind in admin.list_consumer_groups()))
            print(admin.describe_consumer_groups(['one'])[0].state)
            admin.create_partitions({'orders': NewPartitions(3)})
            print(len(KafkaConsumer(bootstrap_servers=address).partitions_for_topic('orders')))
            """;

    @TempDir
    private Path folder;

    @Test
    void otherClientsSeeWhatItDoes() throws Exception {
        try (var server = new KafkaTestServer(
                BrokerSettings.in(folder).with(new PackedFormat()).with(FsyncPolicy.never()))) {
            Process process = new ProcessBuilder("/usr/bin/python3", "-c", PROGRAM, server.address())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(said).isEqualTo("""
                    True 10
                    [(0, 5), (1, 5)]
                    ['one', 'three', 'two']
                    Empty
                    3
                    """);
            var consumer = server.consumer("group.id", "Java");
            consumer.subscribe(List.of("orders"));
            List<ConsumerRecord<String, String>> records = KafkaTestServer.poll(consumer, 10);
            assertThat(records).extracting(ConsumerRecord::value).containsExactlyInAnyOrder("v0", "v1", "v2", "v3",
                    "v4", "v5", "v6", "v7", "v8", "v9");
            assertThat(records).allSatisfy(record -> {
                assertThat(record.key()).isEqualTo("k" + record.value().substring(1));
                assertThat(record.partition()).isEqualTo(Integer.parseInt(record.value().substring(1)) % 2);
                assertThat(record.timestamp())
                        .isEqualTo(1_700_000_000_000L + Integer.parseInt(record.value().substring(1)));
                assertThat(record.headers().lastHeader("from").value()).asString().isEqualTo("Python");
            });
        }
    }
}
