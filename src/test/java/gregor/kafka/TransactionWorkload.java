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

/// Transactional writers and readers of committed events, whose broker may be killed, and the history of what they
/// wrote and read.
final class TransactionWorkload {
    private static final int WRITERS = 3;
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long SEED = Long.getLong("gregor.seed", 14);

    private final TransactionHistory history = new TransactionHistory();
    private final AtomicInteger done = new AtomicInteger();
    private final Map<String, Long> offsets = new ConcurrentHashMap<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final int port;
    private volatile boolean stopping;

    /// @param port that of a broker on this machine
    TransactionWorkload(int port) {
        this.port = port;
    }

    /// Creates the topic, and starts the writers and a reader.
    void start() throws Exception {
        try (Admin admin = Admin.create(settings())) {
            admin.createTopics(List.of(new NewTopic("lists", PARTITIONS, (short) 1))).all().get();
        }
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            threads.add(start(() -> write(number)));
        }
        threads.add(start(this::readUntilStopped));
    }

    /// Returns the number of transactions that have ended, or may have.
    int done() {
        return done.get();
    }

    /// Returns the number of transactions with an outcome.
    long count(Outcome outcome) {
        return history.count(outcome);
    }

    /// Makes all threads end soon.
    void stop() {
        stopping = true;
    }

    /// Waits for the end of all threads, reads everything, and returns a sentence for each violation.
    List<String> violations() throws Exception {
        stop();
        for (Thread thread : threads) {
            assertThat(thread.join(PATIENCE)).isTrue();
        }
        assertThat(failures).isEmpty();
        read("last", true);
        List<String> found = history.violations("last");
        found.addAll(lostOffsets());
        return found;
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

    /// Waits until so many transactions have ended.
    void await(int count) throws InterruptedException {
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

    /// Returns a sentence for each group whose committed offset is not that of its writer's last commit.
    private List<String> lostOffsets() throws Exception {
        var lost = new ArrayList<String>();
        try (Admin admin = Admin.create(settings())) {
            for (var expected : offsets.entrySet()) {
                OffsetAndMetadata found = admin.listConsumerGroupOffsets(expected.getKey())
                        .partitionsToOffsetAndMetadata().get().get(new TopicPartition("lists", 0));
                if (found == null || found.offset() != expected.getValue()) {
                    lost.add("lost offset: " + expected.getKey() + " has committed " + expected.getValue()
                            + ", and now there is " + found);
                }
            }
        }
        return lost;
    }
}
