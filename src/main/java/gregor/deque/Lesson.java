package gregor.deque;

import static gregor.list.Picture.draw;

import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Origin;
import gregor.list.Sample;
import gregor.producer.Producer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Lesson 3 on real data: a log that remembers one week, and an archive that has the rest.
public final class Lesson {
    private Lesson() {}

    /// Tells the story.
    public static void main(String... args) {
        Path file = Sample.home().resolve("data/archive/deliveries.csv");
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear the archive of the last run, " + file, e);
        }
        try (CsvArchive archive = CsvArchive.open(file)) {
            twentyAndTen(archive);
        }
        try (CsvArchive archive = CsvArchive.open(file)) {
            oneWeek(archive);
        }
    }

    /// Toy Kafka's rule: of more than 20 events, the first 10 leave.
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
        System.out.println("One more, and the first 10 leave; " + (log.end() - log.start()) + " stay:");
        draw(log, slow);
        List<Entry> next = OffsetReset.EARLIEST.poll(slow, 1);
        System.out.println("The slow one has read up to offset 3. Now it reads " + next + ", and has missed six.");
    }

    /// A clock that follows the events, and a log that keeps seven days of them.
    private static void oneWeek(CsvArchive archive) {
        Instant[] now = {Instant.EPOCH};
        var log = new SpillingLog(new DequeLog(), Retention.age(Duration.ofDays(7)), archive, () -> now[0]);
        var drivers = new Producer("drivers", log, 50, Origin.UNKNOWN, () -> now[0]);
        long most = 0;
        for (Event event : Sample.deliveries()) {
            Instant time = Instant.ofEpochMilli(event.timestamp());
            now[0] = time.isAfter(now[0]) ? time : now[0];
            drivers.send(event);
            most = Math.max(most, log.end() - log.start());
        }
        drivers.flush();
        System.out.printf("%nAll four weeks, kept for seven days each: of %d events the log never held more than %d.%n",
                log.end(), most);
        draw(log, drivers);
        log.problem().ifPresent(problem -> {
            throw problem;
        });
        System.out.println("The archive has what left, offsets 0 to " + (archive.end() - 1) + ".");
    }
}
