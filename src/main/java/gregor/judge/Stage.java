package gregor.judge;

import module java.base;

/// One requirement on a broker.
///
/// @param title  a sentence: what a broker does that passes
/// @param advice what to check in a broker that fails
/// @param check  exchanges requests with the broker, and throws a [StageFailure] if it does not meet the requirement
record Stage(String name, String title, String advice, Check check) {
    /// The requests and checks of a stage.
    interface Check {
        /// Runs the stage.
        ///
        /// @throws StageFailure        if the broker does something else
        /// @throws UnsupportedByBroker if the broker does not support an optional feature
        /// @throws IOException         if the broker cannot be reached
        void run(StageContext context) throws IOException;
    }
}
