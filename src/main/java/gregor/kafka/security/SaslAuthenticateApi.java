package gregor.kafka.security;

import gregor.kafka.Api;
import gregor.kafka.RequestContext;
import java.util.Optional;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// SaslAuthenticate: one step of a login. Who fails has to wait for the answer, and is shown the door after it.
public record SaslAuthenticateApi() implements Api<SaslAuthenticateRequestData> {
    @Override
    public ApiKeys key() {
        return ApiKeys.SASL_AUTHENTICATE;
    }

    @Override
    public Optional<ApiMessage> answer(SaslAuthenticateRequestData request, RequestContext call) {
        var answer = new SaslAuthenticateResponseData();
        if (call.connection().gate().isOpen()) {
            return Optional.of(answer.setErrorCode(Errors.ILLEGAL_SASL_STATE.code())
                    .setErrorMessage("this connection is open already"));
        }
        try {
            return Optional.of(answer.setAuthBytes(call.connection().gate().step(request.authBytes())));
        } catch (SaslAuthenticationException e) {
            call.connection().closeAfterResponse();
            return Optional.of(answer.setErrorCode(Errors.SASL_AUTHENTICATION_FAILED.code())
                    .setErrorMessage("Authentication failed: " + e.getMessage()));
        }
    }
}
