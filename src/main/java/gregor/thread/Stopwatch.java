package gregor.thread;

import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Log;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Measures roughly, in this very process: good enough to see what is ten times what. The benchmarks are for the rest.
public final class Stopwatch {
    private static final int ROUNDS = 8;
    private static final Duration LONG = Duration.ofMinutes(1);

    private Stopwatch() {}

    /// The nanoseconds that an append takes, where some writers append at the same time. The best of some rounds:
    /// what disturbs a measurement makes it slower, never faster.
    ///
    /// @param guard   what is put around a new `ListLog`; nothing, if it returns what it is given
    /// @param writers how many threads; unguarded, there can only be one
    public static double append(Function<Log, Log> guard, int writers, int appends) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
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

    /// The nanoseconds that an append takes its writer, while so many readers wait for it. The middle one of some
    /// rounds.
    public static double wake(int readers) {
        var nanos = new double[ROUNDS * 4];
        try (var log = new SharedLog(new ListLog()); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < nanos.length; round++) {
                int number = round;
                var awake = new CountDownLatch(readers);
                for (int i = 0; i < readers; i++) {
                    threads.execute(() -> {
                        log.awaitEnd(number, LONG);
                        awake.countDown();
                    });
                }
                nanos[round] = threads.submit(() -> appendOnce(log, readers)).get();
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
