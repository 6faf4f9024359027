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
}
