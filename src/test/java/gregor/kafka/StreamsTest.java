package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kafka Streams in a process of its own counts words on our broker, exactly once although the process is killed.
@Timeout(300)
class StreamsTest {
    private static final List<String> WORDS = List.of("one", "morning", "a", "list", "woke", "to", "find", "itself");
    private static final int PARTITIONS = 3;
    private static final int LINES = Boolean.getBoolean("gregor.prove") ? 20_000 : 2_000;
    private static final int KILLS = Boolean.getBoolean("gregor.prove") ? 10 : 2;

    @TempDir
    private Path folder;

    private KafkaTestServer server() throws Exception {
        var server = new KafkaTestServer(BrokerSettings.in(folder.resolve("data")).with(FsyncPolicy.never()));
        server.admin()
                .createTopics(
                        Stream.of("lines", "counts").map(name -> new NewTopic(name, PARTITIONS, (short) 1)).toList())
                .all().get();
        return server;
    }

    private Process start(KafkaTestServer server, String... settings) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), WordCount.class.getName(), "bootstrap.servers", server.address(),
                "state.dir", folder.resolve("state").toString()));
        command.addAll(List.of(settings));
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("streams.log").toFile())).start();
    }

    /// The counts of a word are 1, 2, 3 … without a gap or a repetition.
    @Test
    void everyWordIsCountedOnceAlthoughTheProcessIsKilled() throws Exception {
        try (KafkaTestServer server = server()) {
            var producer = server.producer();
            var random = new Random(42);
            for (int line = 0; line < LINES; line++) {
                String words = WORDS.get(random.nextInt(WORDS.size())) + " " + WORDS.get(random.nextInt(WORDS.size()));
                producer.send(new ProducerRecord<>("lines", line % PARTITIONS, null, words));
            }
            producer.flush();

            var records = new ArrayList<ConsumerRecord<String, String>>();
            var consumer = server.consumer("isolation.level", "read_committed", "group.id", "checker");
            consumer.subscribe(List.of("counts"));
            for (int run = 0; run <= KILLS; run++) {
                Process streams = start(server, "processing.guarantee", "exactly_once_v2");
                int wanted = run == KILLS ? 2 * LINES : 2 * LINES * (run + 1) / (KILLS + 2);
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
                while (records.size() < wanted && streams.isAlive() && System.nanoTime() < deadline) {
                    consumer.poll(Duration.ofMillis(10)).forEach(records::add);
                }
                streams.destroyForcibly().waitFor();
                assertThat(records.size())
                        .as("counts of run %s; %s", run, Files.readString(folder.resolve("streams.log")))
                        .isGreaterThanOrEqualTo(wanted);
            }
            consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            assertThat(faults(records)).isEmpty();
            assertThat(records.size()).isEqualTo(2 * LINES);
        }
    }

    /// Names each count that does not follow the one before it.
    private static List<String> faults(List<ConsumerRecord<String, String>> counts) {
        var faults = new ArrayList<String>();
        var last = new HashMap<String, Integer>();
        for (var record : counts) {
            int count = Integer.parseInt(record.value());
            Integer before = last.put(record.key(), count);
            if (count != (before == null ? 1 : before + 1)) {
                faults.add(record.key() + ": " + count + " follows " + before);
            }
        }
        return faults;
    }

    /// Our broker has no groups of the protocol `streams` (KIP-1071).
    @Test
    void theStreamsProtocolIsRefusedWithItsReason() throws Exception {
        try (KafkaTestServer server = server()) {
            Process streams = start(server, "group.protocol", "streams");
            assertThat(streams.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(folder.resolve("streams.log"))).contains("refused: ")
                    .contains("The cluster does not support the STREAMS group protocol");
        }
    }
}
