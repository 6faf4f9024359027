package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.group.MemoryOffsetStore;
import gregor.stream.AtLeastOnce;
import gregor.stream.Streams;
import gregor.stream.Topology;
import javax.tools.ToolProvider;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// The same program on the sample reports of a running broker gives the same counts: our streams, Kafka Streams, and
/// with `-Dgregor.prove=true` Flink, whose jars `.ci/prove` puts into target/flink.
@Tag("outside")
@Timeout(300)
class SameProgramTest {
    private static final Path HOME = Path.of(System.getProperty("gregor.home", "."));
    private static final String JARS = HOME.resolve("target/flink") + "/*";

    @TempDir
    private Path folder;

    private KafkaTestServer server;
    private final Map<String, Long> expected = new TreeMap<>();

    @BeforeEach
    void writeTheReports() throws IOException {
        server = new KafkaTestServer(BrokerSettings.in(folder.resolve("data")).with(FsyncPolicy.never()));
        for (String topic : List.of("deliveries", "counts", "kafka-counts", "flink-counts", "app-count-repartition",
                "app-count-changelog")) {
            server.broker.createTopic(topic, 3, Map.of());
        }
        var producer = server.producer();
        try (Stream<String> lines = Files.lines(HOME.resolve("data/deliveries.csv"))) {
            lines.skip(1).map(line -> line.split(",")).forEach(cells -> {
                producer.send(new ProducerRecord<>("deliveries", cells[3], cells[4]));
                expected.merge(cells[4].split("--")[1], 1L, Long::sum);
            });
        }
        producer.flush();
        assertThat(expected).hasSizeGreaterThan(2);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void isCounted(String topic, BiConsumer<Map<String, Long>, String[]> add, BooleanSupplier running) {
        var consumer = server.consumer("group.id", "reader-of-" + topic);
        consumer.subscribe(List.of(topic));
        var counts = new TreeMap<String, Long>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!counts.equals(expected) && System.nanoTime() < deadline && running.getAsBoolean()) {
            consumer.poll(Duration.ofMillis(200)).forEach(record -> add.accept(counts,
                    (record.key() == null ? record.value() : record.key() + " " + record.value()).split(" ")));
        }
        consumer.poll(Duration.ofMillis(500)).forEach(record -> add.accept(counts,
                (record.key() == null ? record.value() : record.key() + " " + record.value()).split(" ")));
        assertThat(counts).isEqualTo(expected);
    }

    private static void latest(Map<String, Long> counts, String[] change) {
        counts.put(change[0], Long.valueOf(change[1]));
    }

    @Test
    void ours() {
        var topology = new Topology();
        topology.stream("deliveries").selectKey(report -> report.value().split("--")[1]).repartition("count")
                .count("count").toStream().to("counts");
        new Streams("app", topology, server.broker.topics(),
                new AtLeastOnce("app", server.broker.topics(), new MemoryOffsetStore())).drain();
        isCounted("counts", SameProgramTest::latest, () -> true);
    }

    @Test
    void kafkaStreams() {
        var builder = new StreamsBuilder();
        builder.<String, String>stream("deliveries").groupBy((_, report) -> report.split("--")[1])
                .count(Materialized.as(Stores.inMemoryKeyValueStore("count"))).toStream().mapValues(String::valueOf)
                .to("kafka-counts", Produced.with(Serdes.String(), Serdes.String()));
        var settings = new Properties();
        settings.putAll(server.settings("application.id", "kafka-app", "state.dir", folder.resolve("state").toString(),
                "default.key.serde", Serdes.StringSerde.class, "default.value.serde", Serdes.StringSerde.class,
                "commit.interval.ms", 100));
        try (var streams = new KafkaStreams(builder.build(), settings)) {
            streams.start();
            isCounted("kafka-counts", SameProgramTest::latest, () -> true);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "gregor.prove", matches = "true")
    void flink() throws Exception {
        Path program = folder.resolve("FlinkCounts.java");
        try (var in = SameProgramTest.class.getResourceAsStream("FlinkCounts.java")) {
            Files.copy(in, program);
        }
        String jars = JARS.substring(0, JARS.length() - 1);
        try (Stream<Path> all = Files.list(Path.of(jars))) {
            String path = all.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-cp", path, "-d", folder.toString(),
                    program.toString())).isZero();
        }
        Path log = folder.resolve("flink.log");
        Process flink = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", JARS + File.pathSeparator + folder, "FlinkCounts",
                server.address()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertThat(flink.waitFor(120, TimeUnit.SECONDS)).as("Flink has ended").isTrue();
            assertThat(flink.exitValue()).as(Files.readString(log)).isZero();
            isCounted("flink-counts", (counts, change) -> counts.merge(change[0], Long.valueOf(change[1]), Math::max),
                    () -> true);
        } finally {
            flink.destroyForcibly();
        }
    }
}
