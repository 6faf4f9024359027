package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// What test cells and compare cells are made of.
class CheckTest {
    @Test
    void aPromiseThatIsNotKeptShowsExpectedAboveActual() {
        try (JShellSession session = JShellSession.start()) {
            CellResult kept = session.run("import static gregor.lesson.Check.expect;\nexpect(\"the end\", 3, 3L);");
            assertThat(kept.ok()).isTrue();
            assertThat(kept.text()).isEqualTo("kept: the end");
            CellResult broken = session
                    .run("expect(\"first\", 1, 1);\nexpect(\"the end\", 2, 3L);\nexpect(\"never\", 1, 1);");
            assertThat(broken.ok()).isFalse();
            assertThat(broken.text()).isEqualTo("kept: first\nbroken: the end\n  expected  2\n  actual    3");
        }
    }

    @Test
    void arraysAndTextsAreComparedByContent() {
        Check.expect("bytes", new byte[]{1}, new byte[]{1});
        Check.expect("nothing", null, null);
        assertThatThrownBy(() -> Check.expect("text", "3", 3)).isInstanceOf(Check.Broken.class)
                .hasMessageContaining("\"3\"");
        assertThatThrownBy(() -> Check.expect("half", 3, 3.5)).isInstanceOf(Check.Broken.class);
    }

    @Test
    void aLineThatDiffersIsMarked() {
        assertThat(BrokerComparison.sideBySide(List.of("same", "mine"), List.of("same", "theirs", "more")))
                .isEqualTo("""
                          Gregor  Apache Kafka
                          same    same
                        ≠ mine    theirs
                        ≠         more
                        """);
    }

    @Test
    void thePageKnowsBothKinds() {
        Page page = Page.parse(Path.of("x.adoc"), """
                = X

                [source.cell.test,java]
                ----
                1
                ----

                [source.cell.compare.long,java]
                ----
                2
                ----
                """.lines().toList());
        assertThat(page.cells().getFirst().is(Part.Kind.TEST)).isTrue();
        assertThat(page.cells().getLast().is(Part.Kind.COMPARE)).isTrue();
    }
}
