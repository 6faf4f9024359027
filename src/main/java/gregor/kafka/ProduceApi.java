package gregor.kafka;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.guarantee.ProducerException;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.limits.IdentityHashed;
import gregor.packed.Codec;
import gregor.packed.DecompressionLimits;
import gregor.packed.PackedBatch;
import gregor.packed.PackedFormat;
import gregor.packed.RecordSummary;
import gregor.topic.InvalidTopicException;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.BaseRecords;

/// Produce: appends one record batch to each named partition. The batch is validated with its records and stored as
/// received; no record becomes an object.
///
/// The response follows when the log has the batch, and when the disk has it if the topic's settings demand that.
/// With `acks=0` there is no response; 1 and -1 (all) are the same on one machine.
///
/// Leaves out several batches for one partition, record formats before v2,
/// and the hint at a new leader (KIP-951).
@Serves(api = ApiKeys.PRODUCE, oldest = 3, newest = 13)
record ProduceApi(Broker broker, ProducerStates producers,
        Transactions transactions) implements Api<ProduceRequestData> {
    private static final int MAGIC_AT = 16;
    private static final int MAGIC = 2;
    /// KIP-110.
    private static final short ZSTD_SINCE = 7;
    /// KIP-890: from this version on, a batch adds its partition to the transaction of its producer.
    private static final short ADDS_SINCE = 12;
    /// KIP-890: from this version on, the client knows that it can abort the transaction and go on.
    private static final short ABORTABLE_SINCE = 11;

    @Override
    public Optional<ApiMessage> answer(ProduceRequestData request, RequestContext context) {
        var answer = new ProduceResponseData();
        var validator = new RequestValidator(context);
        for (TopicProduceData topic : request.topicData()) {
            var part = new IdentityHashed.Produced().setName(topic.name()).setTopicId(topic.topicId());
            for (PartitionProduceData data : topic.partitionData()) {
                part.partitionResponses().add(append(topic, data, request, validator, context));
            }
            answer.responses().add(part);
        }
        if (request.acks() != 0) {
            return Optional.of(answer);
        }
        context.beforeResponse(() -> checkNoError(answer));
        return Optional.empty();
    }

    private static void checkNoError(ProduceResponseData answer) {
        if (answer.responses().stream().flatMap(topic -> topic.partitionResponses().stream())
                .anyMatch(part -> part.errorCode() != Errors.NONE.code())) {
            throw new CloseConnectionException(
                    "a batch was rejected, and with acks=0 its producer expects no response");
        }
    }

    private PartitionProduceResponse append(TopicProduceData topic, PartitionProduceData data,
            ProduceRequestData request, RequestValidator validator, RequestContext context) {
        var result = new PartitionProduceResponse().setIndex(data.index());
        try {
            if (request.acks() < -1 || request.acks() > 1) {
                throw new ErrorResponseException(Errors.INVALID_REQUIRED_ACKS,
                        "acks is " + request.acks() + "; it must be 0, 1 or -1 (all)");
            }
            String name = LocalNode.topic(broker, topic.name(), topic.topicId(), context)
                    .orElseThrow(() -> new ErrorResponseException(Errors.UNKNOWN_TOPIC_ID,
                            "no topic has the id " + topic.topicId()));
            return append(new TopicPartition(name, data.index()), data.records(), request.transactionalId(), result,
                    validator, context);
        } catch (RuntimeException e) {
            return failed(result, e);
        }
    }

    private static PartitionProduceResponse failed(PartitionProduceResponse result, RuntimeException e) {
        return result.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e)).setBaseOffset(-1)
                .setLogAppendTimeMs(-1).setLogStartOffset(-1);
    }

    private PartitionProduceResponse append(TopicPartition partition, BaseRecords records, String transactionalId,
            PartitionProduceResponse result, RequestValidator validator, RequestContext context) {
        context.authorize(AclOperation.WRITE, ResourceType.TOPIC, partition.topic());
        if (Broker.isInternal(partition.topic())) {
            throw new InvalidTopicException(partition.topic() + " is internal; only the broker writes to it");
        }
        Partition log = broker.partition(partition);
        PackedBatch batch = batch(records, context.version());
        log.checkNotMoved();
        log.checkSize(batch);
        RecordSummary summary = validator.validate(batch);
        log.checkKeys(summary.firstWithoutKey());
        TimestampValidator.Stamped stamped = TimestampValidator.of(log).check(batch, summary,
                broker.settings().clock().millis());
        long offset = append(log, stamped.batch(), transactionalId, context);
        long end = offset + batch.count();
        Runnable force = () -> awaitForced(log, end, result);
        if (log.end() < end) {
            context.beforeResponse(force);
        } else {
            force.run();
        }
        return result.setBaseOffset(offset).setLogAppendTimeMs(stamped.appendTime()).setLogStartOffset(log.start());
    }

    private long append(Partition log, PackedBatch batch, String transactionalId, RequestContext context) {
        if (!batch.isTransactional()) {
            return producers.append(log, batch, false);
        }
        if (transactionalId == null || log.format().filter(format -> !(format instanceof PackedFormat)).isPresent()) {
            throw new ErrorResponseException(Errors.INVALID_TXN_STATE,
                    "a batch of a transaction needs a transactional id and a log of record batches");
        }
        context.authorize(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, transactionalId);
        boolean adds = context.version() >= ADDS_SINCE;
        try {
            return transactions.append(transactionalId, batch.origin(), log.name(), adds,
                    () -> producers.append(log, batch, adds));
        } catch (ProducerException e) {
            Errors error = ErrorCodes.of(e, key(), context);
            throw new ErrorResponseException(error == Errors.INVALID_TXN_STATE && context.version() >= ABORTABLE_SINCE
                    ? Errors.TRANSACTION_ABORTABLE
                    : error, e.getMessage());
        }
    }

    private static void awaitForced(Partition log, long end, PartitionProduceResponse result) {
        try {
            log.awaitForced(end);
        } catch (RuntimeException e) {
            failed(result, e);
        }
    }

    /// Checks that the records are one batch of records, and returns it.
    private static PackedBatch batch(BaseRecords records, short version) {
        ByteBuffer bytes = MessageCodec.bytes(records).orElseThrow(
                () -> new ErrorResponseException(Errors.INVALID_RECORD, "the request has no batch for the partition"));
        if (bytes.remaining() <= MAGIC_AT || bytes.get(bytes.position() + MAGIC_AT) != MAGIC) {
            throw new ErrorResponseException(Errors.INVALID_RECORD, "the record batch is not of format v" + MAGIC);
        }
        PackedBatch batch = PackedBatch.take(bytes, DecompressionLimits.DEFAULT);
        if (bytes.hasRemaining()) {
            throw new ErrorResponseException(Errors.INVALID_RECORD, "more than one batch for a partition");
        }
        if (batch.isControl() || batch.baseOffset() != 0) {
            throw new ErrorResponseException(Errors.INVALID_RECORD,
                    "a client's batch must have the base offset 0 and no control records");
        }
        if (batch.codec() == Codec.ZSTD && version < ZSTD_SINCE) {
            throw new ErrorResponseException(Errors.UNSUPPORTED_COMPRESSION_TYPE,
                    "zstd needs version " + ZSTD_SINCE + " of Produce");
        }
        return batch;
    }
}
