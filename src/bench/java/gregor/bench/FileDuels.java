package gregor.bench;

import module java.base;

import gregor.file.FileLog;
import gregor.file.FileSettings;
import gregor.file.GroupCommit;
import gregor.list.Batch;

/// A log in files beside a plain file, beside itself with fewer events, and beside itself with fewer writers.
final class FileDuels {
    private static final long BYTES = 100_000_000;
    private static final int READS = 20_000;

    private final Path folder;
    private final Duel duel;
    private final Plain plain = new Plain();

    private FileDuels(Path folder, int rounds) {
        this.folder = folder;
        duel = new Duel(rounds);
    }

    /// @param args a folder for files of two gigabytes, how many rounds, and what to do; all of it, if nothing is said
    public static void main(String... args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        var duels = new FileDuels(folder, Integer.parseInt(args[1]));
        List<String> what = List.of(args).subList(2, args.length);
        try {
            if (what.isEmpty() || what.contains("sequential")) {
                duels.sequential(100);
                duels.sequential(1000);
            }
            if (what.isEmpty() || what.contains("random")) {
                duels.random();
            }
            if (what.isEmpty() || what.contains("reopen")) {
                duels.reopen();
            }
            if (what.isEmpty() || what.contains("group")) {
                duels.groupCommit();
            }
        } finally {
            Logs.delete(folder);
        }
    }

    /// A log's batch is the reader's: it has an array of its own, which the next one does not overwrite. What that costs,
    /// and what the checksums and the rest do, the two plain reads show.
    private void sequential(int size) throws Exception {
        Path ours = folder.resolve("log");
        Path theirs = folder.resolve("plain");
        duel.head(size + "-byte events", "FileLog", "plain file");
        for (int count : new int[]{1, 10, 1000}) {
            Batch batch = Logs.batch(count, size);
            long copies = BYTES / size / count / (count == 1 ? 10 : 1);
            long events = copies * count;
            Logs.write(ours, batch, copies);
            var record = new byte[(int) (bytesIn(ours) / events)];
            duel.faster("append in batches of " + count, events, count == 1000 ? 0.7 : 0,
                    () -> Logs.write(ours, batch, copies), () -> plain.write(theirs, record, events));
            try (FileLog log = FileLog.open(ours, Logs.SETTINGS)) {
                duel.faster("read batches of " + count + ", checked", events, count == 1000 ? 0.7 : 0,
                        () -> Logs.read(log, false), () -> plain.read(theirs));
                duel.faster("the same, plain arrays are kept too", events, count == 1000 ? 0.7 : 0,
                        () -> Logs.read(log, false), () -> plain.readAndKeep(theirs));
                duel.faster("read batches of " + count + ", each event", events, 0, () -> Logs.read(log, true),
                        () -> plain.read(theirs));
            }
        }
    }

