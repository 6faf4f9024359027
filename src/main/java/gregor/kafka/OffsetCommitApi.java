package gregor.kafka;

import gregor.broker.Broker;
import gregor.group.CommittedOffset;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.rebalance.Group;
import gregor.rebalance.RebalanceInProgressException;
import gregor.topic.TopicPartition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
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
/// Serves versions 2 to 10; leaves out the retention time of versions 2 to 4, which is ignored.
record OffsetCommitApi(Broker broker, ClassicGroups groups,
        GroupProtocol other) implements Api<OffsetCommitRequestData> {
    private static final int MAX_METADATA_LENGTH = 4096;

    @Override
    public ApiVersionRange versions() {
        return new ApiVersionRange(ApiKeys.OFFSET_COMMIT, 2, 10);
    }

    @Override
    public Optional<ApiMessage> answer(OffsetCommitRequestData request, RequestContext context) {
        var answer = new OffsetCommitResponseData();
        var commits = new HashMap<TopicPartition, CommittedOffset>();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            Optional<String> name = LocalNode.topic(broker, topic.name(), topic.topicId(), context);
            var part = new OffsetCommitResponseTopic().setName(topic.name()).setTopicId(topic.topicId());
            topic.partitions()
                    .forEach(partition -> part.partitions()
                            .add(new OffsetCommitResponsePartition().setPartitionIndex(partition.partitionIndex())
                                    .setErrorCode(validate(name, partition, commits, context).code())));
            answer.topics().add(part);
        }
        Errors error = commit(request, commits, context);
        answer.topics()
                .forEach(topic -> topic.partitions().stream()
                        .filter(part -> error != Errors.NONE && part.errorCode() == Errors.NONE.code())
                        .forEach(part -> part.setErrorCode(error.code())));
        return Optional.of(answer);
    }

    /// Adds a valid offset to the commits, or returns what is wrong with it.
    private Errors validate(Optional<String> topic, OffsetCommitRequestPartition part,
            Map<TopicPartition, CommittedOffset> commits, RequestContext context) {
        if (topic.isEmpty()) {
            return Errors.UNKNOWN_TOPIC_ID;
        }
        if (!context.isAuthorized(AclOperation.READ, ResourceType.TOPIC, topic.get())) {
            return Errors.TOPIC_AUTHORIZATION_FAILED;
        }
        if (part.partitionIndex() < 0 || part.partitionIndex() >= broker.partitions(topic.get())) {
            return Errors.UNKNOWN_TOPIC_OR_PARTITION;
        }
        String metadata = part.committedMetadata() == null ? "" : part.committedMetadata();
        if (metadata.length() > MAX_METADATA_LENGTH) {
            return Errors.OFFSET_METADATA_TOO_LARGE;
        }
        commits.put(new TopicPartition(topic.get(), part.partitionIndex()),
                new CommittedOffset(part.committedOffset(), metadata));
        return Errors.NONE;
    }

    private Errors commit(OffsetCommitRequestData request, Map<TopicPartition, CommittedOffset> commits,
            RequestContext context) {
        if (!context.isAuthorized(AclOperation.READ, ResourceType.GROUP, request.groupId())) {
            return Errors.GROUP_AUTHORIZATION_FAILED;
        }
        try {
            if (other.check(request.groupId(), request.memberId(), request.generationIdOrMemberEpoch())) {
                other.commit(request.groupId(), commits);
                return Errors.NONE;
            }
            groups.in(request.groupId(), (group, classic) -> {
                check(request, group, classic);
                return null;
            });
            // Without the group's lock, so that its members do not wait for the disk.
            if (!commits.isEmpty()) {
                broker.groups().commit(request.groupId(), commits);
            }
            return Errors.NONE;
        } catch (RuntimeException e) {
            return ErrorCodes.of(e);
        }
    }

    private void check(OffsetCommitRequestData request, Group group, ClassicGroup classic) {
        int generation = request.generationIdOrMemberEpoch();
        if (generation < 0 && request.memberId().isEmpty() && request.groupInstanceId() == null) {
            if (!group.memberIds().isEmpty()) {
                throw new ErrorResponseException(Errors.UNKNOWN_MEMBER_ID,
                        "group " + request.groupId() + " has members; only they may commit its offsets");
            }
            return;
        }
        if (group.memberIds().isEmpty() && broker.groups().committedOffsets(request.groupId()).isEmpty()
                && generation >= 0) {
            throw new ErrorResponseException(Errors.ILLEGAL_GENERATION,
                    "group " + request.groupId() + " does not exist");
        }
        try {
            classic.check(group, request.memberId(), Optional.ofNullable(request.groupInstanceId()), generation);
        } catch (RebalanceInProgressException e) {
            // Members of the old generation may commit until the next one is complete.
        }
        if (group.state() == Group.State.COMPLETING_REBALANCE) {
            throw new ErrorResponseException(Errors.REBALANCE_IN_PROGRESS,
                    "the leader has not sent the assignment yet");
        }
    }
}
