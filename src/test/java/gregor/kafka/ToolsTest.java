package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.packed.PackedFormat;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.server.util.ThroughputThrottler;
import org.apache.kafka.tools.ConsoleProducer;
import org.apache.kafka.tools.ConsumerPerformance;
import org.apache.kafka.tools.DumpLogSegments;
import org.apache.kafka.tools.GetOffsetShell;
import org.apache.kafka.tools.ProducerPerformance;
import org.apache.kafka.tools.TopicCommand;
import org.apache.kafka.tools.TransactionalMessageCopier;
import org.apache.kafka.tools.TransactionsCommand;
import org.apache.kafka.tools.VerifiableProducer;
import org.apache.kafka.tools.consumer.ConsoleConsumer;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Apache Kafka's own command-line tools.
class ToolsTest {
    @TempDir
    private Path folder;
    private KafkaTestServer server;

    /// Keeps a tool from ending this process, and takes its first exit code: some tools report this exception as a
    /// failure.
    private Integer ended;

    private interface Tool {
        void main(String[] args) throws Exception;
    }

    @BeforeEach
    void open() {
        Exit.setExitProcedure((status, message) -> {
            ended = ended == null ? status : ended;
            throw new IllegalStateException("ended with " + status + ": " + message);
        });
        server = new KafkaTestServer(BrokerSettings.in(folder).with(new PackedFormat()).with(FsyncPolicy.never()));
    }

    @AfterEach
    void close() {
        server.close();
        Exit.resetExitProcedure();
        Exit.resetShutdownHookAdder();
    }