    private static long bytesIn(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(file -> file.toString().endsWith(".log")).mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /// The few are in the processor's cache, and the many are not: what that alone costs, the plain file shows. A
    /// thousand logs of the few, of which each read takes another, are not in the cache either, so the last rows show
    /// what a log costs because it is long.
    private void random() throws Exception {
        Path few = folder.resolve("few");
        Path many = folder.resolve("many");
        duel.head("100-byte events at random", "10,000,000", "10,000");
        for (int count : new int[]{1, 10, 1000}) {
            Logs.write(few, Logs.batch(count, 100), 10_000 / count);
            Logs.write(many, Logs.batch(count, 100), 10_000_000 / count);
            try (FileLog small = FileLog.open(few, Logs.SETTINGS); FileLog large = FileLog.open(many, Logs.SETTINGS)) {
                duel.dearer("FileLog, batches of " + count, READS, 1.5, () -> Logs.readAtRandom(List.of(large), READS),
                        () -> Logs.readAtRandom(List.of(small), READS));
            }
        }
        plain.write(folder.resolve("plain-few"), new byte[124], 10_000);
        plain.write(folder.resolve("plain-many"), new byte[124], 10_000_000);
        try (FileChannel small = FileChannel.open(folder.resolve("plain-few"));
                FileChannel large = FileChannel.open(folder.resolve("plain-many"))) {
            duel.dearer("plain file, position known", READS, 0, () -> plain.readAtRandom(large, 124, READS),
                    () -> plain.readAtRandom(small, 124, READS));
        }
        duel.head("100-byte events at random", "1 x 10,000,000", "1,000 x 10,000");
        for (int count : new int[]{1, 10, 1000}) {
            Logs.write(many, Logs.batch(count, 100), 10_000_000 / count);
            List<FileLog> row = row(count);
            try (FileLog large = FileLog.open(many, Logs.SETTINGS)) {
                duel.dearer("FileLog, batches of " + count, READS, 1.5, () -> Logs.readAtRandom(List.of(large), READS),
                        () -> Logs.readAtRandom(row, READS));
            } finally {
                row.forEach(FileLog::close);
            }
        }
    }

    private List<FileLog> row(int count) throws IOException {
        var row = new ArrayList<FileLog>();
        for (int number = 0; number < 1000; number++) {
            Path one = folder.resolve("row").resolve(String.valueOf(number));
            Logs.write(one, Logs.batch(count, 100), 10_000 / count);
            row.add(FileLog.open(one, Logs.SETTINGS));
        }
        return row;
    }

    /// The large log is the small one behind 155 segments of nothing.
    private void reopen() throws Exception {
        Path small = folder.resolve("small");
        Path large = folder.resolve("large");
        Logs.write(small, Logs.batch(10, 100), 80_000);
        Logs.delete(large);
        Files.createDirectories(large);
        List<String> manifest = Files.readAllLines(small.resolve("manifest"));
        String last = manifest.get(manifest.size() - 2);
        String name = last.split(" ")[1];
        Files.copy(small.resolve(name + ".log"), large.resolve(name + ".log"));
        var lines = new ArrayList<>(manifest.subList(0, 4));
        for (int segment = 0; segment < 155; segment++) {
            String sparse = "%020d".formatted(segment);
            try (var file = new RandomAccessFile(large.resolve(sparse + ".log").toFile(), "rw")) {
                file.setLength(1 << 26);
            }
            lines.add("segment " + sparse + " " + (1 << 26) + " 60000000 0 0");
        }
        lines.add(last);
        String text = String.join("\n", lines) + "\n";
        var checksum = new CRC32C();
        checksum.update(text.getBytes());
        Files.writeString(large.resolve("manifest"), text + "crc32c %08x\n".formatted(checksum.getValue()));
        duel.head("opening a log", "10 GB", "100 MB");
        duel.dearer("open and close", 1, 2, () -> FileLog.open(large, Logs.SETTINGS).close(),
                () -> FileLog.open(small, Logs.SETTINGS).close());
    }

    /// A broker has virtual threads for its clients. To wake a platform thread is the dearer the faster the disk is.
    private void groupCommit() throws Exception {
        duel.head("appends of 100 bytes that wait for the disk", "64 writers", "1 writer");
        try (var log = GroupCommit.open(folder.resolve("group"), FileSettings.defaults())) {
            groupCommit("virtual threads", 10, log, Thread.ofVirtual().factory());
            groupCommit("platform threads", 0, log, Thread.ofPlatform().factory());
        }
    }

    private void groupCommit(String kind, double bound, GroupCommit log, ThreadFactory factory) throws Exception {
        Batch batch = Logs.batch(1, 100);
        int appends = 6400;
        duel.fasterByTheClock("GroupCommit, " + kind, appends, bound, () -> append(log, batch, factory, 64, appends),
                () -> append(log, batch, factory, 1, appends));
    }

    private static void append(GroupCommit log, Batch batch, ThreadFactory factory, int writers, int appends) {
        try (var threads = Executors.newThreadPerTaskExecutor(factory)) {
            for (int writer = 0; writer < writers; writer++) {
                threads.execute(() -> {
                    for (int i = 0; i < appends / writers; i++) {
                        log.append(batch);
                    }
                });
            }
        }
    }
}
