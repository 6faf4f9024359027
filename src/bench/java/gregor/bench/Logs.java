package gregor.bench;

import module java.base;

import gregor.file.FileLog;
import gregor.file.FileSettings;
import gregor.file.FsyncPolicy;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;

/// What is done to logs in files, over and over.
final class Logs {
    /// Nobody waits for the disk: what is measured is the way to the system's memory.
    static final FileSettings SETTINGS = FileSettings.defaults().with(FsyncPolicy.never());

    private Logs() {}

    static Batch batch(int events, int bytes) {
        return ListBatch.of(Origin.UNKNOWN,
                Collections.nCopies(events, new Event(0, null, new byte[bytes], List.of())));
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.walk(folder).sorted(Comparator.reverseOrder())) {
                for (Path path : inside.toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /// Writes a new log with so many copies of a batch.
    static void write(Path folder, Batch batch, long copies) throws IOException {
        delete(folder);
        try (FileLog log = FileLog.open(folder, SETTINGS)) {
            for (long i = 0; i < copies; i++) {
                log.append(batch);
            }
        }
    }

    /// Reads a log from its start; each event too, if it is to.
    static void read(Log log, boolean events) {
        long bytes = 0;
        long next = log.start();
        while (next < log.end()) {
            for (Batch batch : log.read(next, 1 << 24)) {
                if (events) {
                    for (Entry entry : batch) {
                        bytes += entry.event().value().length;
                    }
                } else {
                    bytes += batch.sizeInBytes();
                }
                next = batch.lastOffset() + 1;
            }
        }
        if (bytes != log.sizeInBytes()) {
            throw new IllegalStateException("read " + bytes + " bytes of " + log.sizeInBytes());
        }
    }

    /// Reads the events at random offsets of random logs, all as long as the first.
    static void readAtRandom(List<? extends Log> logs, int reads) {
        var random = new Random(1915);
        long end = logs.getFirst().end();
        for (int i = 0; i < reads; i++) {
            long offset = random.nextLong(end);
            if (at(logs.get(random.nextInt(logs.size())), offset).offset() != offset) {
                throw new IllegalStateException("not offset " + offset);
            }
        }
    }

    private static Entry at(Log log, long offset) {
        for (Entry entry : log.read(offset, 1).iterator().next()) {
            if (entry.offset() >= offset) {
                return entry;
            }
        }
        throw new IllegalStateException("no event at offset " + offset);
    }
}