    /// Returns what a tool prints up to the end of its shutdown hooks; `BROKER` in its arguments is replaced by our
    /// address.
    private String run(Tool tool, String input, String args) throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        InputStream in = System.in;
        var said = new ByteArrayOutputStream();
        var complained = new ByteArrayOutputStream();
        var hooks = new ArrayList<Runnable>();
        Exit.setShutdownHookAdder((name, hook) -> hooks.add(hook));
        ended = null;
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            tool.main(args.replace("BROKER", "--bootstrap-server " + server.address()).split(" "));
        } catch (IllegalStateException e) {
            // ended
        } finally {
            hooks.forEach(Runnable::run);
            System.setOut(out);
            System.setErr(err);
            System.setIn(in);
        }
        assertThat(ended == null ? 0 : ended).as("%s: %s %s", args, said, complained).isZero();
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void topicsConsoleGroupsAndSettings() throws Exception {
        assertThat(run(TopicCommand::main, "",
                "BROKER --create --topic orders --partitions 2 --config retention.ms=3600000"))
                .contains("Created topic orders.");
        assertThat(run(TopicCommand::main, "", "BROKER --describe --topic orders")).contains("PartitionCount: 2",
                "retention.ms=3600000", "Leader: ");
        assertThat(run(TopicCommand::main, "", "BROKER --alter --topic orders --partitions 3")).isEmpty();
        assertThat(run(TopicCommand::main, "", "BROKER --list")).contains("orders");

        run(ConsoleProducer::main, "a:1\nb:2\nc:3\n",
                "BROKER --topic orders --reader-property parse.key=true --reader-property key.separator=:");
        assertThat(run(ConsoleConsumer::main, "",
                "BROKER --topic orders --from-beginning --max-messages 3 --group readers --timeout-ms 60000"
                        + " --formatter-property print.key=true")
                .lines().filter(line -> line.contains("\t"))).containsExactlyInAnyOrder("a\t1", "b\t2", "c\t3");
        assertThat(run(GetOffsetShell::main, "", "BROKER --topic orders").lines()
                .mapToInt(line -> Integer.parseInt(line.replaceAll(".*:", ""))).sum()).isEqualTo(3);

        assertThat(run(ConsumerGroupCommand::main, "", "BROKER --list")).contains("readers");
        assertThat(run(ConsumerGroupCommand::main, "", "BROKER --describe --group readers")).contains("orders",
                "LOG-END-OFFSET");
        assertThat(run(ConsumerGroupCommand::main, "",
                "BROKER --group readers --topic orders --reset-offsets --to-earliest --execute"))
                .contains("NEW-OFFSET");
        assertThat(run(ConsumerGroupCommand::main, "", "BROKER --delete --group readers")).contains("successful");

        assertThat(run(kafka.admin.ConfigCommand::main, "",
                "BROKER --alter --entity-type topics --entity-name orders --add-config max.message.bytes=2000000"))
                .contains("Completed updating config for topic orders.");
        assertThat(
                run(kafka.admin.ConfigCommand::main, "", "BROKER --describe --entity-type topics --entity-name orders"))
                .contains("max.message.bytes=2000000");
        assertThat(run(TopicCommand::main, "", "BROKER --delete --topic orders")).isEmpty();
    }

    @Test
    void loadAndWhatIsThenInTheFiles() throws Exception {
        assertThat(run(ProducerPerformance::main, "",
                "BROKER --topic load --num-records 20000 --record-size 100 --throughput -1 --command-property acks=all"
                        + " compression.type=lz4"))
                .contains("20000 records sent");
        assertThat(run(ConsumerPerformance::main, "",
                "BROKER --topic load --num-records 20000 --hide-header --timeout 60000")).contains(", 20000, ");
        server.door.close();
        server.broker.close();
        String dump = dump("load-0");
        assertThat(dump).contains("isvalid: true", "compresscodec: lz4").doesNotContain("isvalid: false");
        assertThat(dump.lines().filter(line -> line.startsWith("| offset: "))).hasSize(20_000);
        server = new KafkaTestServer(BrokerSettings.in(folder).with(new PackedFormat()));
        assertThat(List.of(server.broker.partition("load", 0).end())).containsExactly(20_000L);
    }

    @Test
    void transactionsAreCopiedDescribedAndDumped() throws Exception {
        run(TopicCommand::main, "", "BROKER --create --topic in --config segment.bytes=1048576");
        run(TopicCommand::main, "", "BROKER --create --topic out");
        assertThat(run(this::produceVerifiably, "", "in 500").lines()
                .filter(line -> line.contains("producer_send_success"))).hasSize(500);
        assertThat(run(ConsoleConsumer::main, "",
                "BROKER --topic in --from-beginning --max-messages 500 --timeout-ms 60000").lines()
                .filter(line -> line.matches("\\d+"))).hasSize(500);
        assertThat(run(TransactionalMessageCopier::main, "", "--broker-list " + server.address()
                + " --input-topic in --output-topic out --input-partition 0"
                + " --transactional-id copier --consumer-group copiers --transaction-size 100 --max-messages 500"
                + " --enable-random-aborts")).contains("ShutdownComplete", "\"totalProcessed\":500");
        assertThat(
                run(ConsoleConsumer::main, "",
                        "BROKER --topic out --from-beginning --isolation-level read_committed --max-messages 500"
                                + " --timeout-ms 60000")
                        .lines().filter(line -> line.matches("\\d+")).distinct())
                .hasSize(500);
        assertThat(run(TransactionsCommand::main, "", "BROKER list")).contains("copier");
        assertThat(run(TransactionsCommand::main, "", "BROKER describe --transactional-id copier"))
                .contains("Complete");
        assertThat(run(TransactionsCommand::main, "", "BROKER find-hanging --topic out")).doesNotContain("copier");
        try (var producer = server.producer("transactional.id", "copier")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("out", "x")).get();
            producer.abortTransaction();
        }
        server.door.close();
        server.broker.close();
        assertThat(dump("out-0")).contains("endTxnMarker: COMMIT", "endTxnMarker: ABORT", "isTransactional: true");
        for (String suffix : List.of(".txnindex", ".snapshot")) {
            String file = files("out-0", suffix).map(Path::toString).findFirst().orElseThrow();
            assertThat(run(DumpLogSegments::main, "", "--files " + file)).contains("producerId: ");
        }
        server = new KafkaTestServer(BrokerSettings.in(folder).with(new PackedFormat()));
    }

    /// Runs what the main method of `VerifiableProducer` runs, and waits for its responses: the main method leaves that
    /// to the end of the process, so that the output of the next tool would have the lines of its responses.
    ///
    /// @param args the topic and the number of records
    private void produceVerifiably(String[] args) {
        try (var tool = new VerifiableProducer(server.producer(), args[0], -1, Integer.parseInt(args[1]), null, null,
                null)) {
            tool.run(new ThroughputThrottler(-1, System.currentTimeMillis()));
        }
    }

    /// Returns what Apache Kafka finds in the segments of a partition.
    private String dump(String partition) throws Exception {
        return run(DumpLogSegments::main, "", "--files "
                + segments(partition).map(Path::toString).collect(Collectors.joining(",")) + " --deep-iteration");
    }

    private Stream<Path> segments(String partition) throws IOException {
        return files(partition, ".log");
    }

    private Stream<Path> files(String partition, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.getParent().getFileName().toString().equals(partition)
                    && file.toString().endsWith(suffix)).sorted().toList().stream();
        }
    }

    /// The last batch is not compacted, so that of 50 keys, one has two records.
    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void compactionKeepsTheCodecAndTheKindOfTimestamps(String codec) throws Exception {
        for (String type : List.of("CreateTime", "LogAppendTime")) {
            String topic = codec + type;
            run(TopicCommand::main, "", "BROKER --create --topic " + topic
                    + " --config cleanup.policy=compact --config message.timestamp.type=" + type);
            var producer = server.producer("compression.type", codec, "linger.ms", 10_000, "batch.size", 1_000_000);
            for (int step : List.of(1, 2, 50)) {
                for (int key = 0; key < 50; key += step) {
                    producer.send(new ProducerRecord<>(topic, "k" + key, "text ".repeat(100) + step));
                }
                producer.flush();
            }
            long before = bytes(topic + "-0");
            server.broker.keepHouse();
            assertThat(bytes(topic + "-0")).isLessThan(before);
            String dump = dump(topic + "-0");
            assertThat(dump.lines().filter(line -> line.contains("compresscodec: " + codec))).hasSize(3);
            assertThat(dump.lines().filter(line -> line.startsWith("| offset: "))).hasSize(51)
                    .allMatch(line -> line.contains(" " + type + ": "));
            assertThat(run(ConsoleConsumer::main, "",
                    "BROKER --topic " + topic + " --from-beginning --max-messages 51 --timeout-ms 60000"))
                    .hasLineCount(51);
        }
    }

    private long bytes(String partition) throws IOException {
        return segments(partition).mapToLong(file -> file.toFile().length()).sum();
    }
}
