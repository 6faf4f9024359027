package gregor.archive;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.deque.ArchiveException;
import gregor.file.DurableArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Users who have not downloaded an engine learn how to get it.
class EngineAbsentTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() {
        DurableArchive.open(folder.resolve("large/0.csv")).close();
    }

    @Test
    void withoutDuckDbTheMessageNamesTheCommandThatFetchesIt() throws Exception {
        String without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> !jar.contains("duckdb")).collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                without, LargeArchive.class.getName(), folder.toString(), DuckDbEngine.class.getName())
                .redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes()))
                .isEqualTo("DuckDB is not installed; ./gregor analyse --engine duckdb fetches it\n");
    }

    @Test
    void withoutSparkToo() throws Exception {
        ArchivedTopic topic = Archive.at(folder).topic("large");
        for (Path jars : List.of(folder.resolve("none"), Files.createDirectory(folder.resolve("empty")))) {
            try (var spark = new SparkEngine(jars, "local[*]")) {
                assertThatThrownBy(() -> spark.answer(topic)).isInstanceOf(ArchiveException.class)
                        .hasMessageContaining("Spark is not installed; ./gregor analyse --engine spark fetches it");
            }
        }
    }
}
