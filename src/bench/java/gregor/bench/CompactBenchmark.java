package gregor.bench;

import module java.base;

import gregor.compact.CompactionSettings;
import gregor.compact.Compactor;
import gregor.deque.DequeLog;
import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// A pass over a log against copying the log, event by event, in batches as they are.
///
/// A tenth as many keys as events, in random order; batches of 100. Promised: with a million events `compact` takes
/// at most 3 × as long as `copy`. How both grow, [CompactDuels] says.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgs = {"-Xms3g", "-Xmx3g", "-XX:+UseParallelGC"})
public class CompactBenchmark {
    private static final int BATCH = 100;

    @Param({"10000", "100000", "1000000"})
    public int events;

    private List<Batch> batches;
    private Log log;

    @Setup(Level.Trial)
    public void makeBatches() {
        var random = new Random(1915);
        batches = new ArrayList<>();
        for (int base = 0; base < events; base += BATCH) {
            var some = new ArrayList<Event>();
            for (int i = 0; i < BATCH; i++) {
                some.add(Event.of("parcel-" + random.nextInt(events / 10), "parcel--shipped--france-lyon-" + i));
            }
            batches.add(ListBatch.of(Origin.UNKNOWN, some).at(base));
        }
    }

    @Setup(Level.Invocation)
    public void fillTheLog() {
        log = new DequeLog();
        batches.forEach(log::append);
    }

    @Benchmark
    public Log copy() {
        Log copy = new DequeLog();
        CompactDuels.copy(log, copy);
        return copy;
    }

    @Benchmark
    public Log compact() {
        new Compactor(log, CompactionSettings.DEFAULT, () -> Instant.EPOCH).compact();
        return log;
    }
}
