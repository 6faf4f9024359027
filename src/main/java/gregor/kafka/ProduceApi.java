package gregor.kafka;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.packed.DecompressionLimits;
import gregor.packed.PackedBatch;
import gregor.topic.InvalidTopicException;
import gregor.topic.TopicPartition;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.BaseRecords;

/// Produce: one batch for each of some partitions. A batch is checked and goes to the log as it is; no event is
/// decoded.
///
/// When it is answered, the log has the batch, and the disk too if the topic's settings say so. With acks 0 there is no
/// answer; 1 and all are the same on one machine.
record ProduceApi(Broker broker, ProducerStateManager producers) implements Api<ProduceRequestData> {
    private static final int MAGIC_AT = 16;
    private static final int MAGIC = 2;

    @Override
    public ApiKeys key() {
        return ApiKeys.PRODUCE;
    }

    @Override
    public Optional<ApiMessage> answer(ProduceRequestData request, RequestContext call) {
        var answer = new ProduceResponseData();
        boolean failed = false;
        for (TopicProduceData topic : request.topicData()) {
            var part = new IdentityHashed.Produced().setName(topic.name()).setTopicId(topic.topicId());
            for (PartitionProduceData data : topic.partitionData()) {
                PartitionProduceResponse result = append(topic, data, request.acks(), call);
                failed |= result.errorCode() != Errors.NONE.code();
                part.partitionResponses().add(result);
            }
            answer.responses().add(part);
        }
        if (request.acks() != 0) {
            return Optional.of(answer);
        }
        if (failed) {
            throw new CloseConnectionException("a batch was refused, and its producer wants no answer: all that it can notice is this");
        }
        return Optional.empty();
    }

    private PartitionProduceResponse append(TopicProduceData topic, PartitionProduceData data, short acks, RequestContext call) {
        var result = new PartitionProduceResponse().setIndex(data.index());
        try {
            if (acks < -1 || acks > 1) {
                throw new ErrorResponseException(Errors.INVALID_REQUIRED_ACKS, "acks can be 0, 1 or -1 for all, and not " + acks);
            }
            String name = LocalNode.topic(broker, topic.name(), topic.topicId())
                    .orElseThrow(() -> new ErrorResponseException(Errors.UNKNOWN_TOPIC_ID, "no topic has the id " + topic.topicId()));
            return append(new TopicPartition(name, data.index()), data.records(), result, call);
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e)).setBaseOffset(-1);
        }
    }

    private PartitionProduceResponse append(TopicPartition place, BaseRecords records,
            PartitionProduceResponse result, RequestContext call) {
        if (!call.isAuthorized(AclOperation.WRITE, ResourceType.TOPIC, place.topic())) {
            throw new ErrorResponseException(Errors.TOPIC_AUTHORIZATION_FAILED,
                    call.connection().principal() + " may not write to " + place.topic());
        }
        if (Broker.isInternal(place.topic())) {
            throw new InvalidTopicException(place.topic() + " is the broker's own, and only it writes there");
        }
        Partition partition = broker.partition(place);
        PackedBatch batch = batch(records);
        TimestampValidator.Stamped stamped = TimestampValidator.of(partition).check(batch, broker.settings().clock().millis());
        long offset = producers.append(partition, stamped.batch());
        return result.setBaseOffset(offset).setLogAppendTimeMs(stamped.appendTime())
                .setLogStartOffset(partition.start());
    }

    /// The one batch that there must be.
    private static PackedBatch batch(BaseRecords records) {
        ByteBuffer bytes = MessageCodec.bytes(records)
                .orElseThrow(() -> new ErrorResponseException(Errors.INVALID_RECORD, "there is no batch"));
        if (bytes.remaining() <= MAGIC_AT || bytes.get(bytes.position() + MAGIC_AT) != MAGIC) {
            throw new ErrorResponseException(Errors.INVALID_RECORD, "there is no batch of version " + MAGIC);
        }
        PackedBatch batch = PackedBatch.take(bytes, DecompressionLimits.DEFAULT);
        if (bytes.hasRemaining()) {
            throw new ErrorResponseException(Errors.INVALID_RECORD, "there is more than one batch for a partition");
        }
        if (batch.isControl() || batch.count() == 0 || batch.lastOffset() - batch.baseOffset() + 1 != batch.count()) {
            throw new ErrorResponseException(Errors.INVALID_RECORD, "a producer sends events, one for each offset, and nothing else");
        }
        if (batch.isTransactional()) {
            throw new ErrorResponseException(Errors.INVALID_TXN_STATE, "this broker has no transactions");
        }
        return batch;
    }
}
