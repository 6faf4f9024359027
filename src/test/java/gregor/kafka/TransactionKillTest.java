package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.kafka.TransactionHistory.Outcome;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a broker while transactional producers write to it and readers of committed events read: no aborted read, no
/// lost or doubled write, no torn transaction. Every other kill comes as soon as the broker listens again, while it
/// completes what the last one interrupted. 50 kills; 500 with `-Dgregor.prove=true`.
class TransactionKillTest {
    private static final int KILLS = Boolean.getBoolean("gregor.prove") ? 500 : 50;
    private static final long SEED = Long.getLong("gregor.seed", 14);
    private static final int WRITERS = 3;
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;
    @TempDir
    private Path cacheFolder;

    private final TransactionHistory history = new TransactionHistory();
    private final AtomicInteger done = new AtomicInteger();
    private final Map<String, Long> offsets = new ConcurrentHashMap<>();
    private final List<Throwable> failures = new ArrayList<>();
    private volatile boolean stopping;
    private int port;

    @Test
    void transactionsAreWholeAfterKills() throws Exception {
        port = KafkaKillTest.freePort();
        var cache = new VictimCache(cacheFolder);
        Process victim = cache.train(folder, port);
        try {
            try (Admin admin = Admin.create(settings())) {
                admin.createTopics(List.of(new NewTopic("lists", PARTITIONS, (short) 1))).all().get();
            }
            var threads = new ArrayList<Thread>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                threads.add(start(() -> write(number)));
            }
            threads.add(start(() -> readUntilStopped()));
            await(20);
            victim.destroy();
            for (int kill = 0; kill < KILLS; kill++) {
                assertThat(victim.waitFor(60, TimeUnit.SECONDS)).isTrue();
                victim = cache.start(folder, port);
                if (kill % 2 == 0) {
                    await(done.get() + 2 + kill % 7);
                }
                victim.destroyForcibly();
            }
            assertThat(victim.waitFor(60, TimeUnit.SECONDS)).isTrue();
            victim = cache.start(folder, port);
            await(done.get() + 5);
            stopping = true;
            for (Thread thread : threads) {
                assertThat(thread.join(PATIENCE)).isTrue();
            }
            assertThat(failures).isEmpty();
            read("last", true);
            assertThat(history.violations("last")).as("seed " + SEED).isEmpty();
            assertThat(history.count(Outcome.COMMITTED)).isGreaterThan(KILLS);
            assertThat(history.count(Outcome.ABORTED)).isPositive();
            System.out.println("kills among transactions: " + KILLS + ", transactions: " + done);
            checkOffsets();
        } finally {
            stopping = true;
            victim.destroyForcibly();
        }
    }

    private Thread start(Runnable task) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                synchronized (failures) {
                    failures.add(e);
                }
            }
        });
    }

    private void await(int count) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (done.get() < count) {
            assertThat(failures).isEmpty();
            assertThat(System.nanoTime()).as("%d of %d transactions ended", done.get(), count).isLessThan(deadline);
            Thread.sleep(1);
        }
    }

    private Map<String, Object> settings(Object... more) {
        var settings = new HashMap<String, Object>(Map.of("bootstrap.servers", "localhost:" + port,
                "reconnect.backoff.ms", 20, "reconnect.backoff.max.ms", 200, "retry.backoff.ms", 20));
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return settings;
    }

    private void write(int writer) {
        var random = new Random(SEED + writer);
        KafkaProducer<String, String> producer = producer(writer);
        ConsumerGroupMetadata group;
        try (var consumer = new KafkaConsumer<>(settings("group.id", "group-" + writer), new StringDeserializer(),
                new StringDeserializer())) {
            group = consumer.groupMetadata();
        }
        for (int number = 0; !stopping; number++) {
            String name = "w" + writer + "-" + number;
            var events = new ArrayList<String>();
            boolean commit = random.nextInt(4) > 0;
            try {
                producer.beginTransaction();
                for (int i = 0; i < 1 + random.nextInt(4); i++) {
                    events.add(name + "-" + i);
                    producer.send(new ProducerRecord<>("lists", random.nextInt(PARTITIONS), null, events.getLast()));
                }
                producer.sendOffsetsToTransaction(
                        Map.of(new TopicPartition("lists", 0), new OffsetAndMetadata(number + 1)), group);
                if (commit) {
                    producer.commitTransaction();
                    offsets.put("group-" + writer, number + 1L);
                } else {
                    producer.flush();
                    producer.abortTransaction();
                }
                history.wrote(name, events, commit ? Outcome.COMMITTED : Outcome.ABORTED);
            } catch (KafkaException e) {
                history.wrote(name, events, Outcome.UNKNOWN);
                offsets.remove("group-" + writer);
                producer.close(Duration.ZERO);
                producer = producer(writer);
            }
            done.incrementAndGet();
        }
        producer.close();
    }

    private KafkaProducer<String, String> producer(int writer) {
        var producer = new KafkaProducer<>(settings("transactional.id", "writer-" + writer, "linger.ms", 0,
                "max.block.ms", 60_000, "delivery.timeout.ms", 60_000), new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private void readUntilStopped() {
        for (int reader = 0; !stopping; reader++) {
            read("reader " + reader, false);
        }
    }

    /// Reads each partition from its start: to the end, or for a while.
    private void read(String name, boolean complete) {
        try (var consumer = new KafkaConsumer<>(settings("isolation.level", "read_committed"), new StringDeserializer(),
                new StringDeserializer())) {
            var partitions = new ArrayList<TopicPartition>();
            var events = new HashMap<Integer, TreeMap<Long, String>>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                partitions.add(new TopicPartition("lists", partition));
                events.put(partition, new TreeMap<>());
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = complete ? consumer.endOffsets(partitions, PATIENCE) : Map.of();
            long deadline = System.nanoTime() + (complete ? PATIENCE : Duration.ofSeconds(2)).toNanos();
            while (System.nanoTime() < deadline && !(complete
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> events.get(record.partition()).put(record.offset(), record.value()));
            }
            events.forEach((partition, read) -> history.read(name, partition, read));
        }
    }

    private void checkOffsets() throws Exception {
        try (Admin admin = Admin.create(settings())) {
            for (var expected : offsets.entrySet()) {
                assertThat(admin.listConsumerGroupOffsets(expected.getKey()).partitionsToOffsetAndMetadata().get()
                        .get(new TopicPartition("lists", 0)).offset()).as(expected.getKey())
                        .isEqualTo(expected.getValue());
            }
        }
    }
}
