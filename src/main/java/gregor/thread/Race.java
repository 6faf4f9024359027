package gregor.thread;

import module java.base;

import gregor.list.Batch;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;

/// A race that can be repeated: writers on their own threads, and one thread that decides which writer takes the next
/// step.
///
/// A step ends where the writer's code calls [#pause(String)]. A writer that waits at a lock uses up its turn. One
/// thread at a time may call this class, apart from `pause`. A writer that is not played to its end waits forever.
public final class Race {
    private final List<Writer> writers = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();

    /// Starts a thread for each writer. The first one is writer 1.
    public Race(Runnable... writers) {
        for (Runnable writer : writers) {
            this.writers.add(new Writer(this.writers.size() + 1, writer));
        }
    }

    /// Makes a race in which each event is appended to a log by its own writer.
    public static Race of(Log log, Event... events) {
        Runnable[] writers = new Runnable[events.length];
        for (int i = 0; i < events.length; i++) {
            var batch = new SlowBatch(ListBatch.of(events[i]));
            writers[i] = () -> log.append(batch);
        }
        return new Race(writers);
    }

    /// Ends the current step of the calling writer and reports what the step did. Does nothing on other threads.
    public static void pause(String done) {
        if (Thread.currentThread() instanceof Writer writer) {
            writer.pause(done);
        }
    }

    /// Runs the next step of a writer and returns a description of it.
    ///
    /// @throws IllegalArgumentException if the number is not that of a writer
    public String step(int writer) {
        if (writer < 1 || writer > writers.size()) {
            throw new IllegalArgumentException("unknown writer " + writer + "; give 1 to " + writers.size());
        }
        boolean alone = writers.stream().filter(Writer::isUnderWay).count() == 1;
        String line = writer + " " + writers.get(writer - 1).step(alone);
        trace.add(line);
        return line;
    }

    /// Plays a schedule such as `1 2 1 2`, then the remaining steps in turn. Returns a line for each step.
    ///
    /// @throws IllegalArgumentException if the schedule names an unknown writer; the steps before it have been played
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

    /// Returns all schedules of a number of writers with a number of steps each.
    public static List<String> schedules(int writers, int steps) {
        var schedules = new ArrayList<String>();
        int[] left = new int[writers];
        Arrays.fill(left, steps);
        extend("", left, schedules);
        return schedules;
    }

    /// Counts the schedules of two appends, three steps each, after which a reader finds fewer than two events.
    public static int losses(Supplier<? extends Log> logs) {
        int losses = 0;
        for (String schedule : schedules(2, 3)) {
            Log log = logs.get();
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

    /// A thread that runs one step at a time.
    private static final class Writer extends Thread {
        private final Semaphore go = new Semaphore(0);
        private final Semaphore ended = new Semaphore(0);
        private final Runnable code;
        private volatile boolean inStep;
        private volatile boolean finished;
        private volatile String done;
        private boolean blocked;

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
            ended.release();
        }

        void pause(String what) {
            done = what;
            inStep = false;
            ended.release();
            awaitTurn();
        }

        private void awaitTurn() {
            go.acquireUninterruptibly();
            inStep = true;
        }

        /// Runs one step and waits for its end. If other writers can still run, the step may also end at a lock.
        String step(boolean alone) {
            if (!isUnderWay()) {
                return "was done before";
            }
            if (!blocked) {
                go.release();
            }
            blocked = false;
            while (!blocked && !ended.tryAcquire()) {
                blocked = !alone && isStuck();
                Thread.yield();
            }
            return blocked ? "waits" : done;
        }

        boolean isUnderWay() {
            return !finished || blocked;
        }

        private boolean isStuck() {
            return inStep && getState() != State.RUNNABLE && ended.availablePermits() == 0;
        }
    }

    /// A batch of one event that pauses where a log asks for its place, and where it asks for its last offset.
    ///
    /// `ListLog#append` does both: it places the batch after reading its own end, and reads the last offset when the
    /// batch is in the list. So the race needs no change in the log's code.
    private record SlowBatch(Batch batch) implements Batch {
        @Override
        public Batch at(long baseOffset) {
            pause("has read the end: " + baseOffset);
            return new SlowBatch(batch.at(baseOffset));
        }

        @Override
        public long lastOffset() {
            pause("has put its event into the list, as number " + baseOffset());
            return batch.lastOffset();
        }

        @Override
        public long baseOffset() {
            return batch.baseOffset();
        }

        @Override
        public long maxTimestamp() {
            return batch.maxTimestamp();
        }

        @Override
        public int sizeInBytes() {
            return batch.sizeInBytes();
        }

        @Override
        public Origin origin() {
            return batch.origin();
        }

        @Override
        public Iterator<Entry> iterator() {
            return batch.iterator();
        }

        @Override
        public String toString() {
            return batch.toString();
        }
    }
}
