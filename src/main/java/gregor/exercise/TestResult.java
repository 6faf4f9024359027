package gregor.exercise;

import module java.base;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The result of running tests on the learner's code. Its components are the JSON of `gregor exercise --json`.
///
/// @param skipped  the number of tests that should have run and did not
/// @param millis   from the start of the compiler to the end of the last test
/// @param failures the first failures, in the order of the tests
/// @param stopped  why the tests were stopped, perhaps after some failures; empty if they were not
/// @param missing  members that the learner's classes lack, and the lessons that need them
/// @param early    whether the result came before all tests had run, since some had failed
public record TestResult(State state, int passed, int failed, int skipped, long millis, List<Failure> failures,
        List<Problem> problems, String stopped, String printed, List<String> missing, boolean early) {
    /// The outcome of a run.
    public enum State {
        PASSED,
        FAILED,
        BROKEN,
        /// The code was stopped: it ran too long, ended the JVM, used too much memory, or printed too much.
        STOPPED
    }

    /// A test that failed.
    ///
    /// @param test     its class and method: `ListLogTest#deletingMovesTheStart`
    /// @param promise  the promise that was broken, in words
    /// @param expected the expected value; empty if it is not known
    /// @param actual   the actual value; empty if it is not known
    /// @param message  an exception or a sentence if the values are not known
    /// @param log      the drawing of the logs that the test created; may be empty
    /// @param seed     the seed that repeats the failure; empty if nothing was random
    /// @param place    the line of the learner's code that threw the exception; may be empty
    public record Failure(String test, String promise, String expected, String actual,
            @JsonProperty("said") String message, String log, String code, String seed, String place) {}

    /// An error of the compiler.
    ///
    /// @param line   from 1
    /// @param column from 1
    /// @param source the text of the line
    /// @param advice may be empty
    public record Problem(String file, long line, long column, @JsonProperty("said") String message, String source,
            String advice) {}

    static TestResult broken(List<Problem> problems, long millis) {
        return new TestResult(State.BROKEN, 0, 0, 0, millis, List.of(), problems, "", "", List.of(), false);
    }

    static TestResult stopped(String why, String printed) {
        return new TestResult(State.STOPPED, 0, 0, 0, 0, List.of(), List.of(), why, printed, List.of(), false);
    }

    public boolean ok() {
        return state == State.PASSED && skipped == 0;
    }

    public boolean isUnwritten() {
        return failures.stream().anyMatch(failure -> failure.message().contains(StarterSource.TODO_MARK));
    }
}
