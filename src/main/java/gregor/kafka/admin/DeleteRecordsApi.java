package gregor.kafka.admin;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.IdentityHashed;
import gregor.kafka.RequestContext;
import gregor.list.OffsetOutOfRangeException;
import gregor.topic.InvalidTopicException;
import java.util.Optional;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DeleteRecords: a partition is to forget what it has before an offset; before its end, if that is -1. It is the
/// `forget` of lesson 3.
public record DeleteRecordsApi(Broker broker) implements Api<DeleteRecordsRequestData> {
    private static final long END = -1;

    @Override
    public ApiKeys key() {
        return ApiKeys.DELETE_RECORDS;
    }

    @Override
    public Optional<ApiMessage> answer(DeleteRecordsRequestData request, RequestContext call) {
        var answer = new DeleteRecordsResponseData();
        request.topics().forEach(topic -> {
            var result = new IdentityHashed.DeletedRecords().setName(topic.name());
            topic.partitions().forEach(partition -> result.partitions().add(forget(topic.name(), partition, call)));
            answer.topics().add(result);
        });
        return Optional.of(answer);
    }

    private DeleteRecordsPartitionResult forget(String topic, DeleteRecordsPartition wanted, RequestContext call) {
        var result = new IdentityHashed.DeletedPartitionRecords()
                .setPartitionIndex(wanted.partitionIndex()).setLowWatermark(-1);
        try {
            if (!call.isAuthorized(AclOperation.ADMIN, ResourceType.TOPIC, topic)) {
                throw new ErrorResponseException(Errors.TOPIC_AUTHORIZATION_FAILED, "");
            }
            if (Broker.isInternal(topic)) {
                throw new InvalidTopicException(topic + " is the broker's own");
            }
            Partition partition = broker.partition(topic, wanted.partitionIndex());
            if (!partition.configuration().value("cleanup.policy").contains("delete")) {
                throw new ErrorResponseException(Errors.POLICY_VIOLATION,
                        topic + " keeps the latest event of each key, and forgets none");
            }
            long upTo = wanted.offset() == END ? partition.end() : wanted.offset();
            if (upTo < 0) {
                throw new OffsetOutOfRangeException(upTo, partition.start(), partition.end());
            }
            partition.deleteBefore(upTo);
            return result.setLowWatermark(partition.start());
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code());
        }
    }
}
