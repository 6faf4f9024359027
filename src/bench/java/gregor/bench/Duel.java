package gregor.bench;

import module java.base;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// Two ways to do the same, timed in turn in one process, and a row of a table: the median of how many operations a
/// second each did, and the median of the ratios, by the clock and by the time that a processor worked for the thread.
///
/// On a machine where others work too, the clock says more about them. So what is promised is held against the
/// processor's time, except where threads wait for each other.
final class Duel {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final int rounds;

    Duel(int rounds) {
        this.rounds = rounds;
    }

    /// Something to time.
    interface Step {
        void run() throws Exception;

        /// What comes before, and is not timed.
        default void before() throws Exception {}

        /// What comes after, and is not timed.
        default void after() throws Exception {}
    }

    private record Time(double clock, double processor) {
        static Time of(Step step) throws Exception {
            step.before();
            long clock = System.nanoTime();
            long processor = THREADS.getCurrentThreadCpuTime();
            step.run();
            var time = new Time(System.nanoTime() - clock, THREADS.getCurrentThreadCpuTime() - processor);
            step.after();
            return time;
        }
    }

    void head(String title, String ours, String theirs) {
        System.out.printf("%n%-44s %14s %14s %8s %10s%n", title, ours, theirs, "by clock", "by processor");
    }

    /// Promised is that ours does at least so many times as much as theirs; 0 for no promise.
    void faster(String what, long operations, double bound, Step ours, Step theirs) throws Exception {
        print(what, operations, bound, ours, theirs, true);
    }

    /// The same where threads wait for each other: by the clock.
    void fasterByTheClock(String what, long operations, double bound, Step ours, Step theirs) throws Exception {
        print(what, operations, bound, ours, theirs, false);
    }

    /// Promised is that ours costs at most so many times as much as theirs.
    void dearer(String what, long operations, double bound, Step ours, Step theirs) throws Exception {
        print(what, operations, -bound, ours, theirs, true);
    }

    private void print(String what, long operations, double bound, Step ours, Step theirs, boolean byProcessor)
            throws Exception {
        Time.of(ours);
        Time.of(theirs);
        var a = new Time[rounds];
        var b = new Time[rounds];
        for (int round = 0; round < rounds; round++) {
            a[round] = Time.of(ours);
            b[round] = Time.of(theirs);
        }
        double clock = median(rounds, round -> b[round].clock() / a[round].clock());
        double processor = median(rounds, round -> b[round].processor() / a[round].processor());
        double faster = byProcessor ? processor : clock;
        String verdict = bound == 0
                ? ""
                : bound > 0
                        ? verdict("at least " + bound, faster >= bound)
                        : verdict("costs at most " + -bound, 1 / faster <= -bound);
        System.out.printf("%-44s %,12.0f/s %,12.0f/s %8.2f %10.2f  %s%n", what,
                operations * 1e9 / median(rounds, round -> a[round].clock()),
                operations * 1e9 / median(rounds, round -> b[round].clock()), clock, processor, verdict);
    }

    private static String verdict(String bound, boolean met) {
        return bound + (met ? ": met" : ": NOT MET");
    }

    private interface Of {
        double value(int round);
    }

    private static double median(int rounds, Of of) {
        var values = new double[rounds];
        Arrays.setAll(values, of::value);
        Arrays.sort(values);
        return values[rounds / 2];
    }
}
