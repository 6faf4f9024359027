package gregor.kafka.server;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.kafka.KafkaSettings;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The broker in the process of another program's test, as README shows.
class EmbeddedBrokerTest {
    private static final int BROKERS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    void readmeShowsTheseLines() throws IOException {
        Path home = Path.of(System.getProperty("gregor.home", ""));
        String own = Files.readString(home.resolve("src/test/java/gregor/kafka/server/EmbeddedBrokerTest.java"));
        String lines = own.substring(own.lastIndexOf("        try (var broker"), own.lastIndexOf("            talk(a"));
        assertThat(home.resolve("README.adoc")).content().contains(lines.stripTrailing().stripIndent());
    }

    @Test
    void tenBrokersInOneProcessLeaveNothingBehind() throws Exception {
        run(0);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        long files = openFiles();
        try (var threads = Executors.newFixedThreadPool(BROKERS)) {
            List<Future<?>> runs = IntStream.range(1, BROKERS + 1).<Future<?>>mapToObj(number -> threads.submit(() -> {
                run(number);
                return null;
            })).toList();
            for (Future<?> run : runs) {
                run.get();
            }
        }
        // A thread is alive for a moment after its work has ended.
        long end = System.nanoTime() + PATIENCE.toNanos();
        while ((!left(before).isEmpty() || openFiles() > files) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(left(before)).as("threads that are left").isEmpty();
        assertThat(openFiles()).as("open files").isLessThanOrEqualTo(files);
        try (var left = Files.list(folder)) {
            assertThat(left).as("files that are left").isEmpty();
        }
    }

    private static List<Thread> left(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !before.contains(thread) && !isOfTheJdk(thread)).toList();
    }

    /// The JDK retains threads for later virtual threads, and ends them after a while.
    private static boolean isOfTheJdk(Thread thread) {
        return thread.getThreadGroup() == null || thread.getThreadGroup().getName().equals("InnocuousThreadGroup")
                || thread.getName().startsWith("ForkJoinPool") || thread.getName().startsWith("VirtualThread");
    }

    private static long openFiles() throws IOException {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return 0;
        }
        try (var files = Files.list(open)) {
            return files.count();
        }
    }

    private void run(int number) throws Exception {
        try (var broker = Broker.open(BrokerSettings.inMemory(folder));
                var door = KafkaServer.open(broker, KafkaSettings.at(new InetSocketAddress("127.0.0.1", 0)))) {
            String address = "127.0.0.1:" + door.address().getPort();
            talk(address, "event of broker " + number);
        }
    }

    private static void talk(String address, String value) throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", address);
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer());
                var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            producer.send(new ProducerRecord<>("words", 0, null, value)).get();
            var words = new TopicPartition("words", 0);
            consumer.assign(List.of(words));
            consumer.seekToBeginning(List.of(words));
            assertThat(consumer.poll(Duration.ofSeconds(20))).extracting(record -> record.value())
                    .containsExactly(value);
        }
    }
}
