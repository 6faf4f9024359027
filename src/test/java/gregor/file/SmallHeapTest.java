package gregor.file;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that is much larger than the memory of its process, which is 64 MB here.
class SmallHeapTest {
    private static final int BATCHES = 2000;

    @TempDir
    private Path folder;

    @Test
    void aLogOfAnySizeIsWrittenOpenedAndReadInALittleMemory() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                SmallHeapTest.class.getName(), folder.toString()).redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes())).isEqualTo("read 200000 events, then a lie\n");
        assertThat(process.waitFor()).isZero();
    }

    public static void main(String... args) throws IOException {
        Path folder = Path.of(args[0]);
        FileSettings settings = FileSettings.defaults().with(FsyncPolicy.never());
        try (FileLog log = FileLog.open(folder, settings)) {
            Batch batch = ListBatch.of(Origin.UNKNOWN,
                    Collections.nCopies(100, new Event(0, null, new byte[1000], List.of())));
            for (int i = 0; i < BATCHES; i++) {
                log.append(batch);
            }
        }
        long read = 0;
        try (FileLog log = FileLog.open(folder, settings)) {
            for (Batch batch : log.read(0, Integer.MAX_VALUE)) {
                read += batch.lastOffset() - batch.baseOffset() + 1;
            }
        }
        try (var file = new RandomAccessFile(folder.resolve("00000000000000000000.log").toFile(), "rw")) {
            file.writeInt(66_000_000);
        }
        try (FileLog log = FileLog.open(folder, settings)) {
            log.read(0, 1).iterator().next();
        } catch (CorruptLogException damage) {
            System.out.println("read " + read + " events, then a lie");
        }
    }
}
