package gregor.notebook;

/// Rejects a request with an HTTP status and a message for the page.
final class HttpRejection extends RuntimeException {
    private final int status;

    HttpRejection(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
