package gregor.bench;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.file.FileLog;
import gregor.file.FileSettings;
import gregor.file.FsyncPolicy;
import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.topic.TopicPartition;

/// A broker beside the bare log in its files, beside its files alone, and with an archive beside without, in one run.
///
/// Nobody waits for the disk to append here, on either side, unless it is said.
///
///     gregor.bench.BrokerDuels FOLDER [events] [archive] [start]
final class BrokerDuels {
    private static final TopicPartition PLACE = new TopicPartition("a", 0);
    private static final int TOPICS = 2000;

    private final Path folder;
    private final Duel duel = new Duel(5);
    private Instant now = Instant.EPOCH;

    private BrokerDuels(Path folder) {
        this.folder = folder;
    }

    public static void main(String... args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        try {
            var duels = new BrokerDuels(folder);
            List<String> what = List.of(args).subList(1, args.length);
            if (what.isEmpty() || what.contains("events")) {
                duels.events();
            }
            if (what.isEmpty() || what.contains("archive")) {
                duels.archive(100_000, FsyncPolicy.never());
                duels.archive(5_000, FsyncPolicy.everyAppend());
            }
            if (what.isEmpty() || what.contains("start")) {
                duels.start();
            }
        } finally {
            Logs.delete(folder);
        }
    }

    private BrokerSettings settings(String name) {
        return BrokerSettings.in(folder.resolve(name)).with(FsyncPolicy.never()).with(() -> now);
    }

    private void events() throws Exception {
        try (Broker broker = Broker.open(settings("broker"));
                FileLog log = FileLog.open(folder.resolve("log"), FileSettings.defaults().with(FsyncPolicy.never()))) {
            broker.createTopic("a", 1, Map.of());
            duel.head("100-byte events", "broker", "bare log");
            for (int events : new int[]{1, 50}) {
                Batch batch = Logs.batch(events, 100);
                int times = 40_000 / events + 10_000;
                duel.faster("append in batches of " + events, (long) times * events, 0.7,
                        () -> append(times, () -> broker.append(PLACE, batch)),
                        () -> append(times, () -> log.append(batch)));
            }
            duel.faster("read 64 KiB from here and there", 2000, 0.7, () -> read(broker.partition(PLACE)),
                    () -> read(log));
        }
    }

    private static void append(int times, Runnable append) {
        for (int i = 0; i < times; i++) {
            append.run();
        }
    }

    private static void read(Log log) {
        long bytes = 0;
        for (int i = 0; i < 2000; i++) {
            for (Batch batch : log.read(i * 7919L % (log.end() - 1000), 1 << 16)) {
                bytes += batch.sizeInBytes();
            }
        }
        if (bytes == 0) {
            throw new AssertionError("nothing was read");
        }
    }

    /// Everything leaves, with and without an archive: what that costs alone, and what it costs of the whole life of an
    /// event, which is to be written and to leave. A deleted file costs nearly nothing, so the first ratio says how
    /// long a row of CSV takes, and the second what a user pays.
    private void archive(int events, FsyncPolicy policy) throws Exception {
        duel.head(events + " events of 100 bytes" + (policy.equals(FsyncPolicy.never()) ? "" : ", each forced"),
                "with archive", "without");
        duel.dearer("leave", events, 0, leaving(events, policy, true, false), leaving(events, policy, false, false));
        duel.dearer("are written one by one, and leave", events, 1.15, leaving(events, policy, true, true),
                leaving(events, policy, false, true));
    }

    private int lives;

    /// A broker, a topic in it, and what is timed: that all events leave, or that they come and leave.
    private Duel.Step leaving(int events, FsyncPolicy policy, boolean archive, boolean writing) {
        return new Duel.Step() {
            private Broker broker;
            private String name;

            @Override
            public void before() {
                name = "life" + ++lives;
                broker = Broker.open(settings(name).with(policy));
                broker.createTopic("a", 1, Map.of("retention.ms", "1000", "archive", archive ? "csv" : "none",
                        "segment.bytes", "4000000"));
                if (!writing) {
                    write();
                }
            }

            private void write() {
                Batch batch = ListBatch
                        .of(new Event(now.toEpochMilli(), "truck-17".getBytes(), new byte[92], List.of()));
                append(events, () -> broker.append(PLACE, batch));
                now = now.plusSeconds(3600);
            }

            @Override
            public void run() {
                if (writing) {
                    write();
                }
                broker.keepHouse();
                if (broker.partition(PLACE).start() != events) {
                    throw new AssertionError("not all have left: " + broker.troubles());
                }
            }

            @Override
            public void after() throws IOException {
                broker.close();
                Logs.delete(folder.resolve(name));
            }
        };
    }

    private void start() throws Exception {
        try (Broker broker = Broker.open(settings("many"))) {
            for (int i = 0; i < TOPICS; i++) {
                broker.createTopic("topic-" + i, 3, Map.of());
                broker.append(new TopicPartition("topic-" + i, 1),
                        ListBatch.of(Origin.UNKNOWN, List.of(Event.of("hello").at(now))));
            }
        }
        duel.head(TOPICS + " topics of 3 partitions", "broker", "files alone");
        duel.dearer("start and stop", 3 * TOPICS, 3, this::startBroker, this::openFiles);
        System.out.println("memory of a broker with all of them open: " + memory());
    }

    private void startBroker() {
        try (Broker broker = Broker.open(settings("many"))) {
            broker.openAll((done, all) -> {});
        }
    }

    private void openFiles() throws Exception {
        var open = new ArrayList<FileChannel>();
        try (Stream<Path> places = Files.list(folder.resolve("many/topics"))) {
            for (Path place : (Iterable<Path>) places::iterator) {
                try (Stream<Path> files = Files.list(place)) {
                    for (Path file : (Iterable<Path>) files::iterator) {
                        if (file.toString().endsWith(".log") || file.endsWith("lock")) {
                            open.add(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
                        } else {
                            Files.readAllBytes(file);
                        }
                    }
                }
            }
        }
        for (FileChannel channel : open) {
            channel.close();
        }
    }

    /// In a process of its own, whose resident memory is measured when all is open.
    private String memory() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Many.class.getName(),
                folder.resolve("many").toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        return said + " (< 200 MB is asked for)";
    }

    /// Opens everything and says how much memory that takes.
    static final class Many {
        public static void main(String... args) throws Exception {
            try (Broker broker = Broker.open(BrokerSettings.in(Path.of(args[0])).with(FsyncPolicy.never()))) {
                broker.openAll((done, all) -> {});
                System.out.println(Files.readString(Path.of("/proc/self/status")).lines()
                        .filter(line -> line.startsWith("VmRSS")).findFirst().orElseThrow().replaceAll("\\s+", " "));
            }
        }
    }
}
