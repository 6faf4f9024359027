package gregor.producer;

import module java.base;

import static gregor.list.Picture.draw;

import gregor.list.Batch;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.list.Sample;

/// The lesson on real data: the drivers and the warehouses write into one log, each in batches.
public final class Lesson {
    private Lesson() {}

    public static void main(String... args) {
        Log log = new ListLog();
        var drivers = new Producer("drivers", log, 20, new Origin(1, (short) 0, 0), InstantSource.system());
        var warehouses = new Producer("warehouses", log, 50, new Origin(2, (short) 0, 0), InstantSource.system());
        var opener = new Consumer("opener", log);
        send(Sample.deliveries(), drivers, Sample.shipping(), warehouses);
        System.out.println("Collected and not yet appended: " + drivers.collected() + " and " + warehouses.collected()
                + " events.");
        var newcomer = new Consumer("newcomer", log);
        newcomer.seekToEnd();
        drivers.flush();
        warehouses.flush();
        draw(log, drivers, warehouses, opener, newcomer);

        System.out.println("\nThe newcomer began at the end, so it reads only what was flushed after that: "
                + newcomer.poll(100).size() + " events.");
        report(log);
    }

    /// Sends the events of two sources in the order of their timestamps.
    private static void send(List<Event> left, Producer p1, List<Event> right, Producer p2) {
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            if (j == right.size() || i < left.size() && left.get(i).timestamp() <= right.get(j).timestamp()) {
                p1.send(left.get(i++));
            } else {
                p2.send(right.get(j++));
            }
        }
    }

    private static void report(Log log) {
        Map<Long, Integer> next = new TreeMap<>();
        int batches = 0;
        int events = 0;
        int older = 0;
        long latest = 0;
        for (Batch batch : log.read(log.start(), Integer.MAX_VALUE)) {
            Origin origin = batch.origin();
            int expected = next.getOrDefault(origin.producerId(), 0);
            if (origin.sequence() != expected) {
                throw new IllegalStateException(origin + " should follow " + expected);
            }
            batches++;
            for (Entry entry : batch) {
                events++;
                older += entry.event().timestamp() < latest ? 1 : 0;
                latest = Math.max(latest, entry.event().timestamp());
                expected++;
            }
            next.put(origin.producerId(), expected);
        }
        System.out
                .println(events + " events came in " + batches + " batches, each producer's in its own order: " + next);
        System.out.println("But " + older + " of them are older than an event before them: "
                + "the log has the order of arrival, not of the timestamps.");
    }
}
