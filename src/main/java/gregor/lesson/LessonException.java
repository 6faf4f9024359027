package gregor.lesson;

/// A lesson cannot be found, read or played. The message says what to do.
public final class LessonException extends RuntimeException {
    /// Says what is wrong.
    public LessonException(String message) {
        super(message);
    }

    /// Says what is wrong, and keeps what the system said.
    public LessonException(String message, Throwable cause) {
        super(message, cause);
    }
}
