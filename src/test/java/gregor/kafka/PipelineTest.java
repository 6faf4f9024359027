package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.file.FaultyDisk;
import gregor.file.StorageException;
import gregor.list.Event;
import gregor.packed.PackedFormat;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Produce requests of one connection, several of which are in flight while the disk forces.
@Timeout(60)
class PipelineTest {
    private static final int VERSION = 9;
    private static final int IN_FLIGHT = 5;
    private static final long SECONDS_20 = 20_000_000_000L;

    private final FaultyDisk disk = new FaultyDisk();
    private Runnable ended;
    private final CountDownLatch goOn = new CountDownLatch(1);

    private static KafkaTestServer open(FaultyDisk disk) {
        var server = new KafkaTestServer(
                BrokerSettings.in(disk.path("/data")).with(new PackedFormat()).withNewTopics(1, true));
        server.broker.createTopic("t", 1, Map.of());
        // The first append forces the folder, which is not what these tests wait for.
        server.broker.partition("t", 0).append(Event.of("first"));
        return server;
    }

    /// A request with a batch of one record, whose value is its number.
    private static byte[] produce(int number, int acks) {
        MemoryRecords batch = MemoryRecords.withIdempotentRecords(Compression.NONE, 7, (short) 0, number,
                new SimpleRecord(1, null, ("" + number).getBytes()));
        var topics = new TopicProduceDataCollection();
        topics.add(new TopicProduceData().setName("t")
                .setPartitionData(List.of(new PartitionProduceData().setIndex(0).setRecords(batch))));
        return RawClient.frame(ApiKeys.PRODUCE, VERSION, number,
                new ProduceRequestData().setAcks((short) acks).setTimeoutMs(1000).setTopicData(topics));
    }

