package gregor.archive;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.file.DurableArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who has not fetched DuckDB is told how.
class DuckDbAbsentTest {
    @TempDir
    private Path folder;

    @Test
    void withoutDuckDbASentenceSaysHowToGetIt() throws Exception {
        DurableArchive.open(folder.resolve("large/0.csv")).close();
        String without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> !jar.contains("duckdb")).collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                without, LargeArchive.class.getName(), folder.toString(), DuckDbEngine.class.getName())
                .redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes()))
                .isEqualTo("DuckDB is not installed; ./gregor analyse --engine duckdb fetches it\n");
    }
}
