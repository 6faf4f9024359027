package gregor.kafka;

import module java.base;

import static gregor.kafka.KafkaTestServer.poll;
import static gregor.kafka.KafkaTestServer.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.packed.PackedFormat;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRegularExpression;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Transactions of Kafka's own producer: after restarts, compaction, timeouts and expiry.
@Timeout(120)
class TransactionsTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    @TempDir
    private Path folder;
    private final Instant[] now = {Instant.now()};

    private KafkaTestServer server() {
        return new KafkaTestServer(BrokerSettings.in(folder).with(new PackedFormat()).with(FsyncPolicy.never())
                .with(() -> now[0]).withSteadyClock(() -> Instant.now()));
    }

    private static KafkaProducer<String, String> producer(KafkaTestServer server, String id) {
        KafkaProducer<String, String> producer = server.producer("transactional.id", id, "transaction.timeout.ms",
                60_000);
        producer.initTransactions();
        return producer;
    }

    private void transaction(KafkaProducer<String, String> producer, boolean commit, String... events)
            throws Exception {
        producer.beginTransaction();
        for (String event : events) {
            String[] parts = event.split("=");
            producer.send(new ProducerRecord<>("orders", 0, now[0].toEpochMilli(), parts[0], parts[1])).get();
        }
        if (commit) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }

    private static List<String> read(KafkaTestServer server, int count, String level) {
        var consumer = server.consumer("isolation.level", level);
        consumer.assign(List.of(ORDERS));
        consumer.seekToBeginning(List.of(ORDERS));
        return values(poll(consumer, count));
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith("orders-0/" + file.getFileName())
                    && file.toString().endsWith(suffix)).toList();
        }
    }

    @Test
    void aRestartFindsAbortedAndOpenTransactionsInFilesOrWithoutThem() throws Exception {
        try (KafkaTestServer server = server()) {
            server.broker.createTopic("orders", 1, Map.of("segment.bytes", "1024"));
            var producer = producer(server, "one");
            for (int i = 0; i < 12; i++) {
                transaction(producer, i % 3 > 0, "k=" + i, "l=" + i + "'");
            }
            var open = producer(server, "two");
            open.beginTransaction();
            open.send(new ProducerRecord<>("orders", "open")).get();
            assertThat(read(server, 16, "read_committed")).hasSize(16).contains("11'").doesNotContain("0", "3'",
                    "open");
            open.close(Duration.ZERO);
        }
        assertThat(files(".txnindex")).hasSizeGreaterThan(1);
        assertThat(files(".snapshot")).hasSize(1);
        for (int restart = 0; restart < 3; restart++) {
            try (KafkaTestServer server = server()) {
                assertThat(read(server, 16, "read_committed")).as("restart " + restart).hasSize(16).contains("11'")
                        .doesNotContain("0", "3'", "open");
                assertThat(server.admin().describeTransactions(List.of("two")).description("two").get().state())
                        .isEqualTo(TransactionState.ONGOING);
            }
            for (Path file : files(restart == 0 ? ".txnindex" : ".snapshot")) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aTimeoutAbortsATransactionAndFencesItsProducer() throws Exception {
        try (KafkaTestServer server = server()) {
            var producer = producer(server, "slow");
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", "late")).get();
            now[0] = now[0].plus(Duration.ofSeconds(59));
            server.broker.keepHouse();
            assertThat(server.admin().describeTransactions(List.of("slow")).description("slow").get().state())
                    .isEqualTo(TransactionState.ONGOING);
            now[0] = now[0].plus(Duration.ofSeconds(2));
            server.broker.keepHouse();
            assertThat(server.admin().describeTransactions(List.of("slow")).description("slow").get().state())
                    .isEqualTo(TransactionState.COMPLETE_ABORT);
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(KafkaException.class);
            transaction(producer(server, "next"), true, "a=in time");
            assertThat(read(server, 1, "read_committed")).containsExactly("in time");
            assertThat(read(server, 2, "read_uncommitted")).containsExactly("late", "in time");
        }
    }

    @Test
    void compactionIgnoresAbortedEventsAndStopsBeforeOpenTransactions() throws Exception {
        try (KafkaTestServer server = server()) {
            server.broker.createTopic("orders", 1, Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0",
                    "delete.retention.ms", "1000"));
            var producer = producer(server, "one");
            transaction(producer, true, "a=1", "b=1");
            transaction(producer, true, "a=2");
            transaction(producer, false, "a=3", "b=3");
            transaction(producer, true, "c=4", "d=4");
            transaction(producer, true, "e=5");
            var open = producer(server, "two");
            open.beginTransaction();
            open.send(new ProducerRecord<>("orders", "a", "open")).get();
            transaction(producer, true, "b=6");
            for (int pass = 0; pass < 3; pass++) {
                server.broker.keepHouse();
                assertThat(read(server, 5, "read_committed")).as("pass " + pass).containsExactly("1", "2", "4", "4",
                        "5");
                assertThat(read(server, 7, "read_uncommitted")).doesNotContain("3").contains("open", "6");
                now[0] = now[0].plus(Duration.ofSeconds(2));
                transaction(producer, true, "b=6");
            }
            open.abortTransaction();
            transaction(producer, true, "z=7");
            server.broker.keepHouse();
            now[0] = now[0].plus(Duration.ofSeconds(2));
            transaction(producer, true, "z=8");
            server.broker.keepHouse();
            assertThat(read(server, 6, "read_committed")).contains("2", "4", "4", "5", "6").doesNotContain("1", "open");
        }
        try (KafkaTestServer server = server()) {
            files(".snapshot").forEach(file -> file.toFile().delete());
            assertThat(read(server, 6, "read_committed")).as("rebuilt").contains("2", "4", "4", "5", "6")
                    .doesNotContain("1", "3", "open");
        }
    }

    @Test
    void unusedTransactionalIdsExpire() throws Exception {
        try (KafkaTestServer server = server()) {
            transaction(producer(server, "old"), true, "a=1");
            now[0] = now[0].plus(Duration.ofDays(6));
            transaction(producer(server, "young"), true, "a=2");
            now[0] = now[0].plus(Duration.ofDays(2));
            server.broker.keepHouse();
            var admin = server.admin();
            assertThat(admin.listTransactions().all().get()).extracting(each -> each.transactionalId())
                    .containsExactly("young");
            assertThatThrownBy(() -> admin.describeTransactions(List.of("old")).description("old").get())
                    .isInstanceOf(ExecutionException.class).hasCauseInstanceOf(TransactionalIdNotFoundException.class);
            assertThat(server.broker.partition(Broker.TRANSACTIONS, 0).end()).isPositive();
        }
        try (KafkaTestServer server = server()) {
            assertThat(server.admin().listTransactions().all().get()).hasSize(1);
        }
    }

    /// Two transactions, `a` and `b`, send offsets of one partition, and a client commits some outside transactions:
    /// `a1` sends 1, `5` commits 5, and `a` commits. The offset that was sent last remains (as in Apache Kafka).
    @ParameterizedTest
    @CsvSource({"a1 b2 a b, 2", "a1 b2 b a, 2", "a1 5 a, 5", "5 a1 a, 1", "a1 5 b2 b a, 2", "a1 5 b2 a b, 2",
            "a1 b2 5 b a, 5", "a1 5 a2 a, 2", "b2 a1 5 a 6 b, 6"})
    void theOffsetThatWasSentLastIsKept(String steps, long kept) throws Exception {
        try (KafkaTestServer server = server()) {
            server.broker.createTopic("orders", 1, Map.of());
            var producers = new HashMap<Character, KafkaProducer<String, String>>();
            var consumer = server.consumer("group.id", "g");
            consumer.assign(List.of(ORDERS));
            for (char id : List.of('a', 'b')) {
                if (steps.indexOf(id) >= 0) { // a client waits 30 s when it closes an empty transaction
                    producers.put(id, producer(server, "" + id));
                    producers.get(id).beginTransaction();
                }
            }
            for (String step : steps.split(" ")) {
                var producer = producers.get(step.charAt(0));
                String offset = step.replaceAll("[ab]", "");
                if (producer == null) {
                    consumer.commitSync(Map.of(ORDERS, new OffsetAndMetadata(Long.parseLong(offset))));
                } else if (offset.isEmpty()) {
                    producer.commitTransaction();
                } else {
                    producer.sendOffsetsToTransaction(Map.of(ORDERS, new OffsetAndMetadata(Long.parseLong(offset))),
                            consumer.groupMetadata());
                }
            }
            assertThat(committed(server)).isEqualTo(kept);
        }
    }

    private static long committed(KafkaTestServer server) {
        return server.broker.groups().committedOffsets("g").get(new gregor.topic.TopicPartition("orders", 0)).offset();
    }

    @Test
    void theOffsetThatWasSentLastIsKeptIfTransactionsEndAtTheSameTime() throws Exception {
        try (KafkaTestServer server = server(); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.broker.createTopic("orders", 1, Map.of());
            var producers = List.of(producer(server, "a"), producer(server, "b"));
            var group = server.consumer("group.id", "g").groupMetadata();
            for (int round = 1; round < 20; round++) {
                var both = new ArrayList<Future<?>>();
                for (var producer : producers) {
                    producer.beginTransaction();
                    long offset = 2L * round + producers.indexOf(producer);
                    producer.sendOffsetsToTransaction(Map.of(ORDERS, new OffsetAndMetadata(offset)), group);
                }
                producers.forEach(producer -> both.add(threads.submit(producer::commitTransaction)));
                for (var each : both) {
                    each.get();
                }
                assertThat(committed(server)).isEqualTo(2L * round + 1);
            }
        }
    }

    @Test
    void transactionsAreListedByAPattern() throws Exception {
        try (KafkaTestServer server = server()) {
            for (String id : List.of("shop-1", "shop-2", "my-shop-1")) {
                producer(server, id);
            }
            assertThat(ids(server, "shop-.*")).containsExactlyInAnyOrder("shop-1", "shop-2");
            assertThat(ids(server, "")).hasSize(3);
            assertThatThrownBy(() -> ids(server, "shop-(")).hasCauseInstanceOf(InvalidRegularExpression.class);
        }
    }

    private static List<String> ids(KafkaTestServer server, String pattern) throws Exception {
        var options = new ListTransactionsOptions().filterOnTransactionalIdPattern(pattern);
        return server.admin().listTransactions(options).all().get().stream().map(each -> each.transactionalId())
                .toList();
    }
}