    private static byte[] latest(int correlation) {
        return RawClient.frame(ApiKeys.LIST_OFFSETS, 7, correlation,
                new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(new ListOffsetsTopic().setName("t")
                        .setPartitions(List.of(new ListOffsetsPartition().setPartitionIndex(0).setTimestamp(-1))))));
    }

    private static <T extends ApiMessage> T receive(RawClient client, int correlation, int version, T into)
            throws IOException {
        ByteBuffer bytes = client.receive();
        assertThat(bytes).as("a response to request %d", correlation).isNotNull();
        var from = new ByteBufferAccessor(bytes);
        var header = new ResponseHeaderData(from, ApiKeys.forId(into.apiKey()).responseHeaderVersion((short) version));
        assertThat(header.correlationId()).as("responses are in the order of the requests").isEqualTo(correlation);
        into.read(from, (short) version);
        return into;
    }

    private static ProduceResponseData.PartitionProduceResponse receive(RawClient client, int correlation)
            throws IOException {
        return receive(client, correlation, VERSION, new ProduceResponseData()).responses().iterator().next()
                .partitionResponses().getFirst();
    }

    private void forcesWait() {
        disk.beforeForce(() -> {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /// Waits until so many of the client's batches, each of which has one record of one digit, have been written.
    private void awaitWritten(int batches) {
        await(() -> disk.lines(line -> line.startsWith("write 69 bytes")) == batches);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SECONDS_20;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it takes 20 s").isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    void theNextBatchIsAppendedWhileTheDiskForcesAndAnswersStayInOrder() throws IOException {
        try (var server = open(disk); var client = new RawClient(server.door)) {
            forcesWait();
            for (int i = 0; i < IN_FLIGHT; i++) {
                client.send(produce(i, -1));
            }
            client.send(latest(IN_FLIGHT));
            awaitWritten(IN_FLIGHT);
            assertThat(server.broker.partition("t", 0).end()).as("readers see what the disk has").isEqualTo(1);
            assertThat(client.hasInput()).as("nothing is acknowledged before the disk has it").isFalse();
            long forces = disk.lines(line -> line.startsWith("force 0"));
            goOn.countDown();
            for (int i = 0; i < IN_FLIGHT; i++) {
                assertThat(receive(client, i).baseOffset()).isEqualTo(i + 1);
            }
            assertThat(receive(client, IN_FLIGHT, 7, new ListOffsetsResponseData()).topics().getFirst().partitions()
                    .getFirst().offset()).as("another request waits for the batches before it")
                    .isEqualTo(IN_FLIGHT + 1);
            assertThat(disk.lines(line -> line.startsWith("force 0")) - forces).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aFailedForceFailsAllBatchesInFlightAndTheirResends() throws IOException {
        try (var server = open(disk); var client = new RawClient(server.door)) {
            forcesWait();
            disk.with(FaultyDisk.Fault.FAILED_FORCE, disk.operations() + 3);
            for (int number : new int[]{0, 1, 2, 1}) {
                client.send(produce(number, -1));
            }
            awaitWritten(3);
            goOn.countDown();
            for (int number : new int[]{0, 1, 2, 1}) {
                assertThat(Errors.forCode(receive(client, number).errorCode())).as("batch %d", number)
                        .isEqualTo(Errors.KAFKA_STORAGE_ERROR);
            }
            assertThat(server.broker.partition("t", 0).end()).isEqualTo(1);
        } catch (StorageException e) {
            // the log whose force has failed cannot be closed properly
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void batchesOfAClientThatHasGoneAreForcedAndVisible(int acks) throws IOException {
        try (var server = open(disk)) {
            forcesWait();
            try (var client = new RawClient(server.door)) {
                for (int i = 0; i < IN_FLIGHT; i++) {
                    client.send(produce(i, acks));
                }
                awaitWritten(IN_FLIGHT);
            }
            goOn.countDown();
            await(() -> server.broker.partition("t", 0).end() == IN_FLIGHT + 1);
            await(() -> server.door.connections().isEmpty());
        }
    }

    @Test
    void aDoorThatClosesAnswersWhatItHasReceived() throws Exception {
        try (var server = open(disk); var client = new RawClient(server.door)) {
            forcesWait();
            for (int i = 0; i < IN_FLIGHT; i++) {
                client.send(produce(i, -1));
            }
            awaitWritten(IN_FLIGHT);
            Thread closing = Thread.ofPlatform().start(server.door::close);
            await(() -> server.door.connections().stream().allMatch(ClientConnection::isDraining));
            goOn.countDown();
            for (int i = 0; i < IN_FLIGHT; i++) {
                assertThat(receive(client, i).baseOffset()).isEqualTo(i + 1);
            }
            assertThat(client.receive()).isNull();
            closing.join();
        }
    }

    /// Sends batches, five at a time in flight, until the power is cut at an operation of the disk.
    ///
    /// @return the number of acknowledged batches
    private static int acknowledged(KafkaTestServer server) throws IOException {
        int acknowledged = 0;
        try (var client = new RawClient(server.door)) {
            for (int sent = 0; sent < 20; sent++) {
                client.send(produce(sent, -1));
                if (sent >= IN_FLIGHT - 1) {
                    acknowledged += receive(client, acknowledged).errorCode() == 0 ? 1 : 0;
                }
            }
        } catch (AssertionError | IOException end) {
            // the broker is dead
        }
        return acknowledged;
    }

    /// The threads of the broker end with the power cut as their exception.
    @BeforeEach
    void expectPowerCuts() {
        var before = Thread.getDefaultUncaughtExceptionHandler();
        ended = () -> Thread.setDefaultUncaughtExceptionHandler(before);
        Thread.setDefaultUncaughtExceptionHandler((thread, end) -> {});
    }

    @AfterEach
    void expectNoPowerCuts() {
        ended.run();
    }

    @Test
    void aPowerCutBetweenAppendAndForceLosesNoAcknowledgedBatch() throws IOException {
        int lost = 0;
        int cuts = 0;
        for (int cut = 0; cut < 24; cut++) {
            for (int seed = 0; seed < 3; seed++) {
                var dying = new FaultyDisk();
                KafkaTestServer server = open(dying);
                dying.with(FaultyDisk.Fault.CUT, dying.operations() + cut);
                int acknowledged = acknowledged(server);
                cuts += dying.isDead() ? 1 : 0;
                server.door.close();
                try (Broker broker = Broker
                        .open(BrokerSettings.in(dying.afterPowerCut(new Random(31L * cut + seed)).path("/data"))
                                .with(new PackedFormat()))) {
                    var values = new ArrayList<String>();
                    broker.partition("t", 0).entries(0).forEach(entry -> values.add(entry.event().text()));
                    for (int i = 0; i < acknowledged; i++) {
                        lost += i + 1 < values.size() && values.get(i + 1).equals("" + i) ? 0 : 1;
                    }
                }
            }
        }
        assertThat(cuts).as("the power was cut in between").isGreaterThan(30);
        assertThat(lost).as("acknowledged batches that a power cut has lost").isZero();
    }
}
