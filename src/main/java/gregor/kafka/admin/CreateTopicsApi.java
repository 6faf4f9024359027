package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.topic.TopicConfig;
import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.DistinctElements;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.LocalNode;
import gregor.kafka.RequestContext;
import gregor.kafka.limits.IdentityHashed;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicConfigs;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// CreateTopics: creates topics, or checks whether it could. Each partition has one replica, on the one node.
///
/// Leaves out replication factors other than 1 and -1.
@Serves(api = ApiKeys.CREATE_TOPICS, oldest = 2, newest = 7)
public record CreateTopicsApi(Broker broker) implements Api<CreateTopicsRequestData> {
    @Override
    public Optional<ApiMessage> answer(CreateTopicsRequestData request, RequestContext context) {
        var answer = new CreateTopicsResponseData();
        Map<String, Long> counts = request.topics().stream()
                .collect(Collectors.groupingBy(CreatableTopic::name, Collectors.counting()));
        DistinctElements.by(List.copyOf(request.topics()), CreatableTopic::name).forEach(topic -> answer.topics()
                .add(create(topic, counts.get(topic.name()) > 1, request.validateOnly(), context)));
        return Optional.of(answer);
    }

    private CreatableTopicResult create(CreatableTopic topic, boolean isRepeated, boolean validateOnly,
            RequestContext context) {
        var result = new IdentityHashed.CreatedTopic().setName(topic.name());
        try {
            if (isRepeated) {
                throw new ErrorResponseException(Errors.INVALID_REQUEST,
                        "topic " + topic.name() + " is in the request more than once");
            }
            context.authorize(AclOperation.ADMIN, ResourceType.TOPIC, topic.name());
            int partitions = partitions(topic);
            Map<String, String> settings = settings(topic);
            if (validateOnly) {
                describe(broker.checkTopic(topic.name(), partitions, settings), result);
            } else {
                broker.createTopic(topic.name(), partitions, settings);
                result.setTopicId(LocalNode.uuid(broker.topicId(topic.name())));
                describe(broker.partition(topic.name(), 0).configuration(), result);
            }
            return result.setNumPartitions(partitions).setReplicationFactor((short) 1);
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e));
        }
    }

    private int partitions(CreatableTopic topic) {
        if (!topic.assignments().isEmpty()) {
            return assigned(topic);
        }
        if (topic.replicationFactor() != -1 && topic.replicationFactor() != 1) {
            throw new ErrorResponseException(Errors.INVALID_REPLICATION_FACTOR,
                    topic.replicationFactor() == 0
                            ? "Replication factor must be larger than 0, or -1 to use the default value."
                            : "Unable to replicate the partition " + topic.replicationFactor()
                                    + " time(s): the cluster has one node; use 1 or -1");
        }
        if (topic.numPartitions() == 0 || topic.numPartitions() < -1) {
            throw new ErrorResponseException(Errors.INVALID_PARTITIONS,
                    "Number of partitions was set to an invalid non-positive value.");
        }
        return topic.numPartitions() == -1 ? broker.settings().partitions() : topic.numPartitions();
    }

    private static int assigned(CreatableTopic topic) {
        if (topic.replicationFactor() != -1 || topic.numPartitions() != -1) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST,
                    "give assignments, or the numbers of partitions and replicas, but not both");
        }
        for (int number = 0; number < topic.assignments().size(); number++) {
            CreatableReplicaAssignment assignment = topic.assignments().find(number);
            if (assignment == null || !assignment.brokerIds().equals(LocalNode.ALL)) {
                throw new ErrorResponseException(Errors.INVALID_REPLICA_ASSIGNMENT,
                        "number the partitions from 0 on, and assign each to one replica, on node " + LocalNode.ID);
            }
        }
        return topic.assignments().size();
    }

    private static Map<String, String> settings(CreatableTopic topic) {
        var settings = new HashMap<String, String>();
        topic.configs().forEach(each -> {
            if (each.value() == null) {
                throw new ErrorResponseException(Errors.INVALID_CONFIG,
                        "Null value not supported for topic configs: " + each.name());
            }
            settings.put(each.name(), each.value());
        });
        return settings;
    }

    private static void describe(TopicConfig settings, CreatableTopicResult result) {
        settings.values().forEach((key, value) -> result.configs().add(new CreatableTopicConfigs().setName(key)
                .setValue(value).setConfigSource(DescribeConfigsApi.source(settings, key))));
    }
}
