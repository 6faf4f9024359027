package gregor.kafka;

import module java.base;

import gregor.broker.Broker;
import gregor.group.CommittedOffset;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.rebalance.Group;
import gregor.rebalance.RebalanceInProgressException;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/// Validates commits of offsets, in a transaction or outside.
public record OffsetCommitValidator(Broker broker, ClassicGroups groups, GroupProtocol other) {
    private static final int MAX_METADATA_LENGTH = 4096;

    /// Adds a valid offset to the commits, or returns what is wrong with it.
    ///
    /// @param topic    its name; empty if no topic has the id of the request
    /// @param metadata may be null
    public Errors validate(Optional<String> topic, int partition, long offset, String metadata,
            Map<TopicPartition, CommittedOffset> commits, RequestContext context) {
        if (topic.isEmpty()) {
            return Errors.UNKNOWN_TOPIC_ID;
        }
        if (!context.isAuthorized(AclOperation.READ, ResourceType.TOPIC, topic.get())) {
            return Errors.TOPIC_AUTHORIZATION_FAILED;
        }
        if (partition < 0 || partition >= broker.partitions(topic.get())) {
            return Errors.UNKNOWN_TOPIC_OR_PARTITION;
        }
        String note = metadata == null ? "" : metadata;
        if (note.length() > MAX_METADATA_LENGTH) {
            return Errors.OFFSET_METADATA_TOO_LARGE;
        }
        commits.put(new TopicPartition(topic.get(), partition), new CommittedOffset(offset, note));
        return Errors.NONE;
    }

    /// Checks that a member may commit offsets of its group.
    ///
    /// @param instance      may be null
    /// @param transactional whether the commit is part of a transaction; then a client need not be a member
    /// @return whether the group belongs to the other protocol
    public boolean checkMember(String group, String member, String instance, int generation, boolean transactional) {
        if (other.check(group, member, generation)) {
            return true;
        }
        boolean named = !member.isEmpty() || instance != null;
        if (!transactional || generation >= 0 || named) {
            groups.in(group, (members, classic) -> {
                check(members, classic, member, instance, generation, transactional);
                return null;
            });
        }
        return false;
    }

    private void check(Group group, ClassicGroup classic, String member, String instance, int generation,
            boolean transactional) {
        if (generation < 0 && member.isEmpty() && instance == null) {
            if (!group.memberIds().isEmpty()) {
                throw new ErrorResponseException(Errors.UNKNOWN_MEMBER_ID,
                        "group " + group.name() + " has members; only they may commit its offsets");
            }
            return;
        }
        if (group.memberIds().isEmpty() && broker.groups().committedOffsets(group.name()).isEmpty()
                && generation >= 0) {
            throw new ErrorResponseException(Errors.ILLEGAL_GENERATION, "group " + group.name() + " does not exist");
        }
        try {
            classic.heartbeat(group, member, Optional.ofNullable(instance), generation);
        } catch (RebalanceInProgressException e) {
            // Members of the old generation may commit until the next one is complete.
        }
        if (!transactional && group.state() == Group.State.COMPLETING_REBALANCE) {
            throw new ErrorResponseException(Errors.REBALANCE_IN_PROGRESS,
                    "the leader has not sent the assignment yet");
        }
    }
}
