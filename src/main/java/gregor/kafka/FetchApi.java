package gregor.kafka;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.file.FileRegion;
import gregor.guarantee.AbortedTransaction;
import gregor.guarantee.TransactionView;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.packed.PackedFormat;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// Fetch: returns record batches of partitions, each from an offset on. It waits until `min_bytes` are available,
/// for `max_wait_ms` at most.
///
/// A reader of committed events gets the batches before the last stable offset, and a list of the aborted transactions
/// among them, whose events it skips (KIP-98).
///
/// Leaves out fetch sessions (KIP-227; each response has session id 0, so clients name all
/// partitions in each request), fetches from followers (KIP-392) and `forgotten_topics_data`.
@Serves(api = ApiKeys.FETCH, oldest = 4, newest = 18)
record FetchApi(Broker broker, ProducerStates producers) implements Api<FetchRequestData> {
    /// A virtual thread keeps its carrier until it waits or yields, so this yields after this number of partitions.
    private static final int YIELD_INTERVAL = 256;
    /// How often a waiting request checks whether its client has gone.
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /// The broker's limit of a response, as `fetch.max.bytes` in Kafka.
    private static final int MAX_BYTES = 55 << 20;
    /// Each file region in a response is an open file, so the records of further partitions are copied.
    private static final int MAX_FILES = 100;
    private static final byte READ_COMMITTED = 1;
    /// More aborted transactions end what is returned of a partition.
    private static final int MAX_ABORTED = 1000;

    @Override
    public Optional<ApiMessage> answer(FetchRequestData request, RequestContext context) {
        if (request.sessionId() != 0 || request.sessionEpoch() > 0) {
            return Optional.of(new FetchResponseData().setErrorCode(Errors.FETCH_SESSION_ID_NOT_FOUND.code()));
        }
        List<Wanted> wanted = wanted(request, context);
        FetchAttempt attempt = new FetchAttempt(request, wanted, context);
        long waitMillis = Math.min(Math.max(0, request.maxWaitMs()), context.settings().idle().toMillis());
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        if (attempt.isEnough() || waitMillis == 0) {
            return Optional.of(attempt.answer());
        }
        return Optional.of(wait(attempt, context.connection(), deadline));
    }

    /// Waits for appends until the response is large enough. It registers its wakeup before it reads, so that an append
    /// in between is not missed.
    private static FetchResponseData wait(FetchAttempt first, ClientConnection connection, long deadline) {
        WakeupSignal wakeup = connection.wakeup();
        FetchAttempt attempt = first;
        List<Partition> partitions = first.partitions();
        partitions.forEach(partition -> partition.addAppendListener(wakeup));
        try {
            do {
                attempt.close();
                attempt = attempt.again();
            } while (!attempt.isEnough() && !connection.isDraining() && await(connection, deadline));
            return attempt.answer();
        } finally {
            partitions.forEach(partition -> partition.removeAppendListener(wakeup));
        }
    }

    /// Waits for an append; false if the deadline passes first, or the client has gone.
    private static boolean await(ClientConnection connection, long deadline) {
        while (deadline - System.nanoTime() > CHECK_NANOS) {
            if (connection.wakeup().await(System.nanoTime() + CHECK_NANOS)) {
                return true;
            }
            if (connection.isDraining() || connection.hasGone()) {
                return false;
            }
        }
        return connection.wakeup().await(deadline);
    }

    /// A partition in a request.
    ///
    /// @param name empty if no topic that the principal may see has the id
    private record Wanted(Optional<String> name, FetchTopic topic, FetchPartition part) {}

    private List<Wanted> wanted(FetchRequestData request, RequestContext context) {
        var wanted = new ArrayList<Wanted>();
        for (FetchTopic topic : request.topics()) {
            Optional<String> name = LocalNode.topic(broker, topic.topic(), topic.topicId(), context);
            topic.partitions().forEach(part -> wanted.add(new Wanted(name, topic, part)));
        }
        return List.copyOf(DistinctElements.by(wanted,
                each -> each.topic().topic() + ":" + each.topic().topicId() + ":" + each.part().partition()));
    }

    private final class FetchAttempt implements AutoCloseable {
        private final FetchRequestData request;
        private final List<Wanted> wanted;
        private final RequestContext context;
        private final List<PartitionData> parts = new ArrayList<>();
        private final List<Partition> partitions = new ArrayList<>();
        private long bytes;
        private boolean failed;
        private int files;

