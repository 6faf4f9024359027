package gregor.kafka.consumer;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.LocalNode;
import gregor.kafka.NameLimits;
import gregor.kafka.RequestContext;
import gregor.rebalance.Group;
import gregor.rebalance.InconsistentGroupProtocolException;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.TopicPartitions;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// ConsumerGroupHeartbeat: joins a group, leaves it, reports a subscription and receives an assignment, all by this
/// one request, which never waits (KIP-848).
///
/// Leaves out racks, and assignors on the client.
@Serves(api = ApiKeys.CONSUMER_GROUP_HEARTBEAT, oldest = 0, newest = 1)
public record ConsumerGroupHeartbeatApi(Broker broker,
        ConsumerGroups groups) implements Api<ConsumerGroupHeartbeatRequestData> {
    private static final int INTERVAL_MS = 5000;
    /// While the target assignment is out of date.
    private static final int ASSIGNING_INTERVAL_MS = 500;
    private static final int LEAVE_GROUP_MEMBER_EPOCH = -1;
    private static final int MAX_TOPICS = 10_000;

    @Override
    public Optional<ApiMessage> answer(ConsumerGroupHeartbeatRequestData request, RequestContext context) {
        try {
            check(request, context);
            groups.patterns().refresh(hasPattern(request));
            return Optional
                    .of(groups.in(request.groupId(), (group, members) -> answer(request, group, members, context)));
        } catch (InconsistentGroupProtocolException e) {
            return Optional
                    .of(error(Errors.GROUP_ID_NOT_FOUND, "Group " + request.groupId() + " is not a consumer group."));
        } catch (RuntimeException e) {
            return Optional.of(error(ErrorCodes.of(e), ErrorCodes.message(e)));
        }
    }

    private static ConsumerGroupHeartbeatResponseData error(Errors error, String message) {
        return new ConsumerGroupHeartbeatResponseData().setErrorCode(error.code()).setErrorMessage(message);
    }

    private static void check(ConsumerGroupHeartbeatRequestData request, RequestContext context) {
        context.authorize(AclOperation.READ, ResourceType.GROUP, request.groupId());
        checkThat(!request.groupId().isEmpty(), "GroupId can't be empty.");
        checkThat(!request.memberId().isEmpty() || context.version() == 0 && request.memberEpoch() == 0,
                "MemberId can't be empty.");
        checkThat(request.instanceId() == null || !request.instanceId().isEmpty(), "InstanceId can't be empty.");
        NameLimits.check(request.memberId(), "MemberId");
        NameLimits.check(request.instanceId(), "InstanceId");
        checkThat(request.subscribedTopicNames() == null || request.subscribedTopicNames().size() <= MAX_TOPICS,
                "SubscribedTopicNames has more than " + MAX_TOPICS + " names.");
        if (request.memberEpoch() == 0) {
            checkThat(request.rebalanceTimeoutMs() > 0, "RebalanceTimeoutMs must be provided in first request.");
            checkThat(request.topicPartitions() != null && request.topicPartitions().isEmpty(),
                    "TopicPartitions must be empty when (re-)joining.");
            checkThat(request.subscribedTopicNames() != null || request.subscribedTopicRegex() != null,
                    "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.");
        }
        checkThat(request.memberEpoch() != ConsumerGroupMember.LEAVE_GROUP_STATIC_MEMBER_EPOCH
                || request.instanceId() != null, "InstanceId can't be null.");
        if (hasPattern(request)) {
            TopicPatterns.check(request.subscribedTopicRegex());
        }
    }

    private static boolean hasPattern(ConsumerGroupHeartbeatRequestData request) {
        return request.subscribedTopicRegex() != null && !request.subscribedTopicRegex().isEmpty();
    }

    private static void checkThat(boolean condition, String otherwise) {
        if (!condition) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST, otherwise);
        }
    }

    private ConsumerGroupHeartbeatResponseData answer(ConsumerGroupHeartbeatRequestData request, Group group,
            ConsumerGroup members, RequestContext context) {
        if (request.memberEpoch() < 0) {
            return leave(request, group, members);
        }
        Set<TopicPartition> owned = request.topicPartitions() == null ? null : owned(request, context);
        if (request.memberEpoch() == 0) {
            ConsumerGroupMember member = newMember(request, context);
            members.join(group, member);
            return response(group, members, member).setAssignment(assignment(member.assigned));
        }
        ConsumerGroupMember member = members.member(request.memberId(), request.memberEpoch(),
                Errors.FENCED_MEMBER_EPOCH);
        Set<TopicPartition> before = new TreeSet<>(member.assigned);
        members.heartbeat(group, member, names(request, member.names, context),
                pattern(request, member.pattern, context), owned);
        boolean unchanged = before.equals(member.assigned) && (owned == null || owned.equals(member.assigned));
        var response = response(group, members, member);
        return unchanged ? response : response.setAssignment(assignment(member.assigned));
    }

    private static ConsumerGroupHeartbeatResponseData leave(ConsumerGroupHeartbeatRequestData request, Group group,
            ConsumerGroup members) {
        members.leave(group, members.member(request.memberId()), request.memberEpoch() != LEAVE_GROUP_MEMBER_EPOCH);
        return new ConsumerGroupHeartbeatResponseData().setMemberId(request.memberId())
                .setMemberEpoch(request.memberEpoch());
    }

    private static ConsumerGroupMember newMember(ConsumerGroupHeartbeatRequestData request, RequestContext context) {
        String id = request.memberId().isEmpty() ? UUID.randomUUID().toString() : request.memberId();
        return new ConsumerGroupMember(id, Optional.ofNullable(request.instanceId()), context.client(), context.host(),
                Duration.ofMillis(request.rebalanceTimeoutMs()), TargetAssignment.assignor(request.serverAssignor()),
                names(request, new TreeSet<>(), context), pattern(request, Optional.empty(), context));
    }

    private static ConsumerGroupHeartbeatResponseData response(Group group, ConsumerGroup members,
            ConsumerGroupMember member) {
        return new ConsumerGroupHeartbeatResponseData().setMemberId(member.id).setMemberEpoch(member.epoch)
                .setHeartbeatIntervalMs(members.isAssigning(group) ? ASSIGNING_INTERVAL_MS : INTERVAL_MS);
    }

    /// Returns the pattern of a request: none if it is empty, the one before if it is null.
    private static Optional<TopicPattern> pattern(ConsumerGroupHeartbeatRequestData request,
            Optional<TopicPattern> before, RequestContext context) {
        if (request.subscribedTopicRegex() == null) {
            return before;
        }
        return hasPattern(request)
                ? Optional.of(new TopicPattern(request.subscribedTopicRegex(), context.principal(),
                        context.settings().authorizer()))
                : Optional.empty();
    }

    /// Returns the topics that a request names: those before if they are null.
    private static SortedSet<String> names(ConsumerGroupHeartbeatRequestData request, SortedSet<String> before,
            RequestContext context) {
        if (request.subscribedTopicNames() == null) {
            return before;
        }
        for (String topic : request.subscribedTopicNames()) {
            NameLimits.check(topic, "A name in SubscribedTopicNames");
            context.authorize(AclOperation.READ, ResourceType.TOPIC, topic);
        }
        return new TreeSet<>(request.subscribedTopicNames());
    }

    private Set<TopicPartition> owned(ConsumerGroupHeartbeatRequestData request, RequestContext context) {
        var owned = new HashSet<TopicPartition>();
        request.topicPartitions().forEach(topic -> LocalNode.topic(broker, "", topic.topicId(), context)
                .ifPresent(name -> topic.partitions().forEach(number -> owned.add(new TopicPartition(name, number)))));
        return owned;
    }

    private Assignment assignment(Set<TopicPartition> partitions) {
        Map<String, TopicPartitions> topics = new TreeMap<>();
        partitions.forEach(place -> topics
                .computeIfAbsent(place.topic(),
                        name -> new TopicPartitions().setTopicId(LocalNode.uuid(broker.topicId(name))))
                .partitions().add(place.partition()));
        return new Assignment().setTopicPartitions(topics.values().stream().toList());
    }
}
