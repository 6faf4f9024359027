package gregor.guarantee;

import module java.base;

import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.ListLog;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.ControlRecord;
import gregor.packed.PackedBatch;

/// The lesson on a few payments: a response that is lost, with and without sequence numbers, and a transaction that is
/// aborted.
public final class Lesson {
    private static final long PRODUCER = 7;

    private Lesson() {}

    public static void main(String... args) {
        var plain = new ListLog();
        plain.append(payment(0, "rent"));
        System.out.println("The broker has the rent at offset 0. Its response is lost, and the producer sends again:");
        plain.append(payment(0, "rent"));
        System.out.println("  without sequence numbers the log has " + plain);

        var log = new TransactionalLog(new ListLog());
        log.append(payment(0, "rent"));
        System.out.println("  with them the second one gets offset " + log.append(payment(0, "rent"))
                + ", and the log has " + texts(new Consumer("all", log)));
        missing(log);
        aborted(log);
    }

    private static void missing(TransactionalLog log) {
        try {
            log.append(payment(2, "gas"));
        } catch (ProducerException e) {
            System.out.println("A batch is lost, and the next one arrives: " + e.getMessage());
        }
    }

    private static void aborted(TransactionalLog log) {
        log.append(payment(1, "water").transactional());
        System.out.println("\nA transaction is open. The log ends at " + log.end()
                + ", for readers of committed events at " + log.committed().end());
        log.end(producer(0), ControlRecord.Type.ABORT);
        log.append(payment(2, "light").transactional());
        log.end(producer(0), ControlRecord.Type.COMMIT);
        System.out.println("After an abort and a commit there are " + log.end() + " offsets:");
        System.out.println("  a reader of all events sees     " + texts(new Consumer("all", log)));
        System.out.println("  a reader of committed ones sees " + texts(new Consumer("committed", log.committed())));
        log.end(producer(1), ControlRecord.Type.ABORT);
        try {
            log.append(payment(3, "zombie"));
        } catch (ProducerException e) {
            System.out.println("The producer was replaced, and comes back: " + e.getMessage());
        }
    }

    private static Origin producer(int epoch) {
        return new Origin(PRODUCER, (short) epoch, -1);
    }

    private static PackedBatch payment(int sequence, String text) {
        return PackedBatch.of(ListBatch.of(new Origin(PRODUCER, (short) 0, sequence), List.of(Event.of(text))),
                Codec.NONE);
    }

    private static List<String> texts(Consumer consumer) {
        return consumer.poll(100).stream().map(Entry::event).map(Event::text).toList();
    }
}
