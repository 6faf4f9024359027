package gregor.judge;

/// A stage is about something that this broker does not say it can do, and that it need not do.
final class NotOffered extends RuntimeException {
    NotOffered(String what) {
        super(what);
    }
}
