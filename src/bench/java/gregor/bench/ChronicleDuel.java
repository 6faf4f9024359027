package gregor.bench;

import gregor.file.FileLog;
import gregor.list.Batch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/// A log in files beside Chronicle Queue, which maps its files into memory and has no batches: 100-byte events.
///
/// Both readers take every byte out of the file: Chronicle into one array, over and over, and ours into an array for
/// each batch, which is checked and stays the reader's. To make an object of each event too is a row of its own.
///
/// Where our time goes, as a profile showed: of an append, three quarters of the processor's time are the system's, and
/// by the clock a full segment waits for the disk, which Chronicle never does. Of a read, half is the system's, which
/// copies out of the file what a mapped file would only show, and a third is the objects of the events.
final class ChronicleDuel {
    private static final int SIZE = 100;
    private static final int BATCH = 50;
    private static final int READS = 50_000;
    private static final int INDEXED = 100;

    private ChronicleDuel() {}

    /// @param args a folder for files of three gigabytes, how many rounds, and how many events
    public static void main(String... args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        var duel = new Duel(Integer.parseInt(args[1]));
        int events = Integer.parseInt(args[2]);
        Path ours = folder.resolve("log");
        Path theirs = folder.resolve("chronicle");
        Batch batch = Logs.batch(BATCH, SIZE);
        var indexes = new long[events / INDEXED];
        try {
            duel.head(String.format("%,d x %d bytes", events, SIZE), "FileLog", "Chronicle");
            duel.faster("append, ours in batches of " + BATCH, events, 2, () -> Logs.write(ours, batch, events / BATCH),
                    () -> write(theirs, events, indexes));
            try (FileLog log = FileLog.open(ours, Logs.SETTINGS);
                    SingleChronicleQueue queue = SingleChronicleQueueBuilder.binary(theirs).build()) {
                duel.faster("read all", events, 1, () -> Logs.read(log, false), () -> read(queue, events));
                duel.faster("read all, an object for each event", events, 0, () -> Logs.read(log, true),
                        () -> read(queue, events));
                duel.faster("read at random", READS, 4, () -> Logs.readAtRandom(log, READS),
                        () -> readAtRandom(queue, indexes));
            }
        } finally {
            Logs.delete(folder);
        }
    }

    private static void write(Path folder, int events, long[] indexes) throws Exception {
        Logs.delete(folder);
        var value = new byte[SIZE];
        try (var queue = SingleChronicleQueueBuilder.binary(folder).build(); var appender = queue.createAppender()) {
            for (int i = 0; i < events; i++) {
                try (var document = appender.writingDocument()) {
                    document.wire().bytes().write(value);
                }
                if (i % INDEXED == 0) {
                    indexes[i / INDEXED] = appender.lastIndexAppended();
                }
            }
        }
    }

    private static void read(SingleChronicleQueue queue, int events) {
        var value = new byte[SIZE];
        try (var tailer = queue.createTailer()) {
            for (int i = 0; i < events; i++) {
                try (var document = tailer.readingDocument()) {
                    document.wire().bytes().read(value);
                }
            }
        }
    }

    private static void readAtRandom(SingleChronicleQueue queue, long[] indexes) {
        var random = new Random(1915);
        var value = new byte[SIZE];
        try (var tailer = queue.createTailer()) {
            for (int i = 0; i < READS; i++) {
                tailer.moveToIndex(indexes[random.nextInt(indexes.length)]);
                try (var document = tailer.readingDocument()) {
                    document.wire().bytes().read(value);
                }
            }
        }
    }
}
