package gregor.exercise;

import java.util.List;

/// What came of running tests on what the learner wrote.
///
/// @param state    how it ended
/// @param passed   how many tests passed
/// @param failed   how many did not
/// @param skipped  how many did not run, though they should
/// @param millis   how long it took, from the first line compiled to the last test
/// @param failures the first tests that failed, in their order
/// @param problems what the compiler does not understand
/// @param stopped  why it was stopped; empty unless it was, which it may be after some failures, too
/// @param printed  how what the learner's code printed begins
/// @param missing  what the learner's classes lack, and who needs it
/// @param early    whether some tests were not waited for, since others had failed
public record TestResult(State state, int passed, int failed, int skipped, long millis, List<Failure> failures,
        List<Problem> problems, String stopped, String printed, List<String> missing, boolean early) {
    /// How it ended.
    public enum State {
        /// All tests passed.
        PASSED,
        /// Some tests failed.
        FAILED,
        /// The compiler does not understand it.
        BROKEN,
        /// It was stopped: it did not end, it ended the JVM, took too much memory, printed too much.
        STOPPED
    }

    /// A test that failed.
    ///
    /// @param test     its class and method: `ListLogTest#forgettingMovesTheStart`
    /// @param promise  the promise that was broken, in words
    /// @param expected what the test expected; empty if it did not say
    /// @param actual   what it found instead; empty if it did not say
    /// @param said     what there is to say if it did not: an exception, a sentence
    /// @param log      the drawing of the logs that the test made; empty if it made none
    /// @param code     the line of the test that found it
    /// @param seed     the seed that makes it happen again; empty if nothing was random
    /// @param place    the line of the learner's that it came from; empty if none did
    public record Failure(String test, String promise, String expected, String actual, String said,
            String log, String code,
            String seed, String place) {}

    /// What the compiler does not understand.
    ///
    /// @param line    counted from 1
    /// @param column  counted from 1
    /// @param said    what is wrong
    /// @param source  the line
    /// @param advice  what may help; empty if nothing comes to mind
    public record Problem(String file, long line, long column, String said, String source, String advice) {}

    static TestResult broken(List<Problem> problems, long millis) {
        return new TestResult(State.BROKEN, 0, 0, 0, millis, List.of(), problems, "", "", List.of(), false);
    }

    static TestResult stopped(String why, String printed) {
        return new TestResult(State.STOPPED, 0, 0, 0, 0, List.of(), List.of(), why, printed, List.of(), false);
    }

    /// Whether all is well.
    public boolean ok() {
        return state == State.PASSED && skipped == 0;
    }

    /// Whether something still throws that it is not written yet.
    public boolean isUnwritten() {
        return failures.stream().anyMatch(failure -> failure.said().contains(StarterSource.TODO_MARK));
    }
}
