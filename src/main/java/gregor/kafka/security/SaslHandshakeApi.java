package gregor.kafka.security;

import module java.base;

import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.Authenticator;
import gregor.kafka.RequestContext;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// SaslHandshake: selects the SASL mechanism of a login and lists those offered.
///
/// After version 0, tokens came without a request around them, which no client has sent since 2017: its response is
/// an error. ApiVersions lists it because librdkafka requires it.
///
/// Leaves out the raw tokens of version 0.
@Serves(api = ApiKeys.SASL_HANDSHAKE, oldest = 0, newest = 1)
public record SaslHandshakeApi() implements Api<SaslHandshakeRequestData> {
    @Override
    public Optional<ApiMessage> answer(SaslHandshakeRequestData request, RequestContext context) {
        Authenticator authenticator = context.authenticator();
        Errors error = authenticator.isAuthenticated()
                ? Errors.ILLEGAL_SASL_STATE
                : context.version() == 0
                        ? Errors.UNSUPPORTED_VERSION
                        : authenticator.begin(request.mechanism()) ? Errors.NONE : Errors.UNSUPPORTED_SASL_MECHANISM;
        return Optional.of(
                new SaslHandshakeResponseData().setErrorCode(error.code()).setMechanisms(authenticator.mechanisms()));
    }
}
