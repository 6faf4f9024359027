package gregor.bench;

import module java.base;

import gregor.file.FileLog;
import gregor.list.Batch;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/// A log in files beside Chronicle Queue, which maps its files into memory and has no batches: 100-byte events.
///
/// Both readers take every byte out of the file: Chronicle into one array, over and over, and ours into an array for
/// each batch, which is checked and stays the reader's. To make an object of each event too is a row of its own.
///
/// Where our time goes, as a profile showed: of an append, three quarters of the processor's time are the system's. Of
/// a read, half is the system's, which copies out of the file what a mapped file would only show, and a third is the
/// objects of the events. By the clock an append also waits until the disk has each segment that is full, and the last
/// one when the log is closed; Chronicle waits for no disk, ever. So a row has one segment only, which is closed later.
final class ChronicleDuel {
    private static final int SIZE = 100;
    private static final int MOST = 1000;
    private static final int READS = 50_000;
    private static final int INDEXED = 100;
    private static final int IN_ONE_SEGMENT = 8_000_000;

    private final Duel duel;
    private final Path ours;
    private final Path theirs;
    private final int events;
    private final long[] indexes;

    private ChronicleDuel(Duel duel, Path folder, int events) {
        this.duel = duel;
        this.events = events;
        ours = folder.resolve("log");
        theirs = folder.resolve("chronicle");
        indexes = new long[events / INDEXED];
    }

    /// @param args a folder for files of three gigabytes, how many rounds, and how many events
    public static void main(String... args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int events = Integer.parseInt(args[2]) / MOST * MOST;
        var chronicle = new ChronicleDuel(new Duel(Integer.parseInt(args[1])), folder, events);
        try {
            chronicle.duel.head(String.format("%,d x %d bytes", events, SIZE), "FileLog", "Chronicle");
            for (int count : new int[]{1, 10, MOST}) {
                chronicle.batchesOf(count);
            }
        } finally {
            Logs.delete(folder);
        }
    }

    private void batchesOf(int count) throws Exception {
        String batches = " in batches of " + count;
        Batch batch = Logs.batch(count, SIZE);
        if (count == MOST) {
            int few = Math.min(events, IN_ONE_SEGMENT);
            duel.fasterByTheClock("append in one segment," + batches, few, 2, new Appending(ours, batch, few / count),
                    () -> write(few));
        }
        duel.faster("append" + batches, events, count == MOST ? 2 : 0, () -> Logs.write(ours, batch, events / count),
                () -> write(events));
        try (FileLog log = FileLog.open(ours, Logs.SETTINGS);
                SingleChronicleQueue queue = SingleChronicleQueueBuilder.binary(theirs).build()) {
            duel.faster("read all" + batches, events, count == 1 ? 0 : 1, () -> Logs.read(log, false),
                    () -> read(queue));
            duel.faster("the same, an object for each event", events, 0, () -> Logs.read(log, true), () -> read(queue));
            duel.faster("read at random" + batches, READS, count == MOST ? 0 : 4,
                    () -> Logs.readAtRandom(List.of(log), READS), () -> readAtRandom(queue));
        }
    }

    /// Nobody waits for the disk while it is timed.
    private static final class Appending implements Duel.Step {
        private final Path folder;
        private final Batch batch;
        private final long copies;
        private FileLog log;

        Appending(Path folder, Batch batch, long copies) {
            this.folder = folder;
            this.batch = batch;
            this.copies = copies;
        }

        @Override
        public void before() throws Exception {
            Logs.delete(folder);
            log = FileLog.open(folder, Logs.SETTINGS.withSegmentBytes(1 << 30));
        }

        @Override
        public void run() {
            for (long i = 0; i < copies; i++) {
                log.append(batch);
            }
        }

        @Override
        public void after() {
            log.close();
        }
    }

    private void write(int events) throws Exception {
        Logs.delete(theirs);
        var value = new byte[SIZE];
        try (var queue = SingleChronicleQueueBuilder.binary(theirs).build(); var appender = queue.createAppender()) {
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

    private void read(SingleChronicleQueue queue) {
        var value = new byte[SIZE];
        try (var tailer = queue.createTailer()) {
            for (int i = 0; i < events; i++) {
                try (var document = tailer.readingDocument()) {
                    document.wire().bytes().read(value);
                }
            }
        }
    }

    private void readAtRandom(SingleChronicleQueue queue) {
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
