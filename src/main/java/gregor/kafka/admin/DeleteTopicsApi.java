package gregor.kafka.admin;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.ApiVersionRange;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.LocalNode;
import gregor.kafka.RequestContext;
import gregor.kafka.limits.IdentityHashed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DeleteTopics: deletes topics, given by name or by id (KIP-516).
///
/// Serves versions 1 to 6.
public record DeleteTopicsApi(Broker broker) implements Api<DeleteTopicsRequestData> {
    @Override
    public ApiVersionRange versions() {
        return new ApiVersionRange(ApiKeys.DELETE_TOPICS, 1, 6);
    }

    @Override
    public Optional<ApiMessage> answer(DeleteTopicsRequestData request, RequestContext context) {
        List<DeleteTopicState> topics = new ArrayList<>(request.topics());
        request.topicNames().forEach(name -> topics.add(new DeleteTopicState().setName(name)));
        var answer = new DeleteTopicsResponseData();
        topics.forEach(topic -> answer.responses().add(delete(topic, context)));
        return Optional.of(answer);
    }

    private DeletableTopicResult delete(DeleteTopicState topic, RequestContext context) {
        var result = new IdentityHashed.DeletedTopic().setName(topic.name()).setTopicId(topic.topicId());
        try {
            if (topic.name() == null && topic.topicId().equals(Uuid.ZERO_UUID)) {
                throw new ErrorResponseException(Errors.INVALID_REQUEST, "a topic needs a name or an id");
            }
            String name = topic.name() != null
                    ? topic.name()
                    : LocalNode.topic(broker, null, topic.topicId())
                            .orElseThrow(() -> new ErrorResponseException(Errors.UNKNOWN_TOPIC_ID,
                                    "no topic has the id " + topic.topicId()));
            result.setName(name).setTopicId(LocalNode.uuid(broker.topicId(name)));
            context.authorize(AclOperation.ADMIN, ResourceType.TOPIC, name);
            broker.deleteTopic(name);
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e));
        }
    }
}
