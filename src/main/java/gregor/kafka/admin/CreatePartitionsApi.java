package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.LocalNode;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiError;

/// CreatePartitions: adds partitions to topics (KIP-195). No request removes partitions.
///
/// Leaves out replicas on other nodes.
@Serves(api = ApiKeys.CREATE_PARTITIONS, oldest = 0, newest = 3)
public record CreatePartitionsApi(Broker broker) implements Api<CreatePartitionsRequestData> {
    @Override
    public Optional<ApiMessage> answer(CreatePartitionsRequestData request, RequestContext context) {
        var answer = new CreatePartitionsResponseData();
        request.topics().forEach(topic -> answer.results().add(add(topic, request.validateOnly(), context)));
        return Optional.of(answer);
    }

    private CreatePartitionsTopicResult add(CreatePartitionsTopic topic, boolean validateOnly, RequestContext context) {
        ApiError error = ErrorCodes.error(() -> {
            context.authorize(AclOperation.ADMIN, ResourceType.TOPIC, topic.name());
            check(topic, broker.partitions(topic.name()));
            if (validateOnly) {
                broker.checkPartitions(topic.name(), topic.count());
            } else {
                broker.addPartitions(topic.name(), topic.count());
            }
        });
        return new CreatePartitionsTopicResult().setName(topic.name()).setErrorCode(error.error().code())
                .setErrorMessage(error.message());
    }

    private static void check(CreatePartitionsTopic topic, int now) {
        if (now == 0) {
            throw new ErrorResponseException(Errors.UNKNOWN_TOPIC_OR_PARTITION,
                    "topic " + topic.name() + " does not exist");
        }
        if (topic.count() <= now) {
            throw new ErrorResponseException(Errors.INVALID_PARTITIONS,
                    topic.count() == now
                            ? "Topic already has " + now + " partition(s)."
                            : "The topic " + topic.name() + " currently has " + now + " partition(s); " + topic.count()
                                    + " would not be an increase.");
        }
        if (topic.assignments() != null && (topic.assignments().size() != topic.count() - now
                || topic.assignments().stream().anyMatch(place -> !place.brokerIds().equals(LocalNode.ALL)))) {
            throw new ErrorResponseException(Errors.INVALID_REPLICA_ASSIGNMENT,
                    "assign each new partition to one replica, on node " + LocalNode.ID);
        }
    }
}
