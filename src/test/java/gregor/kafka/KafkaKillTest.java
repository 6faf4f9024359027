package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.kafka.server.KafkaServer;
import gregor.packed.PackedFormat;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a broker while Kafka's own producer writes to it with acks=all and resends batches without a response: in the
/// end each record exists once, in the order sent. 3 kills; 30 with `-Dgregor.prove=true`.
class KafkaKillTest {
    private static final int KILLS = Boolean.getBoolean("gregor.prove") ? 30 : 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /// The process that is killed.
    static final class Victim {
        private Victim() {}

        public static void main(String... args) throws InterruptedException {
            Broker broker = Broker.open(BrokerSettings.in(Path.of(args[0])).with(new PackedFormat()));
            KafkaDoor door = KafkaServer.open(broker, KafkaSettings
                    .at(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]))));
            System.out.println(door.address());
            Thread.currentThread().join();
        }
    }

    private Process start(int port) throws IOException {
        return start(folder, port);
    }

    /// Starts a broker on a folder, in a process that is to be killed.
    static Process start(Path folder, int port) throws IOException {
        return start(folder, port, System.getProperty("java.class.path"));
    }

    /// Starts it with a class path and options of the JVM.
    static Process start(Path folder, int port, String classPath, String... options) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath));
        command.addAll(List.of(options));
        command.addAll(List.of(Victim.class.getName(), folder.toString(), "" + port));
        Process victim = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String line = new BufferedReader(new InputStreamReader(victim.getInputStream())).readLine();
        assertThat(line).as("it restarts on the data that the kill left behind").contains("" + port);
        return victim;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void eachAcknowledgedRecordExistsOnceAndInOrder() throws Exception {
        int port = freePort();
        var sent = new AtomicInteger();
        var acknowledged = new AtomicInteger();
        var failures = new ArrayList<Exception>();
        var room = new Semaphore(200);
        Process victim = start(port);
        try (var producer = new KafkaProducer<>(settings(port), new StringSerializer(), new StringSerializer())) {
            Thread writer = Thread.startVirtualThread(() -> {
                while (isFree(room)) {
                    producer.send(new ProducerRecord<>("orders", 0, null, "" + sent.getAndIncrement()),
                            (where, failure) -> {
                                room.release();
                                if (failure == null) {
                                    acknowledged.incrementAndGet();
                                } else {
                                    failures.add(failure);
                                }
                            });
                }
            });
            for (int kill = 0; kill < KILLS; kill++) {
                await(acknowledged, acknowledged.get() + 100 + 37 * kill);
                victim.destroyForcibly();
                assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
                victim = start(port);
            }
            await(acknowledged, acknowledged.get() + 100);
            writer.interrupt();
            writer.join();
            producer.flush();
            assertThat(failures).isEmpty();
            assertThat(acknowledged.get()).isEqualTo(sent.get());
            assertThat(read(port, sent.get()))
                    .isEqualTo(IntStream.range(0, sent.get()).mapToObj(Integer::toString).toList());
            System.out.println("kills survived: " + KILLS);
        } finally {
            victim.destroyForcibly();
        }
    }

    /// Waits until at most so many records are in flight; false if the producer has to stop.
    private static boolean isFree(Semaphore room) {
        try {
            room.acquire();
            Thread.sleep(0, 200_000);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static void await(AtomicInteger acknowledged, int count) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (acknowledged.get() < count) {
            assertThat(System.nanoTime()).as("%d of %d are acknowledged", acknowledged.get(), count)
                    .isLessThan(deadline);
            Thread.sleep(1);
        }
    }

    private static Map<String, Object> settings(int port) {
        return Map.of("bootstrap.servers", "localhost:" + port, "acks", "all", "linger.ms", 0, "batch.size", 200,
                "reconnect.backoff.ms", 20, "reconnect.backoff.max.ms", 200, "retry.backoff.ms", 20, "max.block.ms",
                60_000);
    }

    private static List<String> read(int port, int count) {
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", "localhost:" + port),
                new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition("orders", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) < end && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
