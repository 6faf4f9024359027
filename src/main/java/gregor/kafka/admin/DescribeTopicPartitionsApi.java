package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ErrorCodes;
import gregor.kafka.LocalNode;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import gregor.kafka.limits.IdentityHashed;
import gregor.topic.Topic;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponsePartition;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DescribeTopicPartitions: returns what Metadata returns for topics, in pages of at most 2000 partitions
/// (KIP-966).
///
/// Leaves out eligible leader replicas, which are always empty, and authorized operations.
@Serves(api = ApiKeys.DESCRIBE_TOPIC_PARTITIONS, oldest = 0, newest = 0)
public record DescribeTopicPartitionsApi(Broker broker) implements Api<DescribeTopicPartitionsRequestData> {
    private static final int MAX_PARTITIONS = 2000;

    @Override
    public Optional<ApiMessage> answer(DescribeTopicPartitionsRequestData request, RequestContext context) {
        var answer = new DescribeTopicPartitionsResponseData();
        String from = request.cursor() == null ? "" : request.cursor().topicName();
        int first = request.cursor() == null ? 0 : Math.max(0, request.cursor().partitionIndex());
        int remaining = Math.clamp(request.responsePartitionLimit(), 1, MAX_PARTITIONS);
        for (String name : names(request, from, context)) {
            int begin = name.equals(from) ? first : 0;
            int count = broker.partitions(name);
            if (remaining == 0) {
                return Optional.of(answer.setNextCursor(new Cursor().setTopicName(name).setPartitionIndex(begin)));
            }
            int end = Math.min(count, begin + remaining);
            answer.topics().add(topic(name, begin, end, context));
            remaining -= Math.max(0, end - begin);
            if (end < count) {
                return Optional.of(answer.setNextCursor(new Cursor().setTopicName(name).setPartitionIndex(end)));
            }
        }
        return Optional.of(answer);
    }

    private List<String> names(DescribeTopicPartitionsRequestData request, String from, RequestContext context) {
        var named = request.topics().stream().map(topic -> topic.name()).sorted().distinct();
        var all = request.topics().isEmpty()
                ? broker.topicNames().stream().filter(name -> context.mayDescribe(ResourceType.TOPIC, name))
                : named;
        return all.filter(name -> name.compareTo(from) >= 0).toList();
    }

    private DescribeTopicPartitionsResponseTopic topic(String name, int begin, int end, RequestContext context) {
        var topic = new IdentityHashed.DescribedTopic().setName(name);
        if (!context.mayDescribe(ResourceType.TOPIC, name)) {
            return topic.setErrorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code());
        }
        if (broker.partitions(name) == 0) {
            Errors error = ErrorCodes.error(() -> Topic.checkName(name)).error();
            return topic.setErrorCode((error == Errors.NONE ? Errors.UNKNOWN_TOPIC_OR_PARTITION : error).code());
        }
        for (int number = begin; number < end; number++) {
            boolean led = LocalNode.leads(broker, name, number);
            topic.partitions().add(new DescribeTopicPartitionsResponsePartition().setPartitionIndex(number)
                    .setErrorCode((led ? Errors.NONE : Errors.LEADER_NOT_AVAILABLE).code())
                    .setLeaderId(led ? LocalNode.ID : LocalNode.NO_LEADER).setLeaderEpoch(LocalNode.LEADER_EPOCH)
                    .setReplicaNodes(LocalNode.ALL).setIsrNodes(led ? LocalNode.ALL : List.of())
                    .setOfflineReplicas(led ? List.of() : LocalNode.ALL).setEligibleLeaderReplicas(List.of())
                    .setLastKnownElr(List.of()));
        }
        return topic.setTopicId(LocalNode.uuid(broker.topicId(name))).setIsInternal(Broker.isInternal(name));
    }
}
