package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Apache Flink, in a process of its own, writes a bill for each order: exactly once although the process is killed.
/// Its jars are in target/flink; `.ci/prove` puts them there, where this runs with `-Dgregor.prove=true`.
@Tag("outside")
@EnabledIfSystemProperty(named = "gregor.prove", matches = "true")
@Timeout(600)
class FlinkTest {
    private static final String JARS = Path.of(System.getProperty("gregor.home", "."), "target/flink") + "/*";
    private static final int ORDERS = 200;
    private static final int KILLS = 5;

    @TempDir
    private Path folder;

    private Process start(KafkaTestServer server, Path program) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp",
                JARS, program.toString(), server.address(), folder.resolve("checkpoints").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("flink.log").toFile())).start();
    }

    @Test
    void everyOrderIsBilledOnceAlthoughTheProcessIsKilled() throws Exception {
        Path program = folder.resolve("FlinkBills.java");
        try (var in = FlinkTest.class.getResourceAsStream("FlinkBills.java")) {
            Files.copy(in, program);
        }
        try (var server = new KafkaTestServer(BrokerSettings.in(folder.resolve("data")).with(FsyncPolicy.never()))) {
            server.admin()
                    .createTopics(Stream.of("orders", "bills").map(name -> new NewTopic(name, 2, (short) 1)).toList())
                    .all().get();
            var producer = server.producer();
            var consumer = server.consumer("isolation.level", "read_committed", "group.id", "checker");
            consumer.subscribe(List.of("bills"));
            int sent = 0;
            var bills = new ArrayList<String>();
            for (int run = 1; run <= KILLS + 1; run++) {
                Process flink = start(server, program);
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
                while (bills.size() < run * ORDERS && flink.isAlive() && System.nanoTime() < deadline) {
                    // Never more than 50 orders ahead of the bills, so that a kill comes between two checkpoints.
                    while (sent < Math.min(bills.size() + 50, (KILLS + 1) * ORDERS)) {
                        producer.send(new ProducerRecord<>("orders", sent % 2, null, "order " + sent++));
                    }
                    consumer.poll(Duration.ofMillis(10)).forEach(record -> bills.add(record.value()));
                }
                flink.destroyForcibly().waitFor();
            }
            consumer.poll(Duration.ofSeconds(1)).forEach(record -> bills.add(record.value()));
            assertThat(bills).as(Files.readString(folder.resolve("flink.log"))).doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, sent).mapToObj(order -> "order " + order).toList())
                    .hasSize((KILLS + 1) * ORDERS);
        }
    }
}
