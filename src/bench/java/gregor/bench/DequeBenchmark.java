package gregor.bench;

import module java.base;

import gregor.deque.DequeLog;
import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Log;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Does finding an offset, or letting go of the oldest, cost more when there are more events?
///
/// The offset moves on by a stride within a window of 1,000, so that what is measured is the way to a slot
/// and not the size of the processor's cache.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DequeBenchmark {
    /// How many events the log holds.
    @Param({"1000", "10000", "100000", "1000000"})
    public int events;

    /// Which log.
    @Param({"deque", "list"})
    public String log;

    private Log filled;
    private Event event;
    private long at;

    /// Fills a log whose start has moved, so that the ring has gone round.
    @Setup
    public void fill() {
        filled = log.equals("deque") ? new DequeLog() : new ListLog();
        event = Event.of("truck-1", "truck--ontime--australia-melbourne-1021");
        for (int i = 0; i < events + 777; i++) {
            filled.append(event);
        }
        filled.deleteBefore(777);
    }

    /// Reads one batch at an offset.
    @Benchmark
    public Batch readAt() {
        at = (at + 37) % 1000;
        return filled.read(777 + events / 2 - 500 + at, 1).iterator().next();
    }

    /// Appends one event, and lets the oldest go.
    @Benchmark
    public long appendAndForget() {
        long offset = filled.append(event);
        filled.deleteBefore(filled.start() + 1);
        return offset;
    }
}
