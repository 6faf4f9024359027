package gregor.kafka.security;

import module java.base;

import gregor.kafka.Api;
import gregor.kafka.ApiVersionRange;
import gregor.kafka.RequestContext;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// SaslAuthenticate: processes one token of a login (KIP-152). A failed login closes the connection after the
/// response.
///
/// Serves versions 0 to 2; leaves out re-authentication and session lifetimes (KIP-368).
public record SaslAuthenticateApi() implements Api<SaslAuthenticateRequestData> {
    @Override
    public ApiVersionRange versions() {
        return new ApiVersionRange(ApiKeys.SASL_AUTHENTICATE, 0, 2);
    }

    @Override
    public Optional<ApiMessage> answer(SaslAuthenticateRequestData request, RequestContext context) {
        var answer = new SaslAuthenticateResponseData();
        if (context.authenticator().isAuthenticated()) {
            return Optional.of(answer.setErrorCode(Errors.ILLEGAL_SASL_STATE.code())
                    .setErrorMessage("the client has logged in already"));
        }
        try {
            return Optional.of(answer.setAuthBytes(context.authenticator().step(request.authBytes())));
        } catch (SaslAuthenticationException e) {
            context.closeAfterResponse();
            return Optional.of(answer.setErrorCode(Errors.SASL_AUTHENTICATION_FAILED.code())
                    .setErrorMessage("Authentication failed: " + e.getMessage()));
        }
    }
}
