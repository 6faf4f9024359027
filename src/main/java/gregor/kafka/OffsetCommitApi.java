package gregor.kafka;

import module java.base;

import gregor.broker.Broker;
import gregor.group.CommittedOffset;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// OffsetCommit: commits offsets of a group, for a member of its current generation; for any client if the group
/// has no members. Each commit becomes an event in a compacted topic.
///
/// Leaves out the retention time of versions 2 to 4, which is ignored.
@Serves(api = ApiKeys.OFFSET_COMMIT, oldest = 2, newest = 10)
record OffsetCommitApi(Broker broker, ClassicGroups groups, GroupProtocol other,
        Transactions transactions) implements Api<OffsetCommitRequestData> {
    @Override
    public Optional<ApiMessage> answer(OffsetCommitRequestData request, RequestContext context) {
        var answer = new OffsetCommitResponseData();
        var validator = new OffsetCommitValidator(broker, groups, other);
        var commits = new HashMap<TopicPartition, CommittedOffset>();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            Optional<String> name = LocalNode.topic(broker, topic.name(), topic.topicId(), context);
            var part = new OffsetCommitResponseTopic().setName(topic.name()).setTopicId(topic.topicId());
            topic.partitions().forEach(partition -> part.partitions()
                    .add(new OffsetCommitResponsePartition().setPartitionIndex(partition.partitionIndex()).setErrorCode(
                            validator.validate(name, partition.partitionIndex(), partition.committedOffset(),
                                    partition.committedMetadata(), commits, context).code())));
            answer.topics().add(part);
        }
        Errors error = ErrorCodes.error(() -> commit(request, commits, validator, context)).error();
        answer.topics()
                .forEach(topic -> topic.partitions().stream()
                        .filter(part -> error != Errors.NONE && part.errorCode() == Errors.NONE.code())
                        .forEach(part -> part.setErrorCode(error.code())));
        return Optional.of(answer);
    }

    private void commit(OffsetCommitRequestData request, Map<TopicPartition, CommittedOffset> commits,
            OffsetCommitValidator validator, RequestContext context) {
        context.authorize(AclOperation.READ, ResourceType.GROUP, request.groupId());
        if (validator.checkMember(request.groupId(), request.memberId(), request.groupInstanceId(),
                request.generationIdOrMemberEpoch(), false)) {
            other.beforeCommit(request.groupId());
        }
        if (!commits.isEmpty()) {
            // Without the group's lock, so that its members do not wait for the disk.
            broker.groups().awaitForced(transactions.commit(request.groupId(), commits.keySet(),
                    () -> broker.groups().startCommit(request.groupId(), commits)));
        }
    }
}
