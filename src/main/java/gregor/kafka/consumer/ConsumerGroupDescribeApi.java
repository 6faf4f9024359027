package gregor.kafka.consumer;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.DistinctElements;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.LocalNode;
import gregor.kafka.RequestContext;
import gregor.rebalance.Group;
import gregor.topic.TopicPartition;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Member;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.TopicPartitions;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// ConsumerGroupDescribe: who is in a group of the newer protocol, what each of them has, and what it is to have.
public record ConsumerGroupDescribeApi(Broker broker, ConsumerGroups groups) implements Api<ConsumerGroupDescribeRequestData> {
    @Override
    public ApiKeys key() {
        return ApiKeys.CONSUMER_GROUP_DESCRIBE;
    }

    @Override
    public Optional<ApiMessage> answer(ConsumerGroupDescribeRequestData request, RequestContext call) {
        var answer = new ConsumerGroupDescribeResponseData();
        DistinctElements.by(request.groupIds(), name -> name).forEach(name -> answer.groups().add(describe(name, call)));
        return Optional.of(answer);
    }

    private DescribedGroup describe(String name, RequestContext call) {
        var described = new DescribedGroup().setGroupId(name);
        if (!call.isAuthorized(AclOperation.READ, ResourceType.GROUP, name)) {
            return described.setErrorCode(Errors.GROUP_AUTHORIZATION_FAILED.code());
        }
        try {
            return groups.ifKnown(name, (group, modern) -> describe(group, modern, described)).orElseThrow(() ->
                    new ErrorResponseException(Errors.GROUP_ID_NOT_FOUND, "Group " + name + " is not a consumer group."));
        } catch (RuntimeException e) {
            return described.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e));
        }
    }

    private DescribedGroup describe(Group group, ConsumerGroup modern, DescribedGroup described) {
        modern.all().forEach(member -> described.members()
                .add(new Member().setMemberId(member.id).setInstanceId(member.instance.orElse(null))
                .setMemberEpoch(member.epoch).setClientId(member.client).setClientHost(member.host)
                .setSubscribedTopicNames(member.topics.stream().toList())
                .setAssignment(assignment(member.given)).setTargetAssignment(assignment(modern.target(member)))));
        return described.setGroupState(modern.state(group)).setAssignorName(modern.assignorName())
                .setGroupEpoch(group.generation()).setAssignmentEpoch(group.generation());
    }

    private Assignment assignment(Set<TopicPartition> partitions) {
        var topics = new TreeMap<String, TopicPartitions>();
        partitions.forEach(place -> topics.computeIfAbsent(place.topic(),
                name -> new TopicPartitions().setTopicName(name).setTopicId(LocalNode.uuid(broker.topicId(name))))
                .partitions().add(place.partition()));
        return new Assignment().setTopicPartitions(topics.values().stream().toList());
    }
}
