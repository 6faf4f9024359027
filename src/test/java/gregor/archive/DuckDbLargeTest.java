package gregor.archive;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An archive that is larger than the heap; with -Dgregor.prove=true larger than all that DuckDB may have, too.
@Tag("duckdb")
class DuckDbLargeTest {
    private static final int EVENTS = Boolean.getBoolean("gregor.prove") ? 20_000_000 : 1_000_000;
    private static final int HEAP = 32;

    @TempDir
    private Path folder;

    @Test
    void anArchiveLargerThanTheHeapIsAnswered() throws Exception {
        Path file = folder.resolve("large/0.csv");
        LargeArchive.write(file, EVENTS);
        assertThat(Files.size(file)).isGreaterThan(2L * HEAP * 1_000_000);
        assertThat(LargeArchive.ask(folder, TablesawEngine.class, HEAP)).contains("does not fit");
        assertThat(LargeArchive.ask(folder, DuckDbEngine.class, HEAP))
                .isEqualTo((EVENTS + " events, 1000 keys, %d missing, %d behind,"
                        + " [Count[name=ontime, events=%d], Count[name=late, events=%d]], median PT2S\n")
                        .formatted((EVENTS - 1) / 999, EVENTS / 100, EVENTS / 4 * 3, EVENTS / 4));
    }
}
