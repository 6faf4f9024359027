package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.LocalNode;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import gregor.kafka.limits.IdentityHashed;
import gregor.list.OffsetOutOfRangeException;
import gregor.topic.InvalidTopicException;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DeleteRecords: deletes the records of a partition before an offset; -1 is the log end (KIP-107).
@Serves(api = ApiKeys.DELETE_RECORDS, oldest = 0, newest = 2)
public record DeleteRecordsApi(Broker broker) implements Api<DeleteRecordsRequestData> {
    private static final long END = -1;

    @Override
    public Optional<ApiMessage> answer(DeleteRecordsRequestData request, RequestContext context) {
        var answer = new DeleteRecordsResponseData();
        request.topics().forEach(topic -> {
            var result = new IdentityHashed.DeletedRecords().setName(topic.name());
            topic.partitions().forEach(partition -> result.partitions().add(delete(topic.name(), partition, context)));
            answer.topics().add(result);
        });
        return Optional.of(answer);
    }

    private DeleteRecordsPartitionResult delete(String topic, DeleteRecordsPartition wanted, RequestContext context) {
        var result = new IdentityHashed.DeletedPartitionRecords().setPartitionIndex(wanted.partitionIndex())
                .setLowWatermark(-1);
        try {
            context.authorize(AclOperation.ADMIN, ResourceType.TOPIC, topic);
            if (Broker.isInternal(topic)) {
                throw new InvalidTopicException(topic + " is internal; its records cannot be deleted");
            }
            Partition partition = LocalNode.partition(broker, topic, wanted.partitionIndex());
            if (!partition.configuration().value("cleanup.policy").contains("delete")) {
                throw new ErrorResponseException(Errors.POLICY_VIOLATION,
                        "cleanup.policy of " + topic + " does not contain delete");
            }
            long before = wanted.offset() == END ? partition.end() : wanted.offset();
            if (before < 0) {
                throw new OffsetOutOfRangeException(before, partition.start(), partition.end());
            }
            partition.deleteBefore(before);
            return result.setLowWatermark(partition.start());
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code());
        }
    }
}
