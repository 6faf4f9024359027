package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Utf8;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import gregor.packed.PackedFormat;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the same client calls and the same invalid requests on our broker and on Apache Kafka.
class DifferentialTest {
    private static final int STEPS = Boolean.getBoolean("gregor.prove") ? 400 : 60;
    private static final long SEED = Long.getLong("gregor.seed", 41);

    @TempDir
    private static Path folder;
    private static ApacheKafka kafka;
    private static KafkaTestServer server;

    @BeforeAll
    static void start() throws Exception {
        kafka = new ApacheKafka(Map.of("auto.create.topics.enable", "false", "group.consumer.min.heartbeat.interval.ms",
                "500", "group.consumer.heartbeat.interval.ms", "500"));
        server = new KafkaTestServer(
                BrokerSettings.in(folder).with(new PackedFormat()).with(FsyncPolicy.never()).withNewTopics(1, false));
    }

    @AfterAll
    static void stop() {
        server.close();
        kafka.close();
    }

    @Test
    void randomClientCallsHaveTheSameResults() {
        long now = System.currentTimeMillis();
        List<String> theirs;
        List<String> ours;
        try (var program = new Program(kafka.address(), SEED, now)) {
            theirs = program.run(STEPS);
        }
        try (var program = new Program(server.address(), SEED, now)) {
            ours = program.run(STEPS);
        }
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            assertThat(ours.get(i)).as("seed " + SEED + ", step " + i).isEqualTo(theirs.get(i));
        }
        assertThat(ours).hasSameSizeAs(theirs);
    }

    @Test
    void transactionalRequestsHaveTheSameResults() throws Exception {
        var different = new ArrayList<String>();
        for (long seed = SEED; seed < SEED + STEPS / 10; seed++) {
            List<String> theirs;
            List<String> ours;
            try (var program = new TransactionProgram(kafka.address(), seed)) {
                theirs = program.run(STEPS);
            }
            try (var program = new TransactionProgram(server.address(), seed)) {
                ours = program.run(STEPS);
            }
            for (int i = 0; i < theirs.size(); i++) {
                if (!ours.get(i).equals(theirs.get(i))) {
                    different.add("seed " + seed + ", step " + i + ": Kafka says " + theirs.get(i) + "\n ours "
                            + ours.get(i) + "\n after " + String.join("\n   ", ours.subList(Math.max(0, i - 10), i)));
                    break;
                }
            }
        }
        assertThat(different).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aGroupRebalancesAlike(String protocol) throws Exception {
        assertSame(address -> new GroupScenario(address, protocol).run());
    }

    @Test
    void subscriptionsByPatternsAreAssignedAlike() throws Exception {
        assertSame(address -> new PatternScenario(address).run());
    }

    private interface Scenario {
        List<String> run(String address) throws Exception;
    }

    /// Runs the scenario on both brokers at the same time, since it waits most of the time.
    private static void assertSame(Scenario scenario) throws Exception {
        var theirs = new FutureTask<>(() -> scenario.run(kafka.address()));
        Thread.ofVirtual().start(theirs);
        assertThat(scenario.run(server.address())).isEqualTo(theirs.get());
    }

    @Test
    void anInvalidRequestGetsTheSameError() throws Exception {
        byte[] batch = PackedBatch
                .of(ListBatch.of(new Event(System.currentTimeMillis(), Utf8.bytes("k"), Utf8.bytes("v"), List.of())),
                        Codec.NONE)
                .bytes().array();
        byte[] damaged = batch.clone();
        damaged[damaged.length - 3] ^= 1;
        for (String address : List.of(kafka.address(), server.address())) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
                admin.createTopics(List.of(new NewTopic("orders", 2, (short) 1))).all().get();
                admin.listOffsets(Map.of(new TopicPartition("orders", 1), OffsetSpec.latest())).all().get();
            }
        }
        var different = new ArrayList<String>();
        for (InvalidRequests.InvalidRequest wrong : InvalidRequests.all(batch, damaged)) {
            String theirs = wrong.answer(kafka.address());
            String ours = wrong.answer(server.address());
            if (ours.equals(theirs) != (wrong.omitted() == null)) {
                different.add(wrong.what() + ": Kafka says " + theirs + ", and ours " + ours
                        + (wrong.omitted() == null ? "" : " (" + wrong.omitted() + ")"));
            }
        }
        assertThat(different).isEmpty();
    }
}
