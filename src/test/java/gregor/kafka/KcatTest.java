package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.packed.PackedFormat;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// kcat, and with it librdkafka, on which most clients in other languages are built.
@Tag("outside")
class KcatTest {
    @TempDir
    private Path folder;
    private KafkaTestServer server;

    @BeforeEach
    void open() {
        server = new KafkaTestServer(BrokerSettings.in(folder).with(new PackedFormat()).with(FsyncPolicy.never()));
        server.broker.createTopic("orders", 1, Map.of());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Process start(String... args) throws IOException {
        var command = new ArrayList<>(List.of("kcat", "-q", "-b", server.address()));
        command.addAll(Arrays.asList(args));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private List<String> kcat(String input, String... args) throws Exception {
        Process process = start(args);
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said.lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void othersReadWhatItWritesAndViceVersa(String codec) throws Exception {
        kcat("k1:" + "hello ".repeat(40) + "\nk2:two\n", "-t", "orders", "-P", "-K", ":", "-z", codec, "-H",
                "from=kcat", "-H", "empty=");
        var consumer = server.consumer("group.id", "readers");
        consumer.subscribe(List.of("orders"));
        List<ConsumerRecord<String, String>> records = KafkaTestServer.poll(consumer, 2);
        assertThat(KafkaTestServer.values(records)).containsExactly("hello ".repeat(40), "two");
        assertThat(records.getFirst().key()).isEqualTo("k1");
        assertThat(new String(records.getFirst().headers().lastHeader("from").value())).isEqualTo("kcat");

        var producer = server.producer("compression.type", codec);
        producer.send(new ProducerRecord<>("orders", 0, 1_700_000_000_123L, "k3", "from Java")).get();
        producer.send(new ProducerRecord<>("orders", 0, Long.valueOf(1_700_000_000_456L), "k4", (String) null)).get();
        assertThat(kcat("", "-t", "orders", "-C", "-e", "-o", "2", "-Z", "-f", "%o %p %T %k %s\\n"))
                .containsExactly("2 0 1700000000123 k3 from Java", "3 0 1700000000456 k4 NULL");
        assertThat(kcat("", "-t", "orders", "-C", "-e", "-o", "beginning", "-c", "1", "-f", "%h\\n"))
                .containsExactly("from=kcat,empty=");
    }

    /// kcat commits what it has sent when its input ends, and aborts it when it fails.
    @Test
    void writesATransactionAndReadsCommittedEvents() throws Exception {
        kcat("one\ntwo\n", "-t", "orders", "-P", "-X", "transactional.id=kcat");
        var producer = server.producer("transactional.id", "other");
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("orders", "aborted")).get();
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("orders", "open")).get();
        assertThat(kcat("", "-t", "orders", "-C", "-e", "-X", "isolation.level=read_committed", "-f", "%o %s\\n"))
                .containsExactly("0 one", "1 two");
        assertThat(kcat("", "-t", "orders", "-C", "-e", "-X", "isolation.level=read_uncommitted", "-f", "%o %s\\n"))
                .containsExactly("0 one", "1 two", "3 aborted", "5 open");
        producer.commitTransaction();
        assertThat(server.admin().listTransactions().all().get()).extracting(each -> each.transactionalId())
                .containsExactlyInAnyOrder("kcat", "other");
    }

    @Test
    void findsOffsetsByTimestampAndFromTheEnd() throws Exception {
        var producer = server.producer();
        for (int i = 0; i < 10; i++) {
            producer.send(new ProducerRecord<>("orders", 0, 1_700_000_000_000L + i * 1000, null, "at " + i)).get();
        }
        assertThat(kcat("", "-t", "orders", "-C", "-e", "-o", "s@1700000007000", "-f", "%s\\n")).containsExactly("at 7",
                "at 8", "at 9");
        assertThat(kcat("", "-t", "orders", "-C", "-e", "-o", "-2", "-f", "%s\\n")).containsExactly("at 8", "at 9");
        assertThat(kcat("", "-Q", "-t", "orders:0:1700000003500")).containsExactly("orders [0] offset 4");
        assertThat(String.join("\n", kcat("", "-L", "-t", "orders"))).contains("topic \"orders\" with 1 partitions",
                "partition 0, leader ");
    }

    @Test
    void aGroupOfTwoSplitsThePartitions() throws Exception {
        server.broker.createTopic("shared", 4, Map.of());
        List<Process> members = List.of(
                start("-G", "workers", "-u", "-X", "auto.offset.reset=earliest", "-f", "%p %s\\n", "shared"),
                start("-G", "workers", "-u", "-X", "auto.offset.reset=earliest", "-f", "%p %s\\n", "shared"));
        List<List<String>> read = List.of(Collections.synchronizedList(new ArrayList<>()),
                Collections.synchronizedList(new ArrayList<>()));
        try {
            for (int i = 0; i < 2; i++) {
                List<String> lines = read.get(i);
                BufferedReader out = members.get(i).inputReader();
                Thread.startVirtualThread(() -> out.lines().forEach(lines::add));
            }
            var admin = server.admin();
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (admin.describeConsumerGroups(List.of("workers")).all().get().get("workers").members().stream()
                    .filter(member -> !member.assignment().topicPartitions().isEmpty()).count() < 2) {
                assertThat(System.nanoTime()).as("both have joined").isLessThan(deadline);
                Thread.sleep(100);
            }
            var producer = server.producer();
            for (int i = 0; i < 40; i++) {
                producer.send(new ProducerRecord<>("shared", i % 4, null, "job " + i));
            }
            producer.flush();
            while (read.get(0).size() + read.get(1).size() < 40) {
                assertThat(System.nanoTime()).as("%s", read).isLessThan(deadline);
                Thread.sleep(20);
            }
        } finally {
            members.forEach(Process::destroy);
        }
        var jobs = new ArrayList<String>();
        read.forEach(lines -> lines.forEach(line -> jobs.add(line.substring(2))));
        assertThat(jobs).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40).mapToObj(i -> "job " + i).toList());
        for (List<String> lines : read) {
            var partitions = new TreeSet<String>();
            lines.forEach(line -> partitions.add(line.substring(0, 1)));
            assertThat(partitions).as("its partitions").hasSize(2);
        }
    }
}
