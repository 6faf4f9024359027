package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JshellScriptTest {
    @TempDir
    private Path folder;

    @Test
    void aValueIsPrintedEvenIfSomethingIsSaidBehindIt() throws IOException {
        Path file = Files.writeString(folder.resolve("01-tiny.adoc"), """
                = Tiny
                :concept: sums

                [source.cell,java]
                ----
                int two = 2;
                two + 1 // a sum
                ----

                [listing.output]
                ----
                ==> 3
                ----

                [source.cell,java]
                ----
                two
                ----

                [listing.output]
                ----
                ==> 2
                ----
                """);
        assertThat(JshellScript.of(new Chapter(1, "tiny", folder, file)))
                .contains("\nint two = 2;\nSystem.out.println(two + 1 // a sum\n)\n", "\nSystem.out.println(two)\n");
    }

    /// The answer to a question is in a folded block behind the cell, or printed by the cell itself.
    @Test
    void aSteppingScriptShowsProseAndCellAndWaitsBeforeItRuns() throws IOException {
        Path file = Files.writeString(folder.resolve("01-tiny.adoc"), """
                = Tiny
                :concept: sums

                Two "words" here.

                [.question]
                What is it?

                [source.cell.predict,java]
                ----
                1 + 1
                ----

                [listing.output]
                ----
                ==> 2
                ----

                .Answer
                [%collapsible]
                ====
                It is two, of course.
                ====

                The end.
                """);
        String script = JshellScript.stepping(new Chapter(1, "tiny", folder, file));
        assertThat(script).contains(
                "gregor.lesson.JshellPause.before(\"// 1. Tiny\\n//\\n// Two \\\"words\\\" here.\\n\\n// Predict: What is it?\\n"
                        + "\\n1 + 1\");\nSystem.out.println(1 + 1)\n",
                "System.out.println(1 + 1)\ngregor.lesson.JshellPause.show(\"// It is two, of course.")
                .doesNotContain("==> 2");
    }
}
