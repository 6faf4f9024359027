package gregor.kafka.security;

/// Reports a failed login: a wrong user or password, or a malformed token.
final class SaslAuthenticationException extends RuntimeException {
    SaslAuthenticationException(String message) {
        super(message);
    }
}
