package gregor.http;

/// Refuses a request with an HTTP status. The broker has not been called.
public final class HttpException extends RuntimeException {
    private final int status;

    public HttpException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
