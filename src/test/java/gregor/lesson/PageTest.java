package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PageTest {
    private static Page page(String text) {
        return Page.parse(Path.of("x.adoc"), text.lines().toList());
    }

    @Test
    void aLessonIsParsed() {
        Page page = page("""
                = A title
                :concept: one thing

                Some prose.

                ----
                a listing
                ----

                [source,java,show="Log#start end"]
                ----
                long start();
                ----

                [.question]
                How
                many?

                [source.cell.predict.once,java]
                ----
                1 + 1
                ----

                [listing.output]
                ----
                ==> 2
                ----

                More prose.
                """);
        assertThat(page.title()).isEqualTo("A title");
        assertThat(page.concept()).isEqualTo("one thing");
        assertThat(page.parts()).containsExactly(new Part.Prose(4, "Some prose."), new Part.Listing(7, "a listing"),
                new Part.Shown(12, "Log#start end", "", 0, "long start();"), new Part.Cell(21, 1, "1 + 1",
                        java.util.EnumSet.of(Part.Kind.PREDICT, Part.Kind.ONCE), "How many?", "==> 2", 26, null, null),
                new Part.Prose(29, "More prose."));
    }

    @Test
    void anErrorIsNamedWithItsLine() {
        assertThatThrownBy(() -> page("no title"))
                .hasMessage("x.adoc, line 1: a lesson begins with its title: = Title");
        assertThatThrownBy(() -> page("= T\n\n[source.cell,java]\n----\nx"))
                .hasMessageContaining("line 4: this block is not closed");
        assertThatThrownBy(() -> page("= T\n\n[listing.output]\n----\nx\n----\n"))
                .hasMessageContaining("line 3: this output does not follow a cell");
        assertThatThrownBy(() -> page("= T\n\n[source.cell.predict,java]\n----\nx\n----\n"))
                .hasMessageContaining("line 3: a question belongs");
        assertThatThrownBy(() -> page("= T\n\n[.question]\nWhy?\n\n[source.cell,java]\n----\nx\n----\n"))
                .hasMessageContaining("a question belongs");
        assertThatThrownBy(() -> page("= T\n\n[.question]\nWhy?\n\nBecause.\n"))
                .hasMessageContaining("only a predict cell may follow a question");
        assertThatThrownBy(() -> page("= T\n\n[.question]\nWhy?\n")).hasMessageContaining("the last question");
    }

    @Test
    void theSetUpIsACellThatIsFolded() {
        Page page = page("""
                = T

                .Imports and helpers
                [%collapsible]
                ====
                [source.cell,java]
                ----
                int two = 2;
                ----
                ====

                Prose.
                """);
        assertThat(page.parts()).containsExactly(new Part.Cell(8, 1, "int two = 2;",
                java.util.EnumSet.noneOf(Part.Kind.class), null, "", 0, "Imports and helpers", null),
                new Part.Prose(12, "Prose."));
    }

    @Test
    void theAnswerToAPredictionBelongsToItsCell() {
        Page page = page("""
                = T

                [.question]
                How many?

                [source.cell.predict,java]
                ----
                1 + 1
                ----

                .Answer
                [%collapsible]
                ====
                [listing.output]
                ----
                ==> 2
                ----

                Two.

                .In Kafka
                ****
                `acks=all`
                ****
                ====

                More.
                """);
        Part.Cell cell = page.cells().getFirst();
        assertThat(cell.expected()).isEqualTo("==> 2");
        assertThat(cell.outputLine()).isEqualTo(16);
        assertThat(cell.answer().line()).isEqualTo(14);
        assertThat(cell.explanation()).containsExactly(new Part.Prose(19, "Two."),
                new Part.Block(23, false, "In Kafka", List.of(new Part.Prose(23, "`acks=all`"))));
        assertThat(page.parts()).hasSize(2).last().isEqualTo(new Part.Prose(27, "More."));
        assertThat(page.all(Part.Prose.class)).extracting(Part.Prose::adoc).containsExactly("Two.", "`acks=all`",
                "More.");
    }

    @Test
    void foldedBlocksSidebarsDiagramsMapsAndFragments() {
        Page page = page("""
                = T

                .Why?
                [%collapsible]
                ====
                Because.
                ====

                .In Kafka
                ****
                A config.
                ****

                .Two segments, the second is active
                [listing.diagram]
                ----
                [a][b]
                ----

                [map="A B"]
                |===
                |old
                |===

                [source,java,show="A#b",from="int x",lines=7]
                ----
                int x;
                ----
                """);
        assertThat(page.parts()).containsExactly(
                new Part.Block(6, true, "Why?", List.of(new Part.Prose(6, "Because."))),
                new Part.Block(11, false, "In Kafka", List.of(new Part.Prose(11, "A config."))),
                new Part.Diagram(17, "Two segments, the second is active", "[a][b]"),
                new Part.ClassMap(21, List.of("A", "B"), "|===\n|old\n|==="),
                new Part.Shown(27, "A#b", "int x", 7, "int x;"));
    }

    @Test
    void aBlockThatBreaksTheGrammarIsNamedWithItsLine() {
        assertThatThrownBy(() -> page("= T\n\n[%collapsible]\n====\nx\n====\n"))
                .hasMessage("x.adoc, line 3: a folded block needs a line above it: .Title");
        assertThatThrownBy(() -> page("= T\n\n.T\n[%collapsible]\n====\nx\n"))
                .hasMessageContaining("line 5: this block is not closed; close it with a line of ====");
        assertThatThrownBy(() -> page("= T\n\n.Answer\n[%collapsible]\n====\nx\n====\n"))
                .hasMessageContaining("an answer follows a predict cell");
        assertThatThrownBy(
                () -> page("= T\n\n.T\n[%collapsible]\n====\nx\n\n[source.cell,java]\n----\n1\n----\n====\n"))
                .hasMessageContaining("a folded block with a cell contains nothing else");
        assertThatThrownBy(() -> page("= T\n\n[listing.diagram]\n----\nx\n----\n"))
                .hasMessageContaining("a diagram needs a line above it");
        assertThatThrownBy(() -> page("= T\n\n[map=\"A\"]\n\n|===\n|===\n"))
                .hasMessageContaining("a map is directly above a table");
        assertThatThrownBy(() -> page("= T\n\n[.question]\nWhy?\n\n****\nx\n****\n"))
                .hasMessageContaining("only a predict cell may follow a question");
    }
}
