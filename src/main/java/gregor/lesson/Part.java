package gregor.lesson;

import java.util.Set;

/// A part of a lesson, in the order of the page.
public sealed interface Part {
    /// Returns the line of the file at which the part begins, from 1.
    int line();

    /// A piece of AsciiDoc.
    record Prose(int line, String adoc) implements Part {}

    /// A text to show as it is: the output of a program, a file, a command.
    record Listing(int line, String text) implements Part {}

    /// A piece of our own source code.
    ///
    /// @param piece `Type`, or `Type#member member …`
    record Shown(int line, String piece, String code) implements Part {}

    /// A cell of Java to run.
    ///
    /// @param line       the line of its first line of code
    /// @param number     of the cell in the lesson, from 1
    /// @param question   what to predict before the cell runs; null unless it is a [Kind#PREDICT]
    /// @param expected   its output in the lesson; may be empty
    /// @param outputLine the first line of that output; 0 if there is none
    record Cell(int line, int number, String code, Set<Kind> kinds, String question, String expected, int outputLine)
            implements Part {
        /// Reports whether the cell is of a kind.
        public boolean is(Kind kind) {
            return kinds.contains(kind);
        }

        /// Checks that the cell ran to its end, or failed if it is an [Kind#ERROR] cell.
        ///
        /// @throws LessonException if not; the message names file and line and contains the result
        void check(Page page, CellResult result) {
            if (result.ok() == is(Kind.ERROR)) {
                throw new LessonException(page.file() + ", line " + line + ": cell " + number
                        + (result.ok() ? " should fail and does not" : " failed: " + result.text()));
            }
        }
    }

    /// A property of a cell; in the lesson, its name in lower case is a role of the block.
    enum Kind {
        /// The learner commits to an answer first.
        PREDICT,
        /// The cell fails on purpose.
        ERROR,
        /// The cell is not replayed, since running it twice has another effect.
        ONCE,
        /// The cell takes more than a few seconds.
        LONG,
        /// The cell checks promises with [Check]; a failure is a broken promise.
        TEST,
        /// The cell runs on our broker and on Apache Kafka, with [BrokerComparison].
        COMPARE
    }
}
