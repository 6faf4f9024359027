package gregor.kafka;

import java.security.SecureRandom;
import java.util.Optional;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// InitProducerId: a number for a producer that no other one has or had, so that its resends can be told from the next
/// producer's first try.
///
/// Kafka counts, and must write down how far. One of nine quintillion numbers at random needs no memory.
record InitProducerIdApi(SecureRandom random) implements Api<InitProducerIdRequestData> {
    InitProducerIdApi() {
        this(new SecureRandom());
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.INIT_PRODUCER_ID;
    }

    @Override
    public Optional<ApiMessage> answer(InitProducerIdRequestData request, RequestContext call) {
        if (request.transactionalId() != null) {
            Errors error = request.transactionalId().isEmpty()
                    ? Errors.INVALID_REQUEST : Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
            return Optional.of(new InitProducerIdResponseData().setErrorCode(error.code()).setProducerId(-1)
                    .setProducerEpoch((short) -1));
        }
        return Optional.of(new InitProducerIdResponseData().setProducerId(random.nextLong(Long.MAX_VALUE))
                .setProducerEpoch((short) 0));
    }
}
