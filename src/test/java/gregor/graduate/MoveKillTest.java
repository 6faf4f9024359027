package gregor.graduate;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Sample;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A move whose process, source and target are killed (SIGKILL) while it copies and a producer writes: no record is lost
/// or doubled, and a group goes on where it was. Each is killed once; 20 times with `-Dgregor.prove=true`.
@Timeout(1_200)
class MoveKillTest {
    private static final int KILLS = Boolean.getBoolean("gregor.prove") ? 20 : 1;
    private static final int RECORDS = 20_000;
    private static final int READ = 5_000;
    private static final List<TopicPartition> PARTITIONS = List.of(new TopicPartition("plain", 0),
            new TopicPartition("plain", 1), new TopicPartition("compacted", 0), new TopicPartition("transactional", 0));

    @TempDir
    Path folder;

    private final Random random = new Random(26);
    private final List<Process> processes = new ArrayList<>();
    private String source;

    /// Starts a command of Gregor in a process of its own.
    private Process gregor(String output, String... command) throws IOException {
        var all = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-Dgregor.home=" + Sample.home(), "-cp", System.getProperty("java.class.path"), "gregor.cli.Gregor"));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(output).toFile())).start();
        processes.add(process);
        return process;
    }

    private Process startSource() throws Exception {
        Process broker = gregor("source.txt", "broker", "--data", folder.resolve("source").toString(), "--kafka",
                source);
        int port = Integer.parseInt(source.substring(source.indexOf(':') + 1));
        await("the source listens: " + folder.resolve("source.txt"), () -> {
            try (var socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (ConnectException e) {
                return !broker.isAlive();
            }
        });
        return broker;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private static Map<String, Object> at(String address) {
        return Map.of("bootstrap.servers", address);
    }

    /// Returns the end of the journal: it grows with each transaction of a move.
    private static long journalEnd(Admin target) throws Exception {
        Optional<TopicPartition> journal = target.listTopics().names().get().stream()
                .filter(name -> name.startsWith("__graduate-")).map(name -> new TopicPartition(name, 0)).findFirst();
        return journal.isEmpty()
                ? 0
                : target.listOffsets(Map.of(journal.get(), OffsetSpec.latest())).partitionResult(journal.get()).get()
                        .offset();
    }

    private void write() throws Exception {
        try (Admin admin = Admin.create(at(source))) {
            MoveTest.create(admin, "plain", 2, Map.of());
            MoveTest.create(admin, "compacted", 1, Map.of("cleanup.policy", "compact"));
            MoveTest.create(admin, "transactional", 1, Map.of("retention.ms", "-1"));
        }
        MoveTest.writeTransactions(at(source), "transactional", 0, true);
        try (var producer = new KafkaProducer<>(at(source), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>("plain", i % 2, null, "before " + i));
                producer.send(new ProducerRecord<>("compacted", "key " + i % 100, i % 7 == 0 ? null : "value " + i));
            }
        }
    }

    /// Writes until it is stopped, and returns how many records were acknowledged; all must be.
    private int load(BooleanSupplier stop) {
        var failed = new AtomicReference<Exception>();
        int sent = 0;
        try (var producer = new KafkaProducer<>(at(source), new StringSerializer(), new StringSerializer())) {
            while (!stop.getAsBoolean()) {
                producer.send(new ProducerRecord<>("plain", sent % 2, null, "load " + sent++),
                        (_, failure) -> failed.compareAndSet(null, failure));
                LockSupport.parkNanos(1_000_000);
            }
        }
        assertThat(failed.get()).isNull();
        return sent;
    }

    /// Reads with a group, and returns the values of each partition; it commits what it has read, and nothing more.
    private static Map<Integer, List<String>> process(String address, long count) {
        var values = new TreeMap<Integer, List<String>>(Map.of(0, new ArrayList<>(), 1, new ArrayList<>()));
        var settings = new HashMap<>(at(address));
        settings.putAll(Map.of("group.id", "billing", "auto.offset.reset", "earliest", "enable.auto.commit", false,
                "max.poll.records", 100, "isolation.level", "read_committed"));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("plain"));
            for (long read = 0; read < count;) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    values.get(record.partition()).add(record.value());
                    read++;
                }
                consumer.commitSync();
            }
        }
        return values;
    }

    @Test
    void killedOnAnySideAMoveLosesAndDoublesNothing() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            source = "127.0.0.1:" + socket.getLocalPort();
        }
        LocalCluster kafka = LocalCluster.create(folder.resolve("kafka"), 1);
        try {
            kafka.startForThisProcess();
            Process broker = startSource();
            write();
            Map<Integer, List<String>> processed = process(source, READ);
            var stop = new AtomicBoolean();
            var load = new FutureTask<>(() -> load(stop::get));
            Thread.ofVirtual().start(load);
            killEachSide(kafka, broker);
            stop.set(true);
            int loaded = load.get();
            finish(kafka);
            compare(kafka, processed, loaded);
        } catch (Throwable e) {
            throw new AssertionError(Files.readString(folder.resolve("move.txt")), e);
        } finally {
            processes.forEach(Process::destroyForcibly);
            kafka.stop();
        }
    }

    private void killEachSide(LocalCluster kafka, Process first) throws Exception {
        Process broker = first;
        Path small = Files.writeString(folder.resolve("small.properties"), "max.poll.records=100\n");
        try (Admin target = Admin.create(at(kafka.addresses()))) {
            for (int kill = 0; kill < 3 * KILLS; kill++) {
                long before = journalEnd(target);
                Process mover = gregor("move.txt", "graduate", "--follow", "-b", source, "--to", kafka.addresses(),
                        "--broker-config", small.toString());
                await("the move copies something", () -> !mover.isAlive() || journalEnd(target) > before);
                assertThat(mover.isAlive()).as("the move runs until it is killed").isTrue();
                Thread.sleep(random.nextInt(50));
                switch (kill % 3) {
                    case 0 -> kill(mover);
                    case 1 -> {
                        kill(broker);
                        broker = startSource();
                    }
                    default -> {
                        kafka.kill(1);
                        kafka.startForThisProcess();
                    }
                }
                kill(mover); // which may have survived the other one
            }
        }
    }

    private void finish(LocalCluster kafka) throws Exception {
        Process last = gregor("move.txt", "graduate", "--cut-over", "--verify", "-b", source, "--to",
                kafka.addresses());
        assertThat(last.waitFor(120, TimeUnit.SECONDS)).as("the last move ends").isTrue();
        assertThat(last.exitValue()).isZero();
    }

    /// Returns all records, or the latest of each key if the topic is compacted, which may happen at any time.
    private static Collection<String> contents(String address, TopicPartition partition) {
        if (!partition.topic().equals("compacted")) {
            return MoveTest.contents(at(address), partition);
        }
        var latest = new TreeMap<String, String>();
        MoveTest.read(at(address), partition).forEach(record -> latest.compute(new String(record.key()),
                (_, _) -> record.value() == null ? null : MoveTest.content(record)));
        return latest.values();
    }

    private void compare(LocalCluster kafka, Map<Integer, List<String>> processed, int loaded) {
        for (TopicPartition partition : PARTITIONS) {
            Collection<String> here = contents(source, partition);
            assertThat(here).as("%s", partition).isNotEmpty()
                    .containsExactlyElementsOf(contents(kafka.addresses(), partition));
        }
        Map<Integer, List<String>> rest = process(kafka.addresses(), (long) RECORDS + loaded - READ);
        for (int partition = 0; partition < 2; partition++) {
            var all = new ArrayList<>(processed.get(partition));
            all.addAll(rest.get(partition));
            int parity = partition;
            assertThat(all).as("what the group has processed of partition %d", partition).isEqualTo(
                    Stream.concat(numbered("before ", RECORDS, parity), numbered("load ", loaded, parity)).toList());
        }
        System.out.println("MoveKillTest: " + KILLS + " kills on each side, " + (RECORDS + loaded) + " records");
    }

    private static Stream<String> numbered(String prefix, int count, int parity) {
        return IntStream.range(0, count).filter(i -> i % 2 == parity).mapToObj(i -> prefix + i);
    }
}
