package gregor.lesson;

import module java.base;

/// A part of a lesson, in the order of the page.
public sealed interface Part {
    /// Returns the line of the file at which the part begins, from 1.
    int line();

    /// Returns this part and the parts inside it, in the order of the page.
    default Stream<Part> withNested() {
        return Stream.of(this);
    }

    /// A piece of AsciiDoc.
    record Prose(int line, String adoc) implements Part {}

    /// A text to show as it is: the output of a program, a file, a command.
    record Listing(int line, String text) implements Part {}

    /// A drawing made of characters.
    ///
    /// @param description a sentence for readers who cannot see it
    record Diagram(int line, String description, String text) implements Part {}

    /// A block with a title and parts of its own.
    ///
    /// @param line   the first line inside the block
    /// @param folded whether it is closed until the reader opens it; otherwise it is a sidebar
    /// @param title  may be empty for a sidebar
    record Block(int line, boolean folded, String title, List<Part> parts) implements Part {
        @Override
        public Stream<Part> withNested() {
            return Stream.concat(Stream.of(this), parts.stream().flatMap(Part::withNested));
        }
    }

    /// The table of a package's files.
    ///
    /// @param line  the first line of the table
    /// @param types the names of the types, in reading order
    /// @param adoc  the table
    record ClassMap(int line, List<String> types, String adoc) implements Part {}

    /// A piece of our own source code.
    ///
    /// @param piece `Type`, or `Type#member member …`
    /// @param from  a text in the first line that is displayed; empty to display the members from their first line
    /// @param lines the number of lines displayed from there; 0 for all
    record Shown(int line, String piece, String from, int lines, String code) implements Part {
        /// Returns the name of the type; it contains its package if it is not the lesson's own.
        public String type() {
            return piece.split("[# ]")[0];
        }

        /// Returns the names of the members; empty for the whole type.
        public List<String> members() {
            List<String> names = List.of(piece.split("[# ]"));
            return names.subList(1, names.size());
        }
    }

    /// A cell of Java to run.
    ///
    /// @param line       the line of its first line of code
    /// @param number     of the cell in the lesson, from 1
    /// @param question   what to predict before the cell runs; null unless it is a [Kind#PREDICT]
    /// @param expected   its output in the lesson; may be empty
    /// @param outputLine the first line of that output; 0 if there is none
    /// @param setup      the title of the folded block that contains it; null if it is not a set-up cell
    /// @param answer     the block that explains the output of a prediction; null if there is none
    record Cell(int line, int number, String code, Set<Kind> kinds, String question, String expected, int outputLine,
            String setup, Block answer) implements Part {
        @Override
        public Stream<Part> withNested() {
            return answer == null ? Stream.of(this) : Stream.concat(Stream.of(this), answer.withNested());
        }

        /// Returns the parts that are held back until the learner has answered; the output is not among them.
        public List<Part> explanation() {
            return answer == null ? List.of() : answer.parts();
        }

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
