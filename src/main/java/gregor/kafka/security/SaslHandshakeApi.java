package gregor.kafka.security;

import gregor.kafka.Api;
import gregor.kafka.RequestContext;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// SaslHandshake: the client says how it is going to show who it is, and hears which ways there are. Behind version 0
/// of it came bytes without a request around them, and no client has sent that since 2017: it gets an error. It is on
/// the list of versions all the same, since librdkafka looks whether it is.
public record SaslHandshakeApi() implements Api<SaslHandshakeRequestData> {
    @Override
    public ApiKeys key() {
        return ApiKeys.SASL_HANDSHAKE;
    }

    @Override
    public Optional<ApiMessage> answer(SaslHandshakeRequestData request, RequestContext call) {
        SaslAuthenticator gate = call.connection().gate();
        List<String> ways = gate.mechanisms();
        Errors error = gate.isOpen() ? Errors.ILLEGAL_SASL_STATE : call.version() == 0 ? Errors.UNSUPPORTED_VERSION
                : gate.begin(request.mechanism()) ? Errors.NONE : Errors.UNSUPPORTED_SASL_MECHANISM;
        return Optional.of(new SaslHandshakeResponseData().setErrorCode(error.code()).setMechanisms(ways));
    }
}
