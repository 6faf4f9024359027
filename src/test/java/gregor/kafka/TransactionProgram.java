package gregor.kafka;

import module java.base;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.ControlRecord;
import gregor.packed.DecompressionLimits;
import gregor.packed.PackedBatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/// Sends random requests of transactional producers, from a seed and so reproducible, and returns their results, a line
/// each. Some producers use the newer protocol, some are fenced, some make mistakes.
final class TransactionProgram implements AutoCloseable {
    private static final int PARTITIONS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final List<Errors> TRANSIENT = List.of(Errors.CONCURRENT_TRANSACTIONS,
            Errors.COORDINATOR_LOAD_IN_PROGRESS, Errors.COORDINATOR_NOT_AVAILABLE, Errors.NOT_COORDINATOR);

    private final List<String> seen = new ArrayList<>();
    private final Random random;
    private final RawClient client;
    private final String topic;
    private final String group;
    private final Map<Long, String> names = new HashMap<>();
    private final List<Producer> producers = new ArrayList<>();

    /// @param offsetsOf the partition whose offset it commits, which two transactional ids share
    /// @param newer     whether it uses the protocol of KIP-890
    private static final class Producer {
        private final String id;
        private final int offsetsOf;
        private final boolean newer;
        private long producerId = -1;
        private short epoch = -1;
        private final int[] sequences = new int[PARTITIONS];

        Producer(String id, int offsetsOf, boolean newer) {
            this.id = id;
            this.offsetsOf = offsetsOf;
            this.newer = newer;
        }
    }

