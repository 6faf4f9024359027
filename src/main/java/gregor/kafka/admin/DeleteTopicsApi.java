package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
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
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DeleteTopics: deletes topics, given by name or by id (KIP-516). The response has both, unless the topic does not
/// exist or the principal may not delete it; then it has what the request gave.
@Serves(api = ApiKeys.DELETE_TOPICS, oldest = 1, newest = 6)
public record DeleteTopicsApi(Broker broker) implements Api<DeleteTopicsRequestData> {
    @Override
    public Optional<ApiMessage> answer(DeleteTopicsRequestData request, RequestContext context) {
        List<DeleteTopicState> topics = new ArrayList<>(request.topics());
        request.topicNames().forEach(name -> topics.add(new DeleteTopicState().setName(name)));
        Map<String, Long> counts = topics.stream()
                .collect(Collectors.groupingBy(topic -> key(topic, context), Collectors.counting()));
        var answer = new DeleteTopicsResponseData();
        DistinctElements.by(topics, topic -> topic.name() + ":" + topic.topicId())
                .forEach(topic -> answer.responses().add(delete(topic, counts.get(key(topic, context)) > 1, context)));
        return Optional.of(answer);
    }

    /// The name of a topic, also if the request gives its id: a topic must not be in a request twice.
    private String key(DeleteTopicState topic, RequestContext context) {
        return name(topic, context).orElse(":" + topic.topicId());
    }

    private Optional<String> name(DeleteTopicState topic, RequestContext context) {
        return LocalNode.topic(broker, topic.name(), topic.topicId(), context);
    }

    private DeletableTopicResult delete(DeleteTopicState topic, boolean isRepeated, RequestContext context) {
        var result = new IdentityHashed.DeletedTopic().setName(topic.name()).setTopicId(topic.topicId());
        try {
            check(topic, isRepeated);
            String name = name(topic, context).orElseThrow(() -> new ErrorResponseException(Errors.UNKNOWN_TOPIC_ID,
                    "no topic has the id " + topic.topicId()));
            result.setName(name);
            context.authorize(AclOperation.ADMIN, ResourceType.TOPIC, name);
            result.setTopicId(LocalNode.uuid(broker.topicId(name)));
            broker.deleteTopic(name);
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e));
        }
    }

    private static void check(DeleteTopicState topic, boolean isRepeated) {
        boolean hasId = !topic.topicId().equals(Uuid.ZERO_UUID);
        if (hasId == (topic.name() != null)) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST,
                    hasId
                            ? "You may not specify both topic name and topic id."
                            : "Neither topic name nor id were specified.");
        }
        if (isRepeated) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST,
                    hasId ? "Duplicate topic id." : "Duplicate topic name.");
        }
    }
}
