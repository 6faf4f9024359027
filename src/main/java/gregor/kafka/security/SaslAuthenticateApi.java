package gregor.kafka.security;

import module java.base;

import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.RequestContext;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// SaslAuthenticate: processes one token of a login (KIP-152). A failed login closes the connection after the
/// response.
///
/// Leaves out re-authentication and session lifetimes (KIP-368).
@Serves(api = ApiKeys.SASL_AUTHENTICATE, oldest = 0, newest = 2)
public record SaslAuthenticateApi() implements Api<SaslAuthenticateRequestData> {
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
