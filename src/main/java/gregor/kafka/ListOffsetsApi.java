package gregor.kafka;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.file.CorruptLogException;
import gregor.kafka.Authorizer.ResourceType;
import gregor.list.Batch;
import gregor.list.Entry;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// ListOffsets: returns the first offset whose timestamp is at least a given time (ms), and that offset's
/// timestamp; -1 and -1 if there is none.
///
/// Negative times are: -1 the log end, -2 the log start, -3 the largest timestamp (KIP-734). Of tiered storage, -4
/// and -6 are the log start, and -5 is no offset (KIP-405, KIP-1005, KIP-1023).
///
/// For a reader of committed events the log ends at the last stable offset.
///
/// Leaves out tiered storage.
@Serves(api = ApiKeys.LIST_OFFSETS, oldest = 1, newest = 11)
record ListOffsetsApi(Broker broker, ProducerStates producers) implements Api<ListOffsetsRequestData> {
    private static final byte READ_COMMITTED = 1;
    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long MAX_TIMESTAMP = -3;
    private static final long EARLIEST_LOCAL = -4;
    private static final long LATEST_TIERED = -5;
    private static final long EARLIEST_PENDING_UPLOAD = -6;
    private static final int CHUNK_BYTES = 1 << 20;

    /// The offset and the timestamp (ms) of a record; -1 for none.
    private record Found(long offset, long timestamp) {
        static final Found NONE = new Found(-1, -1);
    }

    @Override
    public Optional<ApiMessage> answer(ListOffsetsRequestData request, RequestContext context) {
        var answer = new ListOffsetsResponseData();
        DistinctElements.by(request.topics(), ListOffsetsTopic::name).forEach(topic -> {
            var part = new ListOffsetsTopicResponse().setName(topic.name());
            DistinctElements.by(topic.partitions(), wanted -> Integer.toString(wanted.partitionIndex()))
                    .forEach(wanted -> part.partitions()
                            .add(find(topic.name(), wanted, request.isolationLevel() == READ_COMMITTED, context)));
            answer.topics().add(part);
        });
        return Optional.of(answer);
    }

    private ListOffsetsPartitionResponse find(String topic, ListOffsetsPartition wanted, boolean committed,
            RequestContext context) {
        var result = new ListOffsetsPartitionResponse().setPartitionIndex(wanted.partitionIndex());
        try {
            context.authorizeDescribe(ResourceType.TOPIC, topic);
            LocalNode.checkEpoch(wanted.currentLeaderEpoch());
            Found found = find(LocalNode.partition(broker, topic, wanted.partitionIndex()), wanted.timestamp(),
                    committed);
            result.setOffset(found.offset()).setTimestamp(found.timestamp());
            return context.version() < 4 || found.offset() < 0 ? result : result.setLeaderEpoch(LocalNode.LEADER_EPOCH);
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code());
        }
    }

    private Found find(Partition partition, long time, boolean committed) {
        long end = committed
                ? Math.max(partition.start(), producers.transactions(partition).lastStableOffset(partition.end()))
                : partition.end();
        if (time == LATEST) {
            return new Found(end, -1);
        }
        Found found = find(partition, time);
        return committed && time != EARLIEST && found.offset() >= end ? Found.NONE : found;
    }

    private static Found find(Partition partition, long time) {
        if (time == EARLIEST || time == EARLIEST_LOCAL || time == EARLIEST_PENDING_UPLOAD) {
            return new Found(partition.start(), -1);
        } else if (time == MAX_TIMESTAMP) {
            return maxTimestamp(partition);
        } else if (time == LATEST_TIERED) {
            return Found.NONE;
        } else if (time < 0) {
            throw new ErrorResponseException(Errors.UNSUPPORTED_VERSION, "unknown special timestamp " + time);
        }
        OptionalLong offset = partition.offsetFor(Instant.ofEpochMilli(time));
        return offset.isEmpty() ? Found.NONE : at(partition, offset.getAsLong());
    }

    private static Found at(Partition partition, long offset) {
        for (Batch batch : partition.read(offset, 0)) {
            for (Entry entry : batch) {
                if (entry.offset() >= offset) {
                    return new Found(entry.offset(), entry.event().timestamp());
                }
            }
        }
        return Found.NONE;
    }

    private static Found maxTimestamp(Partition partition) {
        try {
            return bisect(partition);
        } catch (CorruptLogException damage) {
            return scan(partition);
        }
    }

    /// Finds the largest timestamp by bisection with the time index: up to it there is an offset for a time, and none
    /// after it. It reads about 40 batches, however long the log is.
    private static Found bisect(Partition partition) {
        Found newest = Found.NONE;
        long low = -1;
        long high = Long.MAX_VALUE - 1;
        while (low < high) {
            long middle = low + (high - low) / 2 + 1;
            OptionalLong offset = partition.offsetFor(Instant.ofEpochMilli(middle));
            Found found = offset.isEmpty() ? Found.NONE : at(partition, offset.getAsLong());
            if (found.timestamp() < middle) {
                high = middle - 1;
            } else {
                newest = found;
                low = found.timestamp();
            }
        }
        return newest;
    }

    /// Reads the headers of all intact batches, and the records of the batch with the largest timestamp.
    private static Found scan(Partition partition) {
        Batch newest = null;
        for (long next = partition.start(); next < partition.end();) {
            long before = next;
            try {
                for (Batch batch : partition.read(next, CHUNK_BYTES)) {
                    newest = newest == null || batch.maxTimestamp() > newest.maxTimestamp() ? batch : newest;
                    next = batch.lastOffset() + 1;
                }
            } catch (CorruptLogException damage) {
                next = damage.nextOffset();
            }
            Thread.yield();
            if (next <= before) {
                // lost events, or an append that is not on the disk yet
                break;
            }
        }
        if (newest != null) {
            for (Entry entry : newest) {
                if (entry.event().timestamp() == newest.maxTimestamp() && entry.offset() >= partition.start()) {
                    return new Found(entry.offset(), entry.event().timestamp());
                }
            }
        }
        return Found.NONE;
    }
}
