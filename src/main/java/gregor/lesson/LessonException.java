package gregor.lesson;

/// Reports a lesson that cannot be found, read or played. The message says what to do.
public final class LessonException extends RuntimeException {
    public LessonException(String message) {
        super(message);
    }

    public LessonException(String message, Throwable cause) {
        super(message, cause);
    }
}
