package gregor.archive;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.deque.ArchiveException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    @TempDir
    private Path folder;

    private void file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, EngineContract.HEADER);
    }

    @Test
    void aTopicIsAFolderWithAFileForEachPartition() throws IOException {
        file("b/0.csv");
        file("b/10.csv");
        file("a/2.csv");
        file("a/2.csv.torn");
        file("a/notes.csv");
        assertThat(Archive.at(folder).topics()).containsExactly("a", "b");
        assertThat(Archive.at(folder).topic("b").partitions()).containsOnlyKeys(0, 10);
        assertThat(Archive.at(folder).topic("a").partitions()).containsOnlyKeys(2);
    }

    @Test
    void aFileThatLiesAloneIsATopicToo() throws IOException {
        file("letters.csv");
        file("b.csv");
        file("b/0.csv");
        assertThat(Archive.at(folder).topics()).containsExactly("b", "b.csv", "letters");
    }

    @Test
    void aTopicsFolderOrAFileMayBeNamedItself() throws IOException {
        file("b/0.csv");
        file("b/1.csv");
        assertThat(Archive.at(folder.resolve("b")).topic("b").partitions()).hasSize(2);
        assertThat(Archive.at(folder.resolve("b/1.csv")).topics()).containsExactly("1");
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        assertThatThrownBy(() -> Archive.at(folder.resolve("no"))).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("no archive " + folder.resolve("no"));
        assertThatThrownBy(() -> Archive.at(folder)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("no archive in " + folder);
        Files.createDirectories(folder.resolve("a"));
        assertThatThrownBy(() -> Archive.at(folder)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("no archive in " + folder);
        file("a/0.csv");
        assertThatThrownBy(() -> Archive.at(folder).topic("b")).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("no topic b").hasMessageContaining("it has a");
        assertThatThrownBy(() -> Archive.at(folder).topic("a").entries(7)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("no partition 7").hasMessageContaining("it has 0");
    }
}