    TransactionProgram(String address, long seed) throws Exception {
        random = new Random(seed);
        topic = "payments-" + seed;
        group = "readers-" + seed;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
            ApacheKafka.awaitTopic(admin, topic, PARTITIONS);
        }
        client = new RawClient(address);
        until(() -> ((FindCoordinatorResponseData) ask(
                new FindCoordinatorRequestData().setKeyType((byte) 1).setCoordinatorKeys(List.of("id-" + seed)), 4))
                .coordinators().getFirst().errorCode() == 0);
        until(() -> ((FindCoordinatorResponseData) ask(
                new FindCoordinatorRequestData().setKeyType((byte) 0).setCoordinatorKeys(List.of(group)), 4))
                .coordinators().getFirst().errorCode() == 0);
        for (int i = 0; i < 4; i++) {
            producers.add(new Producer("id-" + seed + "-" + i % 3, i % 3 / 2, i % 2 == 0));
        }
    }

    List<String> run(int steps) {
        producers.forEach(producer -> see(producer, "init", () -> init(producer, false)));
        for (int i = 0; i < steps; i++) {
            Producer producer = producers.get(random.nextInt(producers.size()));
            int partition = random.nextInt(PARTITIONS);
            boolean choice = random.nextBoolean();
            int number = random.nextInt(100);
            switch (random.nextInt(17)) {
                case 0 -> {
                    boolean known = choice && !wouldAbort(producer);
                    see(producer, "init", () -> init(producer, known));
                }
                case 1, 2 -> see(producer, "add " + partition, () -> add(producer, partition));
                case 3, 4, 5, 6, 7 -> see(producer, "produce " + partition, () -> produce(producer, partition));
                case 8 -> see(producer, "add group", () -> addGroup(producer));
                case 9 -> see(producer, "offsets", () -> offsets(producer, number));
                case 10, 11, 12 -> see(producer, "end", () -> end(producer, choice));
                case 14 -> see(producer, "outside", () -> commitOutside(producer, number));
                case 13 -> see(producer, "wrong", () -> wrong(producer, number % 5));
                default -> look(partition);
            }
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            look(partition);
        }
        return seen;
    }

    private void look(int partition) {
        producers.forEach(producer -> until(() -> !state(producer).startsWith("Prepare")));
        seen.add("states " + producers.stream().map(this::state).toList());
        for (byte level = 0; level < 2; level++) {
            seen.add("fetch " + level + " " + fetch(partition, level) + " end " + end(partition, level));
        }
        seen.add("committed " + committed(false) + " stable " + committed(true));
    }

    private void see(Producer producer, String what, Supplier<String> step) {
        String result = step.get();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (TRANSIENT.stream().map(Errors::name).anyMatch(result::contains) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
            result = step.get();
        }
        // Apache Kafka writes the markers after its response.
        until(() -> !state(producer).startsWith("Prepare"));
        seen.add(producer.id + (producer.newer ? "+ " : " ") + what + ": " + result);
    }

    private static void until(Supplier<Boolean> condition) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.get()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still not");
            }
        }
    }

    private ApiMessage ask(ApiMessage request, int version) {
        try {
            return client.ask(request, version);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String error(short code) {
        return Errors.forCode(code).name();
    }

    private String name(long producerId) {
        return producerId < 0 ? "none" : names.computeIfAbsent(producerId, id -> "p" + names.size());
    }

    private String init(Producer producer, boolean known) {
        var answer = (InitProducerIdResponseData) ask(
                new InitProducerIdRequestData().setTransactionalId(producer.id).setTransactionTimeoutMs(60_000)
                        .setProducerId(known ? producer.producerId : -1).setProducerEpoch(known ? producer.epoch : -1),
                5);
        if (answer.errorCode() == 0) {
            renew(producer, answer.producerId(), answer.producerEpoch());
        }
        return (known ? "known " : "") + error(answer.errorCode()) + " " + name(answer.producerId()) + "/"
                + answer.producerEpoch();
    }

    /// Whether Apache Kafka would abort the open transaction of another producer because this one, which is fenced,
    /// asks for the next epoch. Ours only answers that it is fenced.
    private boolean wouldAbort(Producer producer) {
        String state = state(producer);
        return state.startsWith("Ongoing")
                && !state.startsWith("Ongoing " + name(producer.producerId) + "/" + producer.epoch + "[");
    }

    private static void renew(Producer producer, long producerId, short epoch) {
        if (producer.producerId != producerId || producer.epoch != epoch) {
            java.util.Arrays.fill(producer.sequences, 0);
        }
        producer.producerId = producerId;
        producer.epoch = epoch;
    }

    private String add(Producer producer, int partition) {
        var topics = new AddPartitionsToTxnTopicCollection();
        topics.add(new AddPartitionsToTxnTopic().setName(topic).setPartitions(List.of(partition)));
        var answer = (AddPartitionsToTxnResponseData) ask(new AddPartitionsToTxnRequestData()
                .setV3AndBelowTransactionalId(producer.id).setV3AndBelowProducerId(producer.producerId)
                .setV3AndBelowProducerEpoch(producer.epoch).setV3AndBelowTopics(topics), 3);
        return error(answer.resultsByTopicV3AndBelow().iterator().next().resultsByPartition().iterator().next()
                .partitionErrorCode());
    }

    private String produce(Producer producer, int partition) {
        int sequence = producer.sequences[partition];
        String result = produce(producer, partition, producer.epoch, sequence);
        if (result.startsWith("NONE")) {
            producer.sequences[partition] += 2;
        }
        return result;
    }

    private String produce(Producer producer, int partition, short epoch, int sequence) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < 2; i++) {
            events.add(Event.of("k" + i, "v" + sequence).at(Instant.now()));
        }
        PackedBatch batch = PackedBatch
                .of(ListBatch.of(new Origin(producer.producerId, epoch, sequence), events), Codec.NONE).transactional();
        var topics = new TopicProduceDataCollection();
        topics.add(new TopicProduceData().setName(topic).setPartitionData(List.of(new PartitionProduceData()
                .setIndex(partition).setRecords(MemoryRecords.readableRecords(batch.bytes())))));
        var answer = (ProduceResponseData) ask(new ProduceRequestData().setTransactionalId(producer.id)
                .setAcks((short) -1).setTimeoutMs(10_000).setTopicData(topics), producer.newer ? 12 : 11);
        var part = answer.responses().iterator().next().partitionResponses().getFirst();
        return error(part.errorCode()) + " " + part.baseOffset();
    }

    private String addGroup(Producer producer) {
        return error(
                ((AddOffsetsToTxnResponseData) ask(
                        new AddOffsetsToTxnRequestData().setTransactionalId(producer.id)
                                .setProducerId(producer.producerId).setProducerEpoch(producer.epoch).setGroupId(group),
                        4)).errorCode());
    }

    private String offsets(Producer producer, int offset) {
        var answer = (TxnOffsetCommitResponseData) ask(new TxnOffsetCommitRequestData().setTransactionalId(producer.id)
                .setProducerId(producer.producerId).setProducerEpoch(producer.epoch).setGroupId(group)
                .setTopics(List.of(new TxnOffsetCommitRequestTopic().setName(topic).setPartitions(
                        List.of(new TxnOffsetCommitRequestPartition().setPartitionIndex(producer.offsetsOf)
                                .setCommittedOffset(offset).setCommittedMetadata("n"))))),
                producer.newer ? 5 : 4);
        return offset + " " + error(answer.topics().getFirst().partitions().getFirst().errorCode());
    }

    private String commitOutside(Producer producer, int offset) {
        var answer = (OffsetCommitResponseData) ask(new OffsetCommitRequestData().setGroupId(group)
                .setTopics(List.of(new OffsetCommitRequestTopic().setName(topic)
                        .setPartitions(List.of(new OffsetCommitRequestPartition().setPartitionIndex(producer.offsetsOf)
                                .setCommittedOffset(offset).setCommittedMetadata("n"))))),
                8);
        return offset + " " + error(answer.topics().getFirst().partitions().getFirst().errorCode());
    }

    private String end(Producer producer, boolean commit) {
        String result = end(producer, commit, producer.epoch);
        return (commit ? "commit " : "abort ") + result;
    }

    private String end(Producer producer, boolean commit, short epoch) {
        var answer = (EndTxnResponseData) ask(new EndTxnRequestData().setTransactionalId(producer.id)
                .setProducerId(producer.producerId).setProducerEpoch(epoch).setCommitted(commit),
                producer.newer ? 5 : 4);
        if (answer.errorCode() == 0 && producer.newer) {
            renew(producer, answer.producerId(), answer.producerEpoch());
        }
        return error(answer.errorCode())
                + (producer.newer ? " " + name(answer.producerId()) + "/" + answer.producerEpoch() : "");
    }

    private String wrong(Producer producer, int kind) {
        short older = (short) Math.max(0, producer.epoch - 1);
        return switch (kind) {
            case 0 -> "older epoch ends " + end(producer, true, older);
            case 1 -> "older epoch writes " + produce(producer, 0, older, 0);
            case 2 -> isGapSeen(producer)
                    ? "gap " + produce(producer, 0, producer.epoch, producer.sequences[0] + 7)
                    : "no gap";
            case 3 -> {
                var other = new Producer(producer.id, 0, producer.newer);
                other.producerId = producer.producerId + 1;
                other.epoch = producer.epoch;
                yield "other producer ends " + end(other, true, other.epoch);
            }
            default -> "unknown id ends " + end(new Producer("missing", 0, producer.newer), true, (short) 0);
        };
    }

    /// Under the older protocol, a producer that has not written yet may begin with any sequence. Apache Kafka rejects
    /// it if it has already rejected a smaller one, and accepts it under the newer protocol too if an older producer
    /// has the same transactional id.
    private boolean isGapSeen(Producer producer) {
        boolean newer = producers.stream().filter(other -> other.id.equals(producer.id)).allMatch(each -> each.newer);
        return newer || producer.sequences[0] > 0;
    }

    private String fetch(int partition, byte level) {
        var answer = (FetchResponseData) ask(
                new FetchRequestData().setMaxWaitMs(0).setMinBytes(0).setMaxBytes(1 << 24).setIsolationLevel(level)
                        .setTopics(List.of(new FetchTopic().setTopic(topic).setPartitions(List.of(new FetchPartition()
                                .setPartition(partition).setFetchOffset(0).setPartitionMaxBytes(1 << 24))))),
                12);
        var part = answer.responses().getFirst().partitions().getFirst();
        var batches = new ArrayList<String>();
        long fetched = 0;
        ByteBuffer bytes = ((MemoryRecords) part.records()).buffer();
        while (bytes.hasRemaining()) {
            PackedBatch batch = PackedBatch.take(bytes, DecompressionLimits.DEFAULT);
            fetched = batch.lastOffset() + 1;
            batches.add(batch.baseOffset() + "-" + batch.lastOffset() + " " + name(batch.origin().producerId()) + "/"
                    + batch.origin().epoch() + "/" + batch.origin().sequence() + (batch.isTransactional() ? "t" : "")
                    + ControlRecord.of(batch).map(marker -> " " + marker.type()).orElse(""));
        }
        return error(part.errorCode()) + " " + part.highWatermark() + " stable "
                + (level == 0 ? "" : part.lastStableOffset()) + " " + aborted(part, fetched) + " " + batches;
    }

    /// Returns the aborted transactions that begin in the fetched batches. Apache Kafka may list later ones too.
    private Set<String> aborted(FetchResponseData.PartitionData part, long fetched) {
        var aborted = new TreeSet<String>();
        if (part.abortedTransactions() != null) {
            part.abortedTransactions().stream().filter(each -> each.firstOffset() < fetched)
                    .forEach(each -> aborted.add(name(each.producerId()) + "@" + each.firstOffset()));
        }
        return aborted;
    }

    private long end(int partition, byte level) {
        return ((ListOffsetsResponseData) ask(
                new ListOffsetsRequestData().setReplicaId(-1).setIsolationLevel(level)
                        .setTopics(List.of(new ListOffsetsTopic().setName(topic).setPartitions(
                                List.of(new ListOffsetsPartition().setPartitionIndex(partition).setTimestamp(-1))))),
                7)).topics().getFirst().partitions().getFirst().offset();
    }

    private String committed(boolean stable) {
        var answer = (OffsetFetchResponseData) ask(
                new OffsetFetchRequestData().setRequireStable(stable)
                        .setGroups(List.of(new OffsetFetchRequestGroup().setGroupId(group).setTopics(List.of(
                                new OffsetFetchRequestTopics().setName(topic).setPartitionIndexes(List.of(0, 1, 2)))))),
                8);
        return answer.groups().getFirst().topics().getFirst().partitions().stream()
                .map(part -> error(part.errorCode()) + " " + part.committedOffset()).toList().toString();
    }

    private String state(Producer producer) {
        var answer = ((DescribeTransactionsResponseData) ask(
                new DescribeTransactionsRequestData().setTransactionalIds(List.of(producer.id)), 0)).transactionStates()
                .getFirst();
        var topics = new TreeSet<String>();
        answer.topics().stream().filter(each -> !each.topic().startsWith("__"))
                .forEach(each -> topics.add(each.topic() + new TreeSet<>(each.partitions())));
        return answer.transactionState() + " " + name(answer.producerId()) + "/" + answer.producerEpoch() + topics;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
