package gregor.exercise;

/// An exercise cannot be found, read or begun. The message says what to do.
public final class ExerciseException extends RuntimeException {
    /// Says what is wrong.
    public ExerciseException(String message) {
        super(message);
    }

    /// Says what is wrong, and keeps what the system said.
    public ExerciseException(String message, Throwable cause) {
        super(message, cause);
    }
}
