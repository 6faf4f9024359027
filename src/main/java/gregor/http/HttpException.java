package gregor.http;

/// A request is not one that this door can do something with. The broker was not asked.
public final class HttpException extends RuntimeException {
    private final int status;

    /// Says what was wrong with it, by HTTP's number and in words.
    public HttpException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
