package gregor.kafka.transaction;

import module java.base;

import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import gregor.list.Origin;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// EndTxn: commits or aborts the transaction of a producer. The response follows when all partitions have the marker.
/// From version 5 on, it has the producer id and the epoch for the next transaction (KIP-890).
@Serves(api = ApiKeys.END_TXN, oldest = 0, newest = 5)
public record EndTxnApi(TransactionCoordinator coordinator) implements Api<EndTxnRequestData> {
    private static final int BUMPS_SINCE = 5;

    @Override
    public Optional<ApiMessage> answer(EndTxnRequestData request, RequestContext context) {
        context.authorize(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, request.transactionalId());
        Origin next = coordinator.end(request.transactionalId(),
                new Origin(request.producerId(), request.producerEpoch(), -1), request.committed(),
                context.version() >= BUMPS_SINCE);
        return Optional.of(new EndTxnResponseData().setProducerId(next.producerId()).setProducerEpoch(next.epoch()));
    }
}
