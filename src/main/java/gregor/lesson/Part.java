package gregor.lesson;

import java.util.Set;

/// A piece of a lesson, in the order of the page.
///
/// Each knows the line of the file at which it begins, counted from 1.
public sealed interface Part {
    /// The line of the file at which it begins.
    int line();

    /// AsciiDoc to read.
    record Prose(int line, String adoc) implements Part {}

    /// Something to look at: what a program printed, a file, a command.
    record Listing(int line, String text) implements Part {}

    /// A piece of our own source code.
    ///
    /// @param piece which one: `Type`, or `Type#member member …`
    record Shown(int line, String piece, String code) implements Part {}

    /// Java to run.
    ///
    /// @param line       the line of its first line of code
    /// @param number     counts the cells of the lesson from 1
    /// @param question   what to predict before it runs; null unless it is a [Kind#PREDICT]
    /// @param expected   what it prints, as the lesson says; empty if nothing
    /// @param outputLine the line at which that stands; 0 if nowhere
    record Cell(int line, int number, String code, Set<Kind> kinds, String question, String expected, int outputLine)
            implements Part {
        /// Whether it is of a kind.
        public boolean is(Kind kind) {
            return kinds.contains(kind);
        }

        /// Checks that it ran to its end, or failed if that is what it is for.
        ///
        /// @throws LessonException if not; it names file and line, and says what the compiler or the program said
        void check(Page page, CellResult outcome) {
            if (outcome.ok() == is(Kind.ERROR)) {
                throw new LessonException(page.file() + ", line " + line + ": cell " + number
                        + (outcome.ok() ? " should fail and does not" : " failed: " + outcome.text()));
            }
        }
    }

    /// What is special about a cell; the name in lower case is the role that marks it in the lesson.
    enum Kind {
        /// The learner commits to an answer first.
        PREDICT,
        /// It fails, and that is the point.
        ERROR,
        /// When cells are replayed, this one is not: running it twice would do something else.
        ONCE,
        /// It takes a while.
        LONG,
        /// It says what is promised, with [Check]; its failure is a verdict.
        TEST,
        /// It runs on our broker and on Apache Kafka, with [BrokerComparison].
        COMPARE
    }
}
