package gregor.kafka;

/// Somebody is not who they say they are, or says it in a way that nobody understands.
final class LoginFailedException extends RuntimeException {
    LoginFailedException(String message) {
        super(message);
    }
}
