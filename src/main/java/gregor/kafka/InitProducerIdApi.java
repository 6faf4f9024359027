package gregor.kafka;

import java.security.SecureRandom;
import java.util.Optional;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// InitProducerId: returns a producer id that no other producer has, by which its resends are recognised (KIP-98).
///
/// Kafka counts ids and stores the count. A random one of 2^63 needs no storage.
///
/// Serves versions 0 to 5; leaves out transactional ids, and the next epoch of an id (KIP-360): the producer gets a
/// new id.
record InitProducerIdApi(SecureRandom random) implements Api<InitProducerIdRequestData> {
    InitProducerIdApi() {
        this(new SecureRandom());
    }

    @Override
    public ApiVersionRange versions() {
        return new ApiVersionRange(ApiKeys.INIT_PRODUCER_ID, 0, 5);
    }

    @Override
    public Optional<ApiMessage> answer(InitProducerIdRequestData request, RequestContext context) {
        if (request.transactionalId() != null) {
            Errors error = request.transactionalId().isEmpty()
                    ? Errors.INVALID_REQUEST
                    : Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
            return Optional.of(new InitProducerIdResponseData().setErrorCode(error.code()).setProducerId(-1)
                    .setProducerEpoch((short) -1));
        }
        return Optional.of(new InitProducerIdResponseData().setProducerId(random.nextLong(Long.MAX_VALUE))
                .setProducerEpoch((short) 0));
    }
}
