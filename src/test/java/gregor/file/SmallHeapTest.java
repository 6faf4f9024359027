package gregor.file;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that is much larger than the memory of its process, which is 64 MB here.
class SmallHeapTest {
    private static final int BATCHES = 2000;
    private static final int LOGS = 400;

    @TempDir
    private Path folder;

    @Test
    void aLogOfAnySizeIsWrittenOpenedAndReadInALittleMemory() throws Exception {
        assertThat(run("one")).isEqualTo("read 200000 events, then a lie\n");
    }

    /// The memory that files are read and written through is not on the heap, and a log that rests has none of it.
    @Test
    void logsThatAreOpenShareTheMemoryThatTheyReadAndWriteThrough() throws Exception {
        assertThat(run("many")).isEqualTo("read 80000 events of 400 logs\n");
    }

    private String run(String what) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m", "-XX:MaxDirectMemorySize=8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), SmallHeapTest.class.getName(), folder.toString(), what)
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    public static void main(String... args) throws IOException {
        Path folder = Path.of(args[0]);
        FileSettings settings = FileSettings.defaults().with(FsyncPolicy.never());
        Batch batch = ListBatch.of(Origin.UNKNOWN,
                Collections.nCopies(100, new Event(0, null, new byte[1000], List.of())));
        if (args[1].equals("one")) {
            one(folder, settings, batch);
        } else {
            many(folder, settings, batch);
        }
    }

    private static void many(Path folder, FileSettings settings, Batch batch) {
        var logs = new ArrayList<FileLog>();
        for (int number = 0; number < LOGS; number++) {
            Path path = folder.resolve(String.valueOf(number));
            try (FileLog log = FileLog.open(path, settings)) {
                log.append(batch);
            }
            logs.add(FileLog.open(path, settings));
        }
        logs.forEach(log -> log.append(batch));
        long read = 0;
        for (FileLog log : logs) {
            log.read(0, 1).iterator().next();
            log.read(150, 1).region().close();
            read += log.entries(0).size();
        }
        logs.forEach(FileLog::close);
        System.out.println("read " + read + " events of " + LOGS + " logs");
    }

    private static void one(Path folder, FileSettings settings, Batch batch) throws IOException {
        try (FileLog log = FileLog.open(folder, settings)) {
            for (int i = 0; i < BATCHES; i++) {
                log.append(batch);
            }
        }
        long read = 0;
        try (FileLog log = FileLog.open(folder, settings)) {
            for (Batch found : log.read(0, Integer.MAX_VALUE)) {
                read += found.lastOffset() - found.baseOffset() + 1;
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
