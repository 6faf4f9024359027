package gregor.thread;

import static gregor.list.Picture.draw;

import gregor.deque.DequeLog;
import gregor.list.Batch;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.list.Sample;
import gregor.producer.Producer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Lesson 7 on real data: drivers and warehouses write at the same time, and a hundred readers wait for them.
public final class Lesson {
    private static final int READERS = 100;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Lesson() {}

    /// Tells the story.
    public static void main(String... args) throws ExecutionException, InterruptedException {
        race();
        System.out.println("\nNow on real data: two writers at once, and " + READERS + " readers who wait for news.");
        guarded("lock", new SharedLog(new ListLog()));
        guarded("thread", new LogThread(new ListLog()));
        bounded();
        measure();
    }

    /// Every way in which two appends can mix, on a log that nobody guards and on two that are guarded.
    private static void race() {
        Log log = new ListLog();
        System.out.println("Two writers, and nobody guards the log:");
        Race.of(log, Event.of("late"), Event.of("ontime")).play("1 2 1 2 1 2").forEach(System.out::println);
        System.out.println("A reader finds " + new Consumer("", log).poll(9) + ", and never hears of the other event.");
        System.out.println("\nOf the " + Race.schedules(2, 3).size()
                + " ways to mix these two appends, an event is lost in " + Race.losses(ListLog::new)
                + " without a guard, in " + Race.losses(() -> new SharedLog(new ListLog())) + " with a lock, in "
                + Race.losses(() -> new LogThread(new ListLog())) + " with a thread.");
    }

    /// The drivers and the warehouses at once. When all readers wait for more, there is no more: the log is closed.
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
            var stories = new HashSet<List<Entry>>();
            for (Future<List<Entry>> reader : readers) {
                stories.add(reader.get());
            }
            System.out.println(READERS + " readers have read " + stories.size() + " story of "
                    + stories.iterator().next().size() + " events, and went home when the log closed.");
        }
    }

    private static void write(List<Event> events, long producerId, Log log) {
        var producer = new Producer("", log, 20, new Origin(producerId, (short) 0, 0), InstantSource.system());
        events.forEach(producer::send);
        producer.flush();
    }

    private static List<Entry> readUntilClosed(WaitingLog log) {
        var story = new ArrayList<Entry>();
        var reader = new Consumer("", log);
        try {
            while (log.awaitEnd(reader.position(), MINUTE)) {
                story.addAll(reader.poll(500));
            }
        } catch (LogClosedException e) {
            return story;
        }
        throw new IllegalStateException("nothing came for " + MINUTE);
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

    /// A display that is slow, and drivers who are not: the log keeps 100 events at most, and the display sees all.
    private static void bounded() throws ExecutionException, InterruptedException {
        try (var log = new BoundedLog(new SharedLog(new DequeLog()), 100, MINUTE, "display");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var drivers = new Producer("drivers", log);
            var display = new Consumer("display", log);
            List<Event> deliveries = Sample.deliveries();
            Future<?> written = threads.submit(() -> deliveries.forEach(drivers::send));
            boolean held = true;
            while (display.position() < deliveries.size() && log.awaitEnd(display.position(), MINUTE)) {
                held &= log.end() - log.start() <= 100;
                display.poll(10);
                log.deleteBefore(display.position());
                log.reached("display", display.position());
            }
            written.get();
            System.out.println("\nA display that must see every delivery, and a log with room for 100. "
                    + "Never more than 100: " + held + ". Seen by the display: all " + display.position() + ".");
            draw(log, drivers, display);
        }
    }

    private static void measure() {
        double alone = Stopwatch.append(log -> log, 1, 100_000);
        var bars = new LinkedHashMap<String, Double>();
        bars.put("unguarded, 1 writer", 1.0);
        for (int writers = 1; writers <= 2; writers++) {
            String who = writers == 1 ? ", 1 writer" : ", 2 writers";
            bars.put("lock" + who, Stopwatch.append(SharedLog::new, writers, 100_000) / alone);
            bars.put("thread" + who, Stopwatch.append(LogThread::new, writers, 2_000) / alone);
        }
        System.out.println("\nMeasured just now, roughly: the time of an append, as a multiple of the unguarded one.");
        System.out.println(Bars.of(bars));
        System.out.printf("An append that wakes 1000 readers takes its writer %.1f times as long as one that "
                + "wakes 1.%n", Stopwatch.wake(1000) / Stopwatch.wake(1));
    }
}
