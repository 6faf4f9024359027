package gregor.kafka.transaction;

import module java.base;

import gregor.group.CommittedOffset;
import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ErrorCodes;
import gregor.kafka.OffsetCommitValidator;
import gregor.kafka.RequestContext;
import gregor.list.Origin;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// TxnOffsetCommit: commits offsets of a group when the transaction of a producer is committed.
@Serves(api = ApiKeys.TXN_OFFSET_COMMIT, oldest = 0, newest = 5)
public record TxnOffsetCommitApi(TransactionCoordinator coordinator,
        OffsetCommitValidator validator) implements Api<TxnOffsetCommitRequestData> {
    /// KIP-890: from this version on, the request adds the group to the transaction.
    private static final int ADDS_SINCE = 5;
    private static final int ABORTABLE_SINCE = 4;

    @Override
    public Optional<ApiMessage> answer(TxnOffsetCommitRequestData request, RequestContext context) {
        var answer = new TxnOffsetCommitResponseData();
        var commits = new HashMap<TopicPartition, CommittedOffset>();
        request.topics().forEach(topic -> {
            var part = new TxnOffsetCommitResponseTopic().setName(topic.name());
            topic.partitions().forEach(partition -> part.partitions()
                    .add(new TxnOffsetCommitResponsePartition().setPartitionIndex(partition.partitionIndex())
                            .setErrorCode(validator.validate(Optional.of(topic.name()), partition.partitionIndex(),
                                    partition.committedOffset(), partition.committedMetadata(), commits, context)
                                    .code())));
            answer.topics().add(part);
        });
        short error = commit(request, commits, context).code();
        answer.topics().stream().flatMap(topic -> topic.partitions().stream())
                .filter(part -> part.errorCode() == Errors.NONE.code()).forEach(part -> part.setErrorCode(error));
        return Optional.of(answer);
    }

    private Errors commit(TxnOffsetCommitRequestData request, Map<TopicPartition, CommittedOffset> commits,
            RequestContext context) {
        try {
            context.authorize(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, request.transactionalId());
            context.authorize(AclOperation.READ, ResourceType.GROUP, request.groupId());
            if (validator.checkMember(request.groupId(), request.memberId(), request.groupInstanceId(),
                    request.generationId(), true)) {
                validator.other().beforeCommit(request.groupId());
            }
            coordinator.addOffsets(request.transactionalId(),
                    new Origin(request.producerId(), request.producerEpoch(), -1), request.groupId(), commits,
                    context.version() >= ADDS_SINCE);
            return Errors.NONE;
        } catch (RuntimeException e) {
            Errors error = ErrorCodes.of(e, key(), context);
            return switch (error) {
                case STALE_MEMBER_EPOCH -> Errors.ILLEGAL_GENERATION;
                case INVALID_TXN_STATE -> context.version() < ABORTABLE_SINCE ? error : Errors.TRANSACTION_ABORTABLE;
                default -> error;
            };
        }
    }
}
