package gregor.thread;

import gregor.list.Consumer;
import gregor.list.Event;
import gregor.list.Log;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Writers on threads of their own, and a conductor who says whose step is next: a race that can be run again.
///
/// A step ends where the writer's code calls [#pause(String)]. A writer that stands at somebody's lock uses its
/// turn up by waiting. One thread, the conductor, calls this. Who is not played to the end waits for ever.
public final class Race {
    private final List<Writer> writers = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();

    /// Lets writers take their places. Writer 1 is the first of them.
    public Race(Runnable... writers) {
        for (Runnable writer : writers) {
            this.writers.add(new Writer(this.writers.size() + 1, writer));
        }
    }

    /// Lets each event be appended to a log by a writer of its own.
    public static Race of(Log log, Event... events) {
        Runnable[] writers = new Runnable[events.length];
        for (int i = 0; i < events.length; i++) {
            var batch = new SlowBatch(events[i]);
            writers[i] = () -> log.append(batch);
        }
        return new Race(writers);
    }

    /// Ends a step of the writer that calls this, and says what it has done. Anybody else just goes on.
    public static void pause(String done) {
        if (Thread.currentThread() instanceof Writer writer) {
            writer.pause(done);
        }
    }

    /// Lets a writer do its next step, and says what that was.
    ///
    /// @throws IllegalArgumentException if there is no such writer
    public String step(int writer) {
        if (writer < 1 || writer > writers.size()) {
            throw new IllegalArgumentException("there is no writer " + writer + ": they are 1 to " + writers.size());
        }
        boolean alone = writers.stream().filter(Writer::isUnderWay).count() == 1;
        String line = writer + " " + writers.get(writer - 1).step(alone);
        trace.add(line);
        return line;
    }

    /// Plays a schedule such as `1 2 1 2`, and then lets one after the other finish. Returns who did what.
    ///
    /// @throws IllegalArgumentException if it names a writer who is not there; what came before has been played
    public List<String> play(String schedule) {
        for (String writer : schedule.strip().split("\\s+")) {
            step(Integer.parseInt(writer));
        }
        for (int turn = 0; writers.stream().anyMatch(Writer::isUnderWay); turn++) {
            if (writers.get(turn % writers.size()).isUnderWay()) {
                step(turn % writers.size() + 1);
            }
        }
        return List.copyOf(trace);
    }

    /// All schedules by which some writers can do so many steps each.
    public static List<String> schedules(int writers, int steps) {
        var schedules = new ArrayList<String>();
        int[] left = new int[writers];
        Arrays.fill(left, steps);
        extend("", left, schedules);
        return schedules;
    }

    /// Counts the ways to mix two appends, three steps each, after which a reader finds less than two events.
    public static int losses(Supplier<? extends Log> maker) {
        int losses = 0;
        for (String schedule : schedules(2, 3)) {
            Log log = maker.get();
            of(log, Event.of("a"), Event.of("b")).play(schedule);
            losses += new Consumer("reader", log).poll(2).size() < 2 ? 1 : 0;
        }
        return losses;
    }

    private static void extend(String played, int[] left, List<String> schedules) {
        boolean ended = true;
        for (int i = 0; i < left.length; i++) {
            if (left[i] > 0) {
                ended = false;
                left[i]--;
                extend(played + (i + 1) + " ", left, schedules);
                left[i]++;
            }
        }
        if (ended) {
            schedules.add(played.strip());
        }
    }

    /// Somebody who does only what the conductor lets it do.
    private static final class Writer extends Thread {
        private final Semaphore go = new Semaphore(0);
        private final Semaphore back = new Semaphore(0);
        private final Runnable code;
        private volatile boolean onStage;
        private volatile boolean finished;
        private volatile String done;
        private boolean late;

        Writer(int number, Runnable code) {
            super("writer " + number);
            this.code = code;
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            awaitTurn();
            try {
                code.run();
                done = "is done";
            } catch (RuntimeException e) {
                done = "fails: " + e.getMessage();
            }
            finished = true;
            back.release();
        }

        void pause(String what) {
            done = what;
            onStage = false;
            back.release();
            awaitTurn();
        }

        private void awaitTurn() {
            go.acquireUninterruptibly();
            onStage = true;
        }

        /// Lets it go on and waits until it is back. Unless nobody else is left, it may also stand at a lock.
        String step(boolean alone) {
            if (!isUnderWay()) {
                return "was done before";
            }
            if (!late) {
                go.release();
            }
            late = false;
            while (!late && !back.tryAcquire()) {
                late = !alone && isStuck();
                Thread.yield();
            }
            return late ? "waits" : done;
        }

        boolean isUnderWay() {
            return !finished || late;
        }

        private boolean isStuck() {
            return onStage && getState() != State.RUNNABLE && back.availablePermits() == 0;
        }
    }
}
