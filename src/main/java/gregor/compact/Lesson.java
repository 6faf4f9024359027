package gregor.compact;

import module java.base;

import static gregor.list.Picture.draw;

import gregor.deque.DequeLog;
import gregor.list.Event;
import gregor.list.Log;
import gregor.list.Sample;
import gregor.list.Utf8;

/// The lesson on real data: the place of every parcel and the delays of every vehicle, each in a compacted log.
public final class Lesson {
    private static final CompactionSettings DAILY = new CompactionSettings(0.5, Duration.ZERO, Duration.ofHours(24),
            500);

    private Lesson() {}

    public static void main(String... args) {
        parcels();
        vehicles();
    }

    /// Writes the log of the parcels. An arrived parcel gets a tombstone; every 500 events the log is compacted if that
    /// is due.
    private static void parcels() {
        Instant[] now = {Instant.EPOCH};
        Log log = new CompactedLog(new DequeLog());
        var compactor = new Compactor(log, DAILY, () -> now[0]);
        List<Event> reports = Sample.shipping();
        int count = 0;
        for (Event report : reports) {
            Instant time = Instant.ofEpochMilli(report.timestamp());
            now[0] = time.isAfter(now[0]) ? time : now[0];
            log.append(report);
            if (report.text().startsWith("parcel--arrived")) {
                log.append(new Event(report.timestamp(), report.key(), null, List.of()));
            }
            if (++count % 500 == 0 && compactor.isDue()) {
                compact(log, compactor);
            }
        }
        draw(log);
        var table = Table.of(log);
        System.out.println("\nThe table has " + table.rows().size() + " parcels that have not arrived, of "
                + reports.stream().map(report -> new Key(report.key())).distinct().count() + ".");
        late(table, reports);
    }

    private static void compact(Log log, Compactor compactor) {
        int before = log.entries(log.start()).size();
        double ratio = compactor.dirtyRatio();
        compactor.compact();
        System.out.printf("end %5d: %3.0f %% is dirty, %5d events become %4d%n", log.end(), 100 * ratio, before,
                log.entries(log.start()).size());
    }

    /// Prints the parcels whose older report was appended after the tombstone: the latest event is the last one
    /// appended.
    private static void late(Table table, List<Event> reports) {
        List<Key> arrived = reports.stream().filter(report -> report.text().startsWith("parcel--arrived"))
                .map(report -> new Key(report.key())).filter(key -> table.row(key).isPresent()).toList();
        System.out.println(arrived.size() + " of them have been delivered: "
                + "an older report was appended after the tombstone. " + arrived);
    }

    /// Counts in a table, appends each change to a log, and makes the same table from that log.
    private static void vehicles() {
        Log changes = new CompactedLog(new DequeLog());
        var counts = Table.of(changes);
        for (Event delivery : Sample.deliveries()) {
            if (delivery.text().contains("--late--")) {
                String vehicle = Utf8.show(delivery.key());
                int late = Integer.parseInt(counts.text(vehicle).orElse("0"));
                changes.append(Event.of(vehicle, "" + (late + 1)));
                counts.update();
            }
        }
        System.out.println("\nLate deliveries are counted in a table, and each change is an event of a log, "
                + changes.end() + " changes:");
        draw(changes);
        new Compactor(changes, DAILY, () -> Instant.EPOCH).compact();
        System.out.println("After the compaction:");
        draw(changes);
        var again = Table.of(changes);
        System.out.println("The table made from that log has " + again.rows().size() + " vehicles"
                + (again.rows().equals(counts.rows()) ? ", the same" : ", others") + " as before; bike-56 was late "
                + again.text("bike-56").orElse("0") + " times.");
    }
}
