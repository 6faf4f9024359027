package gregor.archive;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A table is in memory. Where that is too small it says so, and names the way out.
class TooLargeTest {
    @TempDir
    private Path folder;

    @Test
    void anArchiveThatDoesNotFitIsNamedAndTheWayOutToo() throws Exception {
        LargeArchive.write(folder.resolve("large/0.csv"), 400_000);
        assertThat(LargeArchive.ask(folder, TablesawEngine.class, 24))
                .startsWith("the archive of large does not fit into the memory").contains("--engine duckdb")
                .hasLineCount(1);
    }

    @Test
    void whereItFitsItAnswers() throws Exception {
        LargeArchive.write(folder.resolve("large/0.csv"), 100_000);
        assertThat(LargeArchive.ask(folder, TablesawEngine.class, 96))
                .isEqualTo("100000 events, 1000 keys, 100 missing, 1000 behind,"
                        + " [Count[name=ontime, events=75000], Count[name=late, events=25000]], median PT2S\n");
    }
}
