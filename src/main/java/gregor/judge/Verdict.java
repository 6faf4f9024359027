package gregor.judge;

import java.time.Duration;
import java.util.Optional;

/// What the judge says of a broker at one stage.
///
/// @param number counts the stages from 1
/// @param name   a word for the stage
/// @param title  what a broker does that passes
/// @param advice where to look if it failed; empty if it did not
/// @param trouble what was wrong; empty if nothing was
public record Verdict(int number, String name, String title, State state, String advice,
        Optional<Trouble> trouble, Duration took) {
    /// How it ended.
    public enum State {
        /// The broker does it.
        PASSED,
        /// It does something else.
        FAILED,
        /// It does not say that it can do this, and need not.
        NOT_OFFERED
    }

    /// What was wrong.
    ///
    /// @param asked    the request in words; empty if it was none
    /// @param request  its bytes in hexadecimal
    /// @param response those of the answer; empty if there was none
    /// @param from     the first byte of the answer to look at
    /// @param to       behind the last of them
    /// @param lines    the answer for a person, with these underlined
    public record Trouble(String expected, String actual, String asked, String request, String response,
            int from, int to,
            java.util.List<String> lines) {
        static Trouble of(Fault fault) {
            Excerpt none = Excerpt.of(new byte[0]);
            Excerpt answer = fault.bytes().orElse(none);
            return new Trouble(fault.expected(), fault.actual(), fault.asked().map(Request::toString).orElse(""),
                    fault.asked().map(Request::sent).map(Excerpt::of).orElse(none).hex(), answer.hex(),
                    answer.from(), answer.to(), answer.lines());
        }
    }

    static Verdict of(int number, Stage stage, State state, Optional<Trouble> trouble, Duration took) {
        return new Verdict(number, stage.name(), stage.title(), state, state == State.FAILED ? stage.advice() : "",
                trouble, took);
    }
}
