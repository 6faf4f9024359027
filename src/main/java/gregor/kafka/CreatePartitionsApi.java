package gregor.kafka;

import gregor.broker.Broker;
import gregor.kafka.Access.Kind;
import gregor.kafka.Access.Right;
import java.util.Optional;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// CreatePartitions: more partitions for a topic. There is no request for fewer.
record CreatePartitionsApi(Broker broker) implements Api<CreatePartitionsRequestData> {
    @Override
    public ApiKeys key() {
        return ApiKeys.CREATE_PARTITIONS;
    }

    @Override
    public Optional<ApiMessage> answer(CreatePartitionsRequestData request, Call call) {
        var answer = new CreatePartitionsResponseData();
        request.topics().forEach(topic -> answer.results().add(add(topic, request.validateOnly(), call)));
        return Optional.of(answer);
    }

    private CreatePartitionsTopicResult add(CreatePartitionsTopic topic, boolean validateOnly, Call call) {
        var result = new CreatePartitionsTopicResult().setName(topic.name());
        try {
            if (!call.may(Right.ADMIN, Kind.TOPIC, topic.name())) {
                throw new Refused(Errors.TOPIC_AUTHORIZATION_FAILED,
                        call.connection().principal() + " may not change " + topic.name());
            }
            check(topic, broker.partitions(topic.name()));
            if (validateOnly) {
                broker.checkPartitions(topic.name(), topic.count());
            } else {
                broker.addPartitions(topic.name(), topic.count());
            }
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(e.getMessage());
        }
    }

    private static void check(CreatePartitionsTopic topic, int now) {
        if (now == 0) {
            throw new Refused(Errors.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic " + topic.name());
        }
        if (topic.count() <= now) {
            throw new Refused(Errors.INVALID_PARTITIONS, topic.count() == now
                    ? "Topic already has " + now + " partition(s)."
                    : "The topic " + topic.name() + " currently has " + now + " partition(s); " + topic.count()
                            + " would not be an increase.");
        }
        if (topic.assignments() != null && (topic.assignments().size() != topic.count() - now
                || topic.assignments().stream().anyMatch(place -> !place.brokerIds().equals(Node.ALL)))) {
            throw new Refused(Errors.INVALID_REPLICA_ASSIGNMENT,
                    "each new partition has one replica, on node " + Node.ID);
        }
    }
}
