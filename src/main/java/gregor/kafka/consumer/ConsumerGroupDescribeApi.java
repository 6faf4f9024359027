package gregor.kafka.consumer;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.DistinctElements;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.LocalNode;
import gregor.kafka.RequestContext;
import gregor.rebalance.Group;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Member;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.TopicPartitions;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// ConsumerGroupDescribe: returns the members of a group of the KIP-848 protocol, with their current and their
/// target assignments.
///
/// Leaves out authorized operations.
@Serves(api = ApiKeys.CONSUMER_GROUP_DESCRIBE, oldest = 0, newest = 1)
public record ConsumerGroupDescribeApi(Broker broker,
        ConsumerGroups groups) implements Api<ConsumerGroupDescribeRequestData> {
    @Override
    public Optional<ApiMessage> answer(ConsumerGroupDescribeRequestData request, RequestContext context) {
        var answer = new ConsumerGroupDescribeResponseData();
        DistinctElements.by(request.groupIds(), name -> name)
                .forEach(name -> answer.groups().add(describe(name, context)));
        return Optional.of(answer);
    }

    private DescribedGroup describe(String name, RequestContext context) {
        var described = new DescribedGroup().setGroupId(name);
        if (!context.mayDescribe(ResourceType.GROUP, name)) {
            return described.setErrorCode(Errors.GROUP_AUTHORIZATION_FAILED.code());
        }
        try {
            return groups.ifKnown(name, (group, members) -> describe(group, members, context, described))
                    .orElseThrow(() -> new ErrorResponseException(Errors.GROUP_ID_NOT_FOUND,
                            "Group " + name + " is not a consumer group."));
        } catch (RuntimeException e) {
            return described.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e));
        }
    }

    private DescribedGroup describe(Group group, ConsumerGroup members, RequestContext context,
            DescribedGroup described) {
        if (!members.assignedTopics().stream().allMatch(topic -> context.mayDescribe(ResourceType.TOPIC, topic))) {
            throw new ErrorResponseException(Errors.TOPIC_AUTHORIZATION_FAILED,
                    "The group has described topic(s) that the client is not authorized to describe.");
        }
        members.all().forEach(member -> described.members().add(new Member().setMemberId(member.id)
                .setInstanceId(member.instance.orElse(null)).setMemberEpoch(member.epoch).setClientId(member.client)
                .setClientHost(member.host).setSubscribedTopicNames(member.names.stream().toList())
                .setSubscribedTopicRegex(member.pattern.map(TopicPattern::regex).orElse(""))
                .setAssignment(assignment(member.assigned)).setTargetAssignment(assignment(members.target(member)))));
        return described.setGroupState(members.state(group)).setAssignorName(members.assignorName())
                .setGroupEpoch(group.generation()).setAssignmentEpoch(members.assignmentEpoch());
    }

    private Assignment assignment(Set<TopicPartition> partitions) {
        var topics = new TreeMap<String, TopicPartitions>();
        partitions
                .forEach(place -> topics
                        .computeIfAbsent(place.topic(),
                                name -> new TopicPartitions().setTopicName(name)
                                        .setTopicId(LocalNode.uuid(broker.topicId(name))))
                        .partitions().add(place.partition()));
        return new Assignment().setTopicPartitions(topics.values().stream().toList());
    }
}
