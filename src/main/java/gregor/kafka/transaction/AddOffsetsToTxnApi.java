package gregor.kafka.transaction;

import module java.base;

import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import gregor.list.Origin;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// AddOffsetsToTxn: adds a group to the transaction of a producer, whose offsets it will commit.
@Serves(api = ApiKeys.ADD_OFFSETS_TO_TXN, oldest = 0, newest = 4)
public record AddOffsetsToTxnApi(TransactionCoordinator coordinator) implements Api<AddOffsetsToTxnRequestData> {
    @Override
    public Optional<ApiMessage> answer(AddOffsetsToTxnRequestData request, RequestContext context) {
        context.authorize(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, request.transactionalId());
        context.authorize(AclOperation.READ, ResourceType.GROUP, request.groupId());
        coordinator.addGroup(request.transactionalId(), new Origin(request.producerId(), request.producerEpoch(), -1),
                request.groupId());
        return Optional.of(new AddOffsetsToTxnResponseData());
    }
}
