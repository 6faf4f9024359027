package gregor.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
                new Part.Shown(12, "Log#start end", "long start();"), new Part.Cell(21, 1, "1 + 1",
                        java.util.EnumSet.of(Part.Kind.PREDICT, Part.Kind.ONCE), "How many?", "==> 2", 26),
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
}
