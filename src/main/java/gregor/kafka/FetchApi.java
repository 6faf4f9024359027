package gregor.kafka;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.file.FileRegion;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.packed.PackedFormat;
import gregor.topic.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// Fetch: what there is in some partitions, from an offset on each. If that is too little, the client waits, and so do
/// we.
///
/// There are no fetch sessions: each request says all that it wants. The answer says so with session 0, and clients of
/// every version go on that way.
record FetchApi(Broker broker) implements Api<FetchRequestData> {
    /// A virtual thread keeps its carrier until it waits or yields.
    private static final int BETWEEN_YIELDS = 256;
    /// Kafka: `fetch.max.bytes` of a broker.
    private static final int MAX_BYTES = 55 << 20;
    /// Each region of a file in a response is an open file. What more partitions have is copied.
    private static final int MAX_FILES = 100;

    @Override
    public ApiKeys key() {
        return ApiKeys.FETCH;
    }

    @Override
    public Optional<ApiMessage> answer(FetchRequestData request, RequestContext call) {
        if (request.sessionId() != 0 || request.sessionEpoch() > 0) {
            return Optional.of(new FetchResponseData().setErrorCode(Errors.FETCH_SESSION_ID_NOT_FOUND.code()));
        }
        List<Wanted> wanted = wanted(request);
        Serving serving = new Serving(request, wanted, call);
        long patience = Math.min(Math.max(0, request.maxWaitMs()), call.connection().settings().idle().toMillis());
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
        if (serving.isEnough() || patience == 0) {
            return Optional.of(serving.answer());
        }
        return Optional.of(wait(serving, call.connection(), deadline));
    }

    /// Who appends to one of the partitions rings the bell. First it is hung up, then we look: an append in between
    /// rings this very bell.
    private static FetchResponseData wait(Serving first, ClientConnection connection, long deadline) {
        WakeupSignal bell = connection.bell();
        Serving serving = first;
        List<Partition> partitions = first.partitions();
        partitions.forEach(partition -> partition.addAppendListener(bell));
        try {
            do {
                serving.close();
                serving = serving.again();
            } while (!serving.isEnough() && !connection.isDraining() && bell.await(deadline));
            return serving.answer();
        } finally {
            partitions.forEach(partition -> partition.removeAppendListener(bell));
        }
    }

    /// What a request wants of a partition.
    ///
    /// @param topic empty if no topic has the id
    record Wanted(Optional<String> topic, FetchTopic asked, FetchPartition part) {}

    private List<Wanted> wanted(FetchRequestData request) {
        var wanted = new ArrayList<Wanted>();
        for (FetchTopic topic : request.topics()) {
            Optional<String> name = LocalNode.topic(broker, topic.topic(), topic.topicId());
            topic.partitions().forEach(part -> wanted.add(new Wanted(name, topic, part)));
        }
        return List.copyOf(DistinctElements.by(wanted, each -> each.asked().topic() + ":" + each.asked().topicId() + ":"
                + each.part().partition()));
    }

    /// One look at all partitions, and the answer if it is enough.
    private final class Serving implements AutoCloseable {
        private final FetchRequestData request;
        private final List<Wanted> wanted;
        private final RequestContext call;
        private final List<PartitionData> parts = new ArrayList<>();
        private final List<Partition> partitions = new ArrayList<>();
        private long bytes;
        private boolean failed;
        private int files;

        Serving(FetchRequestData request, List<Wanted> wanted, RequestContext call) {
            this.request = request;
            this.wanted = wanted;
            this.call = call;
            for (Wanted each : wanted) {
                parts.add(serve(each));
                if (parts.size() % BETWEEN_YIELDS == 0) {
                    Thread.yield();
                }
            }
        }

        Serving again() {
            return new Serving(request, wanted, call);
        }

        private PartitionData serve(Wanted each) {
            var data = new PartitionData().setPartitionIndex(each.part().partition()).setHighWatermark(-1)
                    .setAbortedTransactions(null).setRecords(FetchedRecords.nothing());
            try {
                String topic = each.topic()
                        .orElseThrow(() -> new ErrorResponseException(Errors.UNKNOWN_TOPIC_ID, "no topic has this id"));
                if (!call.isAuthorized(AclOperation.READ, ResourceType.TOPIC, topic)) {
                    throw new ErrorResponseException(Errors.TOPIC_AUTHORIZATION_FAILED,
                            call.connection().principal() + " may not read " + topic);
                }
                Partition partition = broker.partition(new TopicPartition(topic, each.part().partition()));
                Epochs.check(each.part().currentLeaderEpoch());
                partitions.add(partition);
                data.setHighWatermark(partition.end()).setLastStableOffset(partition.end())
                        .setLogStartOffset(partition.start());
                FetchedRecords cargo = cargo(partition, each.part());
                bytes += cargo.sizeInBytes();
                data.setRecords(cargo);
            } catch (RuntimeException e) {
                failed = true;
                data.setErrorCode(ErrorCodes.of(e).code());
            }
            return data;
        }

        /// The first batch of all is sent even if it is too large, else who asks for too little would wait for ever.
        private FetchedRecords cargo(Partition partition, FetchPartition part) {
            int room = Math.clamp(Math.min(request.maxBytes(), MAX_BYTES) - bytes, 0, part.partitionMaxBytes());
            if (room == 0 && bytes > 0) {
                return FetchedRecords.nothing();
            }
            long from = part.fetchOffset();
            FetchedRecords cargo = region(partition, from, room).map(FetchedRecords::of)
                    .orElseGet(() -> FetchedRecords.of(partition.read(from, room), LocalNode.LEADER_EPOCH));
            if (bytes > 0 && cargo.sizeInBytes() > room) {
                cargo.close();
                return FetchedRecords.nothing();
            }
            return cargo;
        }

        /// Only files that hold what the wire does can be sent as they are.
        private Optional<FileRegion> region(Partition partition, long from, int room) {
            return partition.format().filter(PackedFormat.class::isInstance).filter(format -> files++ < MAX_FILES)
                    .flatMap(format -> partition.region(from, room));
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
                if (wanted.get(i).asked() != topic) {
                    topic = wanted.get(i).asked();
                    answer.responses().add(new FetchableTopicResponse().setTopic(topic.topic())
                            .setTopicId(topic.topicId()));
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
