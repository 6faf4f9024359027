package gregor.kafka.security;

/// Somebody is not who they say they are, or says it in a way that nobody understands.
final class SaslAuthenticationException extends RuntimeException {
    SaslAuthenticationException(String message) {
        super(message);
    }
}
