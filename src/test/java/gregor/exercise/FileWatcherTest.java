package gregor.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Saves are detected by events and by polling.
@Timeout(60)
class FileWatcherTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("ListLog.java");
        Files.writeString(file, "one");
    }

    private static void await(FileWatcher watcher) throws InterruptedException {
        while (!watcher.hasChanged()) {
            Thread.sleep(10);
        }
    }

    @Test
    void aSaveIsNoticedWhereTheSystemTellsNothing() throws Exception {
        try (var watcher = new FileWatcher(file, Optional.empty())) {
            assertThat(watcher.hasChanged()).as("nothing was saved yet").isFalse();
            Files.writeString(file, "one and two");
            await(watcher);
            assertThat(watcher.hasChanged()).as("one save is one change").isFalse();
        }
    }

    @Test
    void anEditorThatPutsAnotherFileInItsPlaceIsNoticed() throws Exception {
        try (var watcher = new FileWatcher(file)) {
            Files.writeString(folder.resolve("ListLog.java~"), "one and two");
            Files.move(folder.resolve("ListLog.java~"), file, StandardCopyOption.REPLACE_EXISTING);
            await(watcher);
        }
    }

    @Test
    void aFileThatIsEmptyForAMomentIsNoSave() throws Exception {
        try (var watcher = new FileWatcher(file, Optional.empty())) {
            Files.writeString(file, "");
            // It looks at once the first time, and then every now and then.
            assertThat(watcher.hasChanged()).isFalse();
            Files.writeString(file, "one and two");
            await(watcher);
        }
    }
}
