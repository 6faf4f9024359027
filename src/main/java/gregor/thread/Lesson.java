package gregor.thread;

import module java.base;

import static gregor.topic.TopicPicture.bars;

import gregor.list.Batch;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.list.Sample;
import gregor.producer.Producer;

/// The lesson on real data: drivers and warehouses write at the same time, and a hundred readers wait for them.
public final class Lesson {
    private static final int READERS = 100;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Lesson() {}

    public static void main(String... args) throws ExecutionException, InterruptedException {
        race();
        System.out
                .println("\nNow on real data: two writers at once, and " + READERS + " readers that wait for events.");
        guarded("lock", new SharedLog(new ListLog()));
        guarded("thread", new LogThread(new ListLog()));
        measure();
    }

    /// Plays every schedule of two appends, on an unguarded log and on two guarded ones.
    private static void race() {
        Log log = new ListLog();
        System.out.println("Two writers and a log without a guard:");
        Race.of(log, Event.of("late"), Event.of("ontime")).play("1 2 1 2 1 2").forEach(System.out::println);
        System.out.println("A reader finds " + new Consumer("", log).poll(9) + "; the other event is lost.");
        System.out.println("\nOf the " + Race.schedules(2, 3).size()
                + " ways to mix these two appends, an event is lost in " + Race.losses(ListLog::new)
                + " without a guard, in " + Race.losses(() -> new SharedLog(new ListLog())) + " with a lock, in "
                + Race.losses(() -> new LogThread(new ListLog())) + " with a thread.");
    }

    /// Writes both data sets at the same time. When all readers wait for more, the log is closed.
    private static void guarded(String guard, WaitingLog log) throws ExecutionException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<Future<List<Entry>>>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> readUntilClosed(log)));
            }
            Future<?> drivers = threads.submit(() -> write(Sample.deliveries(), 1, log));
            Future<?> warehouses = threads.submit(() -> write(Sample.shipping(), 2, log));
            drivers.get();
            warehouses.get();
            while (log.waiting() < READERS) {
                Thread.sleep(1);
            }
            System.out.printf("%nWith a %s, %d events. In order: drivers %b, warehouses %b.%n", guard, log.end(),
                    events(log, 1).equals(Sample.deliveries()), events(log, 2).equals(Sample.shipping()));
            log.close();
            var results = new HashSet<List<Entry>>();
            for (Future<List<Entry>> reader : readers) {
                results.add(reader.get());
            }
            System.out.println(READERS + " readers have read " + results.size() + " sequence of "
                    + results.iterator().next().size() + " events, and stopped when the log closed.");
        }
    }

    private static void write(List<Event> events, long producerId, Log log) {
        var producer = new Producer("", log, 20, new Origin(producerId, (short) 0, 0), InstantSource.system());
        events.forEach(producer::send);
        producer.flush();
    }

    private static List<Entry> readUntilClosed(WaitingLog log) {
        var read = new ArrayList<Entry>();
        var reader = new Consumer("", log);
        try {
            while (log.awaitEnd(reader.position(), MINUTE)) {
                read.addAll(reader.poll(500));
            }
        } catch (LogClosedException e) {
            return read;
        }
        throw new IllegalStateException("no event for " + MINUTE);
    }

    private static List<Event> events(Log log, long producerId) {
        var events = new ArrayList<Event>();
        for (Batch batch : log.read(0, Integer.MAX_VALUE)) {
            if (batch.origin().producerId() == producerId) {
                batch.forEach(entry -> events.add(entry.event()));
            }
        }
        return events;
    }

    private static void measure() {
        double alone = Stopwatch.append(log -> log, 1, 100_000);
        var times = new LinkedHashMap<String, Double>();
        times.put("unguarded, 1 writer", 1.0);
        for (int writers = 1; writers <= 2; writers++) {
            String title = writers == 1 ? ", 1 writer" : ", 2 writers";
            times.put("lock" + title, tenths(Stopwatch.append(SharedLog::new, writers, 100_000) / alone));
            times.put("thread" + title, tenths(Stopwatch.append(LogThread::new, writers, 2_000) / alone));
        }
        System.out.println("\nMeasured just now, roughly: the time of an append, as a multiple of the unguarded one.");
        bars(times);
        System.out.printf(
                "An append that wakes 1000 readers takes its writer %.1f times as long as one that " + "wakes 1.%n",
                Stopwatch.wake(1000) / Stopwatch.wake(1));
    }

    private static double tenths(double number) {
        return Math.round(10 * number) / 10.0;
    }
}
