package gregor.kafka;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.list.Batch;
import gregor.list.Entry;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// ListOffsets: where a partition begins, where it ends, or where a time is in it. Numbers below zero are no times: -2
/// is the earliest offset, -1 the one that comes next, -3 the youngest event's.
record ListOffsetsApi(Broker broker) implements Api<ListOffsetsRequestData> {
    private static final long NEXT = -1;
    private static final long EARLIEST = -2;
    private static final long YOUNGEST = -3;
    private static final long EARLIEST_HERE = -4;
    private static final long LATEST_ELSEWHERE = -5;
    private static final long EARLIEST_NOT_ELSEWHERE = -6;
    private static final int CHUNK_BYTES = 1 << 20;

    /// An event's offset and timestamp; -1 where there is none.
    private record Found(long offset, long timestamp) {
        static final Found NOTHING = new Found(-1, -1);
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.LIST_OFFSETS;
    }

    @Override
    public Optional<ApiMessage> answer(ListOffsetsRequestData request, RequestContext call) {
        var answer = new ListOffsetsResponseData();
        DistinctElements.by(request.topics(), ListOffsetsTopic::name).forEach(topic -> {
            var part = new ListOffsetsTopicResponse().setName(topic.name());
            DistinctElements.by(topic.partitions(), wanted -> "" + wanted.partitionIndex()).forEach(wanted -> part.partitions().add(find(topic.name(), wanted, call)));
            answer.topics().add(part);
        });
        return Optional.of(answer);
    }

    private ListOffsetsPartitionResponse find(String topic, ListOffsetsPartition wanted, RequestContext call) {
        var result = new ListOffsetsPartitionResponse().setPartitionIndex(wanted.partitionIndex());
        try {
            if (!call.isAuthorized(AclOperation.READ, ResourceType.TOPIC, topic)) {
                throw new ErrorResponseException(Errors.TOPIC_AUTHORIZATION_FAILED, "");
            }
            Epochs.check(wanted.currentLeaderEpoch());
            Found found = find(broker.partition(topic, wanted.partitionIndex()), wanted.timestamp());
            result.setOffset(found.offset()).setTimestamp(found.timestamp());
            return call.version() < 4 || found.offset() < 0 ? result : result.setLeaderEpoch(LocalNode.LEADER_EPOCH);
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code());
        }
    }

    private static Found find(Partition partition, long time) {
        if (time == NEXT) {
            return new Found(partition.end(), -1);
        } else if (time == EARLIEST || time == EARLIEST_HERE || time == EARLIEST_NOT_ELSEWHERE) {
            return new Found(partition.start(), -1);
        } else if (time == YOUNGEST) {
            return youngest(partition);
        } else if (time == LATEST_ELSEWHERE) {
            return Found.NOTHING;
        } else if (time < 0) {
            throw new ErrorResponseException(Errors.UNSUPPORTED_VERSION, "nobody knows what time " + time + " is");
        }
        OptionalLong offset = partition.offsetFor(Instant.ofEpochMilli(time));
        return offset.isEmpty() ? Found.NOTHING : at(partition, offset.getAsLong());
    }

    private static Found at(Partition partition, long offset) {
        for (Batch batch : partition.read(offset, 0)) {
            for (Entry entry : batch) {
                if (entry.offset() >= offset) {
                    return new Found(entry.offset(), entry.event().timestamp());
                }
            }
        }
        return Found.NOTHING;
    }

    /// Looks at the envelopes of all batches, and into one of them.
    private static Found youngest(Partition partition) {
        Batch youngest = null;
        for (long next = partition.start(); next < partition.end();) {
            for (Batch batch : partition.read(next, CHUNK_BYTES)) {
                youngest = youngest == null || batch.maxTimestamp() > youngest.maxTimestamp() ? batch : youngest;
                next = batch.lastOffset() + 1;
            }
        }
        if (youngest != null) {
            for (Entry entry : youngest) {
                if (entry.event().timestamp() == youngest.maxTimestamp() && entry.offset() >= partition.start()) {
                    return new Found(entry.offset(), entry.event().timestamp());
                }
            }
        }
        return Found.NOTHING;
    }
}
