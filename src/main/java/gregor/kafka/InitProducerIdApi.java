package gregor.kafka;

import module java.base;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.list.Origin;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// InitProducerId: returns a producer id that no other producer has, by which its resends are recognised (KIP-98).
///
/// Kafka counts ids and stores the count. A random one of 2^63 needs no storage.
///
/// A producer with a transactional id gets the id and the epoch that [Transactions] has for it.
///
/// Leaves out the next epoch of an id without a transactional id (KIP-360): the producer gets a
/// new id.
@Serves(api = ApiKeys.INIT_PRODUCER_ID, oldest = 0, newest = 5)
record InitProducerIdApi(SecureRandom random, Transactions transactions) implements Api<InitProducerIdRequestData> {
    InitProducerIdApi(Transactions transactions) {
        this(new SecureRandom(), transactions);
    }

    @Override
    public Optional<ApiMessage> answer(InitProducerIdRequestData request, RequestContext context) {
        Origin producer = request.transactionalId() == null
                ? new Origin(random.nextLong(Long.MAX_VALUE), (short) 0, -1)
                : init(request, context);
        return Optional.of(new InitProducerIdResponseData().setProducerId(producer.producerId())
                .setProducerEpoch(producer.epoch()));
    }

    private Origin init(InitProducerIdRequestData request, RequestContext context) {
        if (request.transactionalId().isEmpty() || request.producerId() < 0 != request.producerEpoch() < 0) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST,
                    "a transactional id must not be empty, and a producer id needs an epoch");
        }
        context.authorize(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, request.transactionalId());
        return transactions.init(request.transactionalId(), request.transactionTimeoutMs(),
                new Origin(request.producerId(), request.producerEpoch(), -1));
    }
}
