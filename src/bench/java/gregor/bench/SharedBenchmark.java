package gregor.bench;

import module java.base;

import gregor.deque.DequeLog;
import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.thread.LogClosedException;
import gregor.thread.LogThread;
import gregor.thread.SharedLog;
import gregor.thread.WaitingLog;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// What a guard costs an append, and what waiting readers cost a writer.
///
/// The bounds: `lock` at most 1.25 times `unguarded`; `wake` with 1000 readers under 5 times `wake` with 1, at the
/// median. For one core, run it under `taskset -c 0`.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SharedBenchmark {
    private static final Event EVENT = Event.of("truck-17", "truck--ontime--australia-melbourne-1021");

    /// A log of each writer's own, so that nobody need guard it.
    @State(Scope.Thread)
    public static class Unguarded {
        private final Log log = new DequeLog();
    }

    /// One log for all writers.
    @State(Scope.Benchmark)
    public static class Guarded {
        private final WaitingLog lock = new SharedLog(new DequeLog());
        private final WaitingLog thread = new LogThread(new DequeLog());
    }

    /// Appends, and lets the log forget now and then, so that it stays small.
    private static long append(Log log) {
        long offset = log.append(EVENT);
        if ((offset & 0xFFF) == 0) {
            log.deleteBefore(offset);
        }
        return offset;
    }

    /// One writer, nobody else.
    @Benchmark
    public long unguarded(Unguarded state) {
        return append(state.log);
    }

    /// One writer and a lock that nobody else wants.
    @Benchmark
    public long lock(Guarded state) {
        return append(state.lock);
    }

    /// One writer who hands over to the log's thread.
    @Benchmark
    public long thread(Guarded state) {
        return append(state.thread);
    }

    /// Two writers, each with a log of its own.
    @Benchmark
    @Threads(2)
    public long unguardedTwice(Unguarded state) {
        return append(state.log);
    }

    /// Two writers and one lock.
    @Benchmark
    @Threads(2)
    public long lockForTwo(Guarded state) {
        return append(state.lock);
    }

    /// Two writers and one log thread.
    @Benchmark
    @Threads(2)
    public long threadForTwo(Guarded state) {
        return append(state.thread);
    }

    /// Readers that wait for the next event, over and over.
    @State(Scope.Benchmark)
    public static class Waiting {
        @Param({"1", "1000"})
        private int readers;
        private final WaitingLog log = new SharedLog(new ListLog());
        private final AtomicInteger awake = new AtomicInteger();

        /// Sends them all to wait.
        @Setup(Level.Trial)
        public void start() {
            for (int i = 0; i < readers; i++) {
                Thread.startVirtualThread(this::read);
            }
        }

        private void read() {
            try {
                for (long position = 0; log.awaitEnd(position, Duration.ofMinutes(10)); position++) {
                    awake.incrementAndGet();
                }
            } catch (LogClosedException e) {
                awake.incrementAndGet();
            }
        }

        /// Waits until they all wait again.
        @Setup(Level.Invocation)
        public void settle() throws InterruptedException {
            do {
                Thread.sleep(1);
            } while (log.waiting() < readers);
            Thread.sleep(1);
            awake.set(0);
        }

        /// Lets them go home.
        @TearDown(Level.Trial)
        public void stop() {
            log.close();
        }
    }

    /// What the writer pays. The readers run on one core, so that the writer has another.
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @Fork(value = 2, jvmArgsAppend = "-Djdk.virtualThreadScheduler.parallelism=1")
    public long wake(Waiting state) {
        return state.log.append(EVENT);
    }

    /// How long it takes until the last reader is awake.
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public int wakeAll(Waiting state) {
        state.log.append(EVENT);
        while (state.awake.get() < state.readers) {
            Thread.onSpinWait();
        }
        return state.awake.get();
    }
}
