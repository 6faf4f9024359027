package gregor.judge;

import module java.base;

/// The result of one stage.
///
/// @param number  counts the stages from 1
/// @param title   what a broker does that passes
/// @param advice  what to check in a broker that fails; empty unless the stage failed
/// @param problem what was wrong; empty unless the stage failed
public record StageResult(int number, String name, String title, State state, String advice,
        Optional<Problem> problem, Duration took) {
    /// How a stage ended.
    public enum State {
        /// The broker meets the requirement.
        PASSED,
        /// The broker does something else.
        FAILED,
        /// The broker does not support this optional feature.
        NOT_OFFERED
    }

    /// What was wrong.
    ///
    /// @param asked    the API and version of the request; empty if the failure is not about one
    /// @param request  its bytes in hexadecimal
    /// @param response the bytes of the response; empty if there was none
    /// @param from     the first byte of the field that is wrong
    /// @param to       the end of that field, exclusive
    /// @param lines    a hex dump of the response with that field underlined
    public record Problem(String expected, String actual, String asked, String request, String response,
            int from, int to, List<String> lines) {
        /// @param request null if the failure is not about one
        /// @param dump    the response with the field marked; null if no byte arrived
        static Problem of(String expected, String actual, RawRequest request, HexDump dump) {
            HexDump response = dump == null ? HexDump.of(new byte[0]) : dump;
            return new Problem(expected, actual, request == null ? "" : request.toString(),
                    request == null ? "" : HexDump.of(request.frame()).hex(), response.hex(), response.from(),
                    response.to(), response.lines());
        }
    }
}
