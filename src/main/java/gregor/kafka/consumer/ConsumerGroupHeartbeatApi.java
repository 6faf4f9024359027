package gregor.kafka.consumer;

import gregor.broker.Broker;
import gregor.kafka.Api;
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
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.TopicPartitions;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// ConsumerGroupHeartbeat: joining, leaving, saying what one wants, hearing what one gets: in the newer protocol all of
/// it is this one request, and it never waits.
public record ConsumerGroupHeartbeatApi(Broker broker, ConsumerGroups groups) implements Api<ConsumerGroupHeartbeatRequestData> {
    private static final int INTERVAL_MS = 5000;
    private static final int LEAVES = -1;
    private static final int MAX_TOPICS = 10_000;

    @Override
    public ApiKeys key() {
        return ApiKeys.CONSUMER_GROUP_HEARTBEAT;
    }

    @Override
    public Optional<ApiMessage> answer(ConsumerGroupHeartbeatRequestData request, RequestContext call) {
        try {
            check(request, call);
            return Optional.of(groups.in(request.groupId(), (group, modern) -> answer(request, group, modern, call)));
        } catch (InconsistentGroupProtocolException e) {
            return Optional.of(refused(Errors.GROUP_ID_NOT_FOUND,
                    "Group " + request.groupId() + " is not a consumer group."));
        } catch (RuntimeException e) {
            return Optional.of(refused(ErrorCodes.of(e), ErrorCodes.message(e)));
        }
    }

    private static ConsumerGroupHeartbeatResponseData refused(Errors error, String message) {
        return new ConsumerGroupHeartbeatResponseData().setErrorCode(error.code()).setErrorMessage(message);
    }

    private static void check(ConsumerGroupHeartbeatRequestData request, RequestContext call) {
        if (!call.isAuthorized(AclOperation.READ, ResourceType.GROUP, request.groupId())) {
            throw new ErrorResponseException(Errors.GROUP_AUTHORIZATION_FAILED, "");
        }
        checkThat(!request.groupId().isEmpty(), "GroupId can't be empty.");
        checkThat(!request.memberId().isEmpty() || call.version() == 0 && request.memberEpoch() == 0,
                "MemberId can't be empty.");
        checkThat(request.instanceId() == null || !request.instanceId().isEmpty(), "InstanceId can't be empty.");
        NameLimits.check(request.memberId(), "MemberId");
        NameLimits.check(request.instanceId(), "InstanceId");
        checkThat(request.subscribedTopicNames() == null || request.subscribedTopicNames().size() <= MAX_TOPICS,
                "SubscribedTopicNames can be " + MAX_TOPICS + " at most.");
        if (request.memberEpoch() == 0) {
            checkThat(request.rebalanceTimeoutMs() > 0, "RebalanceTimeoutMs must be provided in first request.");
            checkThat(request.topicPartitions() != null && request.topicPartitions().isEmpty(),
                    "TopicPartitions must be empty when (re-)joining.");
            checkThat(request.subscribedTopicNames() != null || request.subscribedTopicRegex() != null,
                    "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.");
        }
        checkThat(request.memberEpoch() != ConsumerGroupMember.LEAVE_GROUP_STATIC_MEMBER_EPOCH || request.instanceId() != null,
                "InstanceId can't be null.");
        if (request.subscribedTopicRegex() != null && !request.subscribedTopicRegex().isEmpty()) {
            throw new ErrorResponseException(Errors.INVALID_REGULAR_EXPRESSION,
                    "this broker takes names of topics; subscribe by a java.util.regex.Pattern, "
                    + "which the client matches itself");
        }
    }

    private static void checkThat(boolean condition, String otherwise) {
        if (!condition) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST, otherwise);
        }
    }

    private ConsumerGroupHeartbeatResponseData answer(ConsumerGroupHeartbeatRequestData request,
            Group group, ConsumerGroup modern, RequestContext call) {
        if (request.memberEpoch() < 0) {
            ConsumerGroupMember leaver = modern.all().stream().filter(member -> member.id.equals(request.memberId()))
                    .findFirst()
                    .orElseThrow(() -> new ErrorResponseException(Errors.UNKNOWN_MEMBER_ID,
                            "Member " + request.memberId() + " is not a member of the group."));
            modern.leave(group, leaver, request.memberEpoch() != LEAVES);
            return new ConsumerGroupHeartbeatResponseData().setMemberId(request.memberId())
                    .setMemberEpoch(request.memberEpoch());
        }
        SortedSet<String> topics = request.subscribedTopicNames() == null ? null : readable(request, call);
        Set<TopicPartition> owned = request.topicPartitions() == null ? null : owned(request);
        ConsumerGroupMember member;
        Set<TopicPartition> told;
        if (request.memberEpoch() == 0) {
            String id = request.memberId().isEmpty() ? UUID.randomUUID().toString() : request.memberId();
            member = new ConsumerGroupMember(id, Optional.ofNullable(request.instanceId()), call.client(), call.host(),
                    Duration.ofMillis(request.rebalanceTimeoutMs()), ConsumerGroup.assignor(request.serverAssignor()),
                    topics == null ? new TreeSet<>() : topics);
            modern.join(group, member);
            modern.reconcile(group, member, owned);
            told = null;
        } else {
            member = modern.member(request.memberId(), request.memberEpoch(), Errors.FENCED_MEMBER_EPOCH);
            told = new TreeSet<>(member.given);
            modern.heartbeat(group, member, topics, owned);
        }
        var answer = new ConsumerGroupHeartbeatResponseData().setMemberId(member.id).setMemberEpoch(member.epoch)
                .setHeartbeatIntervalMs(INTERVAL_MS);
        boolean said = told != null && told.equals(member.given) && (owned == null || owned.equals(member.given));
        return said ? answer : answer.setAssignment(assignment(member.given));
    }

    private static SortedSet<String> readable(ConsumerGroupHeartbeatRequestData request, RequestContext call) {
        for (String topic : request.subscribedTopicNames()) {
            NameLimits.check(topic, "A name in SubscribedTopicNames");
            if (!call.isAuthorized(AclOperation.READ, ResourceType.TOPIC, topic)) {
                throw new ErrorResponseException(Errors.TOPIC_AUTHORIZATION_FAILED,
                        call.connection().principal() + " may not read " + topic);
            }
        }
        return new TreeSet<>(request.subscribedTopicNames());
    }

    private Set<TopicPartition> owned(ConsumerGroupHeartbeatRequestData request) {
        var owned = new HashSet<TopicPartition>();
        request.topicPartitions().forEach(topic -> LocalNode.topic(broker, "", topic.topicId()).ifPresent(name ->
                topic.partitions().forEach(number -> owned.add(new TopicPartition(name, number)))));
        return owned;
    }

    private Assignment assignment(Set<TopicPartition> partitions) {
        Map<String, TopicPartitions> topics = new TreeMap<>();
        partitions.forEach(place -> topics.computeIfAbsent(place.topic(),
                name -> new TopicPartitions().setTopicId(LocalNode.uuid(broker.topicId(name))))
                .partitions().add(place.partition()));
        return new Assignment().setTopicPartitions(topics.values().stream().toList());
    }
}
