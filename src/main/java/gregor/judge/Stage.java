package gregor.judge;

import java.io.IOException;

/// One thing that a broker must do.
///
/// @param name   a word for it
/// @param title  a sentence: what a broker does that passes
/// @param advice where to look if it fails
/// @param check  asks the broker, and throws a [Fault] if it does not do it
record Stage(String name, String title, String advice, Check check) {
    /// What a stage does.
    interface Check {
        /// @throws Fault       if the broker does something else
        /// @throws IOException if it cannot be asked
        void run(Trial trial) throws IOException;
    }
}
