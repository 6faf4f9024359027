package gregor.kafka;

import gregor.broker.Broker;
import gregor.group.CommittedOffset;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.consumer.ConsumerGroup;
import gregor.kafka.consumer.ConsumerGroupMember;
import gregor.kafka.consumer.ConsumerGroups;
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

/// OffsetCommit: a group's bookmarks, moved by a member of this generation, or by anybody if the group has none. They
/// are events in a compacted topic, like all of lesson 10's.
record OffsetCommitApi(Broker broker, ClassicGroups groups, ConsumerGroups modern)
        implements Api<OffsetCommitRequestData> {
    private static final int NOTE_LENGTH = 4096;

    @Override
    public ApiKeys key() {
        return ApiKeys.OFFSET_COMMIT;
    }

    @Override
    public Optional<ApiMessage> answer(OffsetCommitRequestData request, RequestContext call) {
        var answer = new OffsetCommitResponseData();
        var commits = new HashMap<TopicPartition, CommittedOffset>();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            Optional<String> name = LocalNode.topic(broker, topic.name(), topic.topicId());
            var part = new OffsetCommitResponseTopic().setName(topic.name()).setTopicId(topic.topicId());
            topic.partitions().forEach(partition -> part.partitions().add(new OffsetCommitResponsePartition()
                    .setPartitionIndex(partition.partitionIndex())
                    .setErrorCode(look(name, partition, commits, call).code())));
            answer.topics().add(part);
        }
        Errors error = commit(request, commits, call);
        answer.topics().forEach(topic -> topic.partitions().stream()
                .filter(part -> error != Errors.NONE && part.errorCode() == Errors.NONE.code())
                .forEach(part -> part.setErrorCode(error.code())));
        return Optional.of(answer);
    }

    /// Puts a bookmark aside that can be written, or says why it cannot.
    private Errors look(Optional<String> topic, OffsetCommitRequestPartition part,
            Map<TopicPartition, CommittedOffset> commits, RequestContext call) {
        if (topic.isEmpty()) {
            return Errors.UNKNOWN_TOPIC_ID;
        }
        if (!call.isAuthorized(AclOperation.READ, ResourceType.TOPIC, topic.get())) {
            return Errors.TOPIC_AUTHORIZATION_FAILED;
        }
        if (part.partitionIndex() < 0 || part.partitionIndex() >= broker.partitions(topic.get())) {
            return Errors.UNKNOWN_TOPIC_OR_PARTITION;
        }
        String note = part.committedMetadata() == null ? "" : part.committedMetadata();
        if (note.length() > NOTE_LENGTH) {
            return Errors.OFFSET_METADATA_TOO_LARGE;
        }
        commits.put(new TopicPartition(topic.get(), part.partitionIndex()), new CommittedOffset(part.committedOffset(), note));
        return Errors.NONE;
    }

    private Errors commit(OffsetCommitRequestData request, Map<TopicPartition, CommittedOffset> commits, RequestContext call) {
        if (!call.isAuthorized(AclOperation.READ, ResourceType.GROUP, request.groupId())) {
            return Errors.GROUP_AUTHORIZATION_FAILED;
        }
        try {
            boolean isModern = modern.ifThere(request.groupId(), (group, members) -> check(request, members))
                    .isPresent();
            if (isModern) {
                modern.commit(request.groupId(), commits);
                return Errors.NONE;
            }
            groups.in(request.groupId(), (group, classic) -> {
                check(request, group, classic);
                if (!commits.isEmpty()) {
                    broker.groups().commit(request.groupId(), commits);
                }
                return null;
            });
            return Errors.NONE;
        } catch (RuntimeException e) {
            return ErrorCodes.of(e);
        }
    }

    private static ConsumerGroupMember check(OffsetCommitRequestData request, ConsumerGroup members) {
        return members.member(request.memberId(), request.generationIdOrMemberEpoch(), Errors.STALE_MEMBER_EPOCH);
    }

    private void check(OffsetCommitRequestData request, Group group, ClassicGroup classic) {
        int generation = request.generationIdOrMemberEpoch();
        if (generation < 0 && request.memberId().isEmpty() && request.groupInstanceId() == null) {
            if (!group.members().isEmpty()) {
                throw new ErrorResponseException(Errors.UNKNOWN_MEMBER_ID,
                        "the group has members, and only they may move its bookmarks");
            }
            return;
        }
        if (group.members().isEmpty() && broker.groups().committedOffsets(request.groupId()).isEmpty() && generation >= 0) {
            throw new ErrorResponseException(Errors.ILLEGAL_GENERATION, "there is no group " + request.groupId());
        }
        try {
            classic.check(group, request.memberId(), Optional.ofNullable(request.groupInstanceId()), generation);
        } catch (RebalanceInProgressException e) {
            // A new generation forms. Until it has, those of the old one may say how far they have come.
        }
        if (group.state() == Group.State.COMPLETING_REBALANCE) {
            throw new ErrorResponseException(Errors.REBALANCE_IN_PROGRESS, "the leader has not shared out yet");
        }
    }
}
