package gregor.exercise;

/// Reports an exercise that cannot be found, read or begun. The message says what to do.
public final class ExerciseException extends RuntimeException {
    /// Describes the problem.
    public ExerciseException(String message) {
        super(message);
    }

    /// Describes the problem and keeps its cause.
    public ExerciseException(String message, Throwable cause) {
        super(message, cause);
    }
}
