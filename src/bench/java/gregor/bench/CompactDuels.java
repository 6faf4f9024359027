package gregor.bench;

import module java.base;

import gregor.compact.CompactionSettings;
import gregor.compact.Compactor;
import gregor.deque.DequeLog;
import gregor.file.FileLog;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// How a pass of compaction grows with the log, beside a copy of the same log: what an event costs when there are
/// 10,000, 100,000 and 1,000,000 of them, of the processor's time.
///
/// More events do not stay in the processor's caches, so that each costs more, whoever touches it; the copy shows how
/// much. More keys do not stay there either, and those the copy does not have: so there are logs with one key for ten
/// events, and with 1,000 keys whatever their length. In files a pass also has a fixed cost of some milliseconds, and
/// what grows is seen from 100,000 events on. Promised: the pass grows at most 1.2 × as much as the copy.
final class CompactDuels {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int BATCH = 100;
    private static final int FEW_KEYS = 1000;
    private static final int[] EVENTS = {10_000, 100_000, 1_000_000};

    private final Path folder;
    private final int rounds;

    private CompactDuels(Path folder, int rounds) {
        this.folder = folder;
        this.rounds = rounds;
    }

    /// @param args a folder for files of half a gigabyte, and how many rounds
    public static void main(String... args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        var duels = new CompactDuels(folder, Integer.parseInt(args[1]));
        try {
            for (int round = 0; round < 100; round++) {
                duels.cost(batches(EVENTS[0], true), false, EVENTS[0]);
                duels.cost(batches(EVENTS[0], false), true, EVENTS[0]);
            }
            System.out.printf("%-44s %10s %10s %8s %8s%n", "nanoseconds an event", "pass", "copy", "ratio", "spread");
            for (boolean files : new boolean[]{false, true}) {
                duels.grow(files, true);
                duels.grow(files, false);
            }
        } finally {
            Logs.delete(folder);
        }
    }

    private record Cost(double pass, double copy) {}

    private void grow(boolean files, boolean manyKeys) throws Exception {
        String what = (files ? "in files, " : "in memory, ") + (manyKeys ? "a key for ten" : FEW_KEYS + " keys");
        var costs = new ArrayList<Cost>();
        for (int events : EVENTS) {
            List<Batch> batches = batches(events, manyKeys);
            var pass = new double[rounds];
            var copy = new double[rounds];
            var ratio = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                Cost cost = cost(batches, files, events);
                pass[round] = cost.pass();
                copy[round] = cost.copy();
                ratio[round] = cost.pass() / cost.copy();
            }
            Cost cost = new Cost(median(pass), median(copy));
            costs.add(cost);
            Arrays.sort(ratio);
            System.out.printf("%-44s %10.0f %10.0f %8.2f %.2f-%.2f%n", String.format("%,d events %s", events, what),
                    cost.pass(), cost.copy(), median(ratio), ratio[0], ratio[rounds - 1]);
        }
        for (int few = 0; few < EVENTS.length - 1; few++) {
            double pass = costs.getLast().pass() / costs.get(few).pass();
            double copy = costs.getLast().copy() / costs.get(few).copy();
            System.out.printf("  from %,d on: pass %.2f, copy %.2f, pass beside copy %.2f  at most 1.2: %s%n",
                    EVENTS[few], pass, copy, pass / copy, pass / copy <= 1.2 ? "met" : "NOT MET");
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private Cost cost(List<Batch> batches, boolean files, int events) throws Exception {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Logs.delete(first);
        Logs.delete(second);
        if (!files) {
            return cost(new DequeLog(), new DequeLog(), batches, events);
        }
        try (FileLog log = FileLog.open(first, Logs.SETTINGS); FileLog copy = FileLog.open(second, Logs.SETTINGS)) {
            return cost(log, copy, batches, events);
        }
    }

    private static Cost cost(Log log, Log copy, List<Batch> batches, int events) {
        batches.forEach(log::append);
        long begin = THREADS.getCurrentThreadCpuTime();
        copy(log, copy);
        long middle = THREADS.getCurrentThreadCpuTime();
        new Compactor(log, CompactionSettings.DEFAULT, () -> Instant.EPOCH).compact();
        long end = THREADS.getCurrentThreadCpuTime();
        return new Cost((end - middle) / (double) events, (middle - begin) / (double) events);
    }

    private static List<Batch> batches(int events, boolean manyKeys) {
        var random = new Random(1915);
        var batches = new ArrayList<Batch>();
        for (int base = 0; base < events; base += BATCH) {
            var some = new ArrayList<Event>();
            for (int i = 0; i < BATCH; i++) {
                some.add(Event.of("parcel-" + random.nextInt(manyKeys ? events / 10 : FEW_KEYS),
                        "parcel--shipped--france-lyon-" + i));
            }
            batches.add(ListBatch.of(Origin.UNKNOWN, some).at(base));
        }
        return batches;
    }

    /// Copies event by event, in batches as they are.
    static void copy(Log log, Log copy) {
        long next = log.start();
        while (next < log.end()) {
            for (Batch batch : log.read(next, 1 << 20)) {
                var some = new ArrayList<Event>();
                for (Entry entry : batch) {
                    some.add(entry.event());
                }
                copy.append(ListBatch.of(batch.origin(), some));
                next = batch.lastOffset() + 1;
            }
        }
    }
}
