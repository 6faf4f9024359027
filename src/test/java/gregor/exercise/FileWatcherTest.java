package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatcherTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("ListLog.java");
        Files.writeString(file, "one");
    }

    @Test
    void aSaveIsNoticedOnce() throws IOException {
        var watcher = new FileWatcher(file);
        assertThat(watcher.hasChanged()).as("nothing was saved yet").isFalse();
        Files.writeString(file, "one and two");
        assertThat(watcher.hasChanged()).isTrue();
        assertThat(watcher.hasChanged()).as("one save is one change").isFalse();
    }

    @Test
    void aFileThatReplacesItIsNoticed() throws IOException {
        var watcher = new FileWatcher(file);
        Files.writeString(folder.resolve("ListLog.java~"), "one and two");
        Files.move(folder.resolve("ListLog.java~"), file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(watcher.hasChanged()).isTrue();
    }

    @Test
    void aFileThatIsEmptyForAMomentIsNoSave() throws IOException {
        var watcher = new FileWatcher(file);
        Files.writeString(file, "");
        assertThat(watcher.hasChanged()).isFalse();
        Files.writeString(file, "one and two");
        assertThat(watcher.hasChanged()).isTrue();
    }
}
