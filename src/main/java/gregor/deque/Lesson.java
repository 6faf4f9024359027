package gregor.deque;

import module java.base;

import static gregor.list.Picture.draw;

import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Origin;
import gregor.list.Sample;
import gregor.producer.Producer;

/// The lesson on real data: a log that retains one week, and an archive with the rest.
public final class Lesson {
    private Lesson() {}

    public static void main(String... args) {
        Path file = Sample.home().resolve("data/archive/deliveries.csv");
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear the archive of the last run, " + file, e);
        }
        twentyAndTen(CsvArchive.open(file));
        oneWeek(CsvArchive.open(file));
    }

    /// Toy Kafka's rule: when there are more than 20 events, the first 10 are deleted.
    private static void twentyAndTen(CsvArchive archive) {
        List<Event> deliveries = Sample.deliveries();
        var log = new SpillingLog(new DequeLog(), Retention.count(20, 10), archive, () -> Instant.EPOCH);
        for (Event event : deliveries.subList(0, 20)) {
            log.append(event);
        }
        var slow = new Consumer("slow", log);
        slow.poll(4);
        draw(log, slow);
        log.append(deliveries.get(20));
        System.out.println("One more, and the first 10 are deleted; " + (log.end() - log.start()) + " remain:");
        draw(log, slow);
        List<Entry> next = OffsetReset.EARLIEST.poll(slow, 1);
        System.out.println(
                "The slow consumer has read up to offset 3. Now it reads " + next + ", and has missed six events.");
    }

    /// A clock that follows the events, and a log that retains seven days of them.
    private static void oneWeek(CsvArchive archive) {
        Instant[] now = {Instant.EPOCH};
        var log = new SpillingLog(new DequeLog(), Retention.age(Duration.ofDays(7)), archive, () -> now[0]);
        var drivers = new Producer("drivers", log, 50, Origin.UNKNOWN, () -> now[0]);
        long max = 0;
        for (Event event : Sample.deliveries()) {
            Instant time = Instant.ofEpochMilli(event.timestamp());
            now[0] = time.isAfter(now[0]) ? time : now[0];
            drivers.send(event);
            max = Math.max(max, log.end() - log.start());
        }
        drivers.flush();
        System.out.printf("%nAll four weeks, retained for seven days: of %d events the log never held more than %d.%n",
                log.end(), max);
        draw(log, drivers);
        log.problem().ifPresent(problem -> {
            throw problem;
        });
        System.out.println("The archive has the deleted events, offsets 0 to " + (archive.end() - 1) + ".");
    }
}
