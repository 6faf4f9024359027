package gregor.thread;

import module java.base;

import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Log;

/// Measures roughly, in this process: enough to see a factor of ten. The benchmarks in `src/bench` measure precisely.
public final class Stopwatch {
    private static final int RUNS = 8;
    private static final Duration LONG = Duration.ofMinutes(1);

    private Stopwatch() {}

    /// Returns the nanoseconds that an append takes while a number of writers append: the best of several runs, since
    /// a disturbance makes a run slower, never faster.
    ///
    /// @param guard   wraps a new `ListLog`; may return the log itself
    /// @param writers the number of threads; 1 if the log is not guarded
    public static double append(Function<Log, Log> guard, int writers, int appends) {
        double best = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            Log log = guard.apply(new ListLog());
            best = Math.min(best, appendOnce(log, writers, appends));
            if (log instanceof WaitingLog waiting) {
                waiting.close();
            }
        }
        return best;
    }

    private static double appendOnce(Log log, int writers, int appends) {
        Event event = Event.of("x");
        long from = System.nanoTime();
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < writers; i++) {
                threads.execute(() -> {
                    for (int j = 0; j < appends / writers; j++) {
                        log.append(event);
                    }
                });
            }
        }
        return (System.nanoTime() - from) / (double) appends;
    }

    /// Returns the nanoseconds that an append takes its writer while a number of readers wait for it: the median of
    /// several runs.
    public static double wake(int readers) {
        var nanos = new double[RUNS * 4];
        try (var log = new SharedLog(new ListLog()); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int run = 0; run < nanos.length; run++) {
                int number = run;
                var awake = new CountDownLatch(readers);
                for (int i = 0; i < readers; i++) {
                    threads.execute(() -> {
                        log.awaitEnd(number, LONG);
                        awake.countDown();
                    });
                }
                nanos[run] = threads.submit(() -> appendOnce(log, readers)).get();
                awake.await();
            }
        } catch (Exception e) {
            throw new IllegalStateException("nothing measured", e);
        }
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }

    private static double appendOnce(WaitingLog log, int readers) throws InterruptedException {
        while (log.waiting() < readers) {
            Thread.sleep(1);
        }
        Thread.sleep(1);
        long from = System.nanoTime();
        log.append(Event.of("x"));
        return System.nanoTime() - from;
    }
}
