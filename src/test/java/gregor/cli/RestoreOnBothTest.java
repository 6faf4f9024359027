package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.file.DurableArchive;
import gregor.kafka.ApacheKafka;
import gregor.kafka.KafkaTestServer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `archive restore` to a running broker of ours and to Apache Kafka, by `--broker` and `--broker-config`.
@Timeout(120)
class RestoreOnBothTest extends Shelled {
    private static final int EVENTS = 2500;

    private final List<Event> events = new ArrayList<>();

    /// Archives two partitions: the first begins at 500 and has gaps, and the other has a single event.
    private void archive() {
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < EVENTS; i++) {
            byte[] value = i % 7 == 0 ? null : new byte[]{(byte) i, '\n', (byte) 0xff, (byte) (i >> 8)};
            Event event = new Event(1_772_000_000_000L + i, i % 5 == 0 ? null : ("key " + i).getBytes(), value,
                    i % 3 == 0 ? List.of(new Header("a", null), new Header("a", new byte[]{1})) : List.of());
            events.add(event);
            entries.add(new Entry(500 + i + i / 100 * 3, event));
        }
        write(0, entries);
        write(1, List.of(new Entry(0, events.getFirst())));
    }

    private void write(int partition, List<Entry> entries) {
        try (DurableArchive archive = DurableArchive.open(data().resolve("archive/trips/" + partition + ".csv"))) {
            archive.add(entries);
        }
    }

    private static List<Event> read(String address, String topic, int count) {
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", address), new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var read = new ArrayList<Event>();
            while (read.size() < count) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    assertThat(record.offset()).isEqualTo(read.size());
                    var headers = new ArrayList<Header>();
                    record.headers().forEach(header -> headers.add(new Header(header.key(), header.value())));
                    read.add(new Event(record.timestamp(), record.key(), record.value(), headers));
                });
            }
            return read;
        }
    }

    private void restore(String address) throws IOException {
        Path config = Files.writeString(folder.resolve("client.properties"), "client.id=restorer\n");
        String to = " --broker " + address + " --broker-config " + config;
        assertThat(bad("archive restore trips --as gone" + to)).contains("offset 600 is missing",
                "add --close-gaps, or restore to a data folder that no broker uses");
        assertThat(good("archive restore trips --close-gaps" + to)).isEqualTo(
                """
                        trips-restored-0: 2,500 events, from offset 500 of the archive on, are 0 to 2499 in the log, without gaps
                        trips-restored-1: 1 events, from offset 0 of the archive on, are 0 to 0 in the log, without gaps
                        """);
        assertThat(read(address, "trips-restored", EVENTS)).isEqualTo(events);
        assertThat(bad("archive restore trips --close-gaps" + to)).contains("has events already");
    }

    @Test
    void everyEventComesBackInOrder() throws Exception {
        archive();
        outputTo(OutputStream.nullOutputStream()); // to which Apache Kafka logs
        try (var server = new KafkaTestServer(BrokerSettings.in(folder.resolve("ours")));
                var kafka = new ApacheKafka(Map.of())) {
            outputBack();
            restore(String.valueOf(server.settings().get("bootstrap.servers")));
            restore(kafka.address());
        }
    }
}