        FetchAttempt(FetchRequestData request, List<Wanted> wanted, RequestContext context) {
            this.request = request;
            this.wanted = wanted;
            this.context = context;
            for (Wanted each : wanted) {
                parts.add(read(each));
                if (parts.size() % YIELD_INTERVAL == 0) {
                    Thread.yield();
                }
            }
        }

        FetchAttempt again() {
            return new FetchAttempt(request, wanted, context);
        }

        private PartitionData read(Wanted each) {
            var data = new PartitionData().setPartitionIndex(each.part().partition()).setHighWatermark(-1)
                    .setAbortedTransactions(null).setRecords(FetchedRecords.none());
            try {
                String topic = each.name()
                        .orElseThrow(() -> new ErrorResponseException(Errors.UNKNOWN_TOPIC_ID, "no topic has this id"));
                context.authorize(AclOperation.READ, ResourceType.TOPIC, topic);
                Partition partition = LocalNode.partition(broker, topic, each.part().partition());
                LocalNode.checkEpoch(each.part().currentLeaderEpoch());
                partitions.add(partition);
                data.setHighWatermark(partition.end()).setLastStableOffset(data.highWatermark())
                        .setLogStartOffset(partition.start());
                FetchedRecords records = request.isolationLevel() == READ_COMMITTED
                        ? committed(partition, each.part(), data)
                        : records(partition, each.part(), Long.MAX_VALUE);
                bytes += records.sizeInBytes();
                data.setRecords(records);
            } catch (RuntimeException e) {
                failed = true;
                data.setErrorCode(ErrorCodes.of(e).code());
            }
            return data;
        }

        /// Reads the committed events of a partition. The transactions are listed last, since compaction removes them
        /// before their markers.
        private FetchedRecords committed(Partition partition, FetchPartition part, PartitionData data) {
            TransactionView transactions = producers.transactions(partition);
            long before = Math.max(data.logStartOffset(), transactions.lastStableOffset(data.highWatermark()));
            data.setLastStableOffset(before);
            long from = part.fetchOffset();
            List<AbortedTransaction> first = transactions.aborted(from, before, MAX_ABORTED);
            if (first.size() == MAX_ABORTED) {
                before = first.getLast().lastOffset() + 1;
            }
            FetchedRecords records = records(partition, part, before);
            data.setAbortedTransactions(
                    transactions.aborted(from, before, Integer.MAX_VALUE).stream()
                            .map(aborted -> new FetchResponseData.AbortedTransaction()
                                    .setProducerId(aborted.producerId()).setFirstOffset(aborted.firstOffset()))
                            .toList());
            return records;
        }

        /// Reads a partition as if it ended at the offset `before`. The first batch of the response is sent even if it
        /// exceeds the limits, as in Kafka; else a consumer with too small a limit would never proceed (KIP-74).
        private FetchedRecords records(Partition partition, FetchPartition part, long before) {
            int maxBytes = Math.clamp(Math.min(request.maxBytes(), MAX_BYTES) - bytes, 0, part.partitionMaxBytes());
            if (maxBytes == 0 && bytes > 0) {
                return FetchedRecords.none();
            }
            long from = part.fetchOffset();
            FetchedRecords records = region(partition, from, before, maxBytes).map(FetchedRecords::of)
                    .orElseGet(() -> FetchedRecords.of(partition.read(from, maxBytes), before, LocalNode.LEADER_EPOCH));
            if (bytes > 0 && records.sizeInBytes() > maxBytes) {
                records.close();
                return FetchedRecords.none();
            }
            return records;
        }

        /// Only files in the format of the wire can be sent as they are.
        private Optional<FileRegion> region(Partition partition, long from, long before, int maxBytes) {
            return partition.format().filter(PackedFormat.class::isInstance).filter(format -> files++ < MAX_FILES)
                    .flatMap(format -> partition.region(from, before, maxBytes));
        }

        boolean isEnough() {
            return failed || bytes >= request.minBytes() || wanted.isEmpty();
        }

        List<Partition> partitions() {
            return partitions;
        }

        FetchResponseData answer() {
            var answer = new FetchResponseData();
            FetchTopic topic = null;
            for (int i = 0; i < parts.size(); i++) {
                if (wanted.get(i).topic() != topic) {
                    topic = wanted.get(i).topic();
                    answer.responses()
                            .add(new FetchableTopicResponse().setTopic(topic.topic()).setTopicId(topic.topicId()));
                }
                answer.responses().getLast().partitions().add(parts.get(i));
            }
            return answer;
        }

        @Override
        public void close() {
            parts.forEach(part -> ((FetchedRecords) part.records()).close());
        }
    }
}
