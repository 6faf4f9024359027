package gregor.guarantee;

import module java.base;

import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.ControlRecord;
import gregor.packed.PackedBatch;

/// Transactions for readers that do not know of them.
public final class SampleTransactions {
    private SampleTransactions() {}

    /// Appends an aborted event at offset 0, its marker, and an event of an open transaction at offset 2.
    public static void append(Log log) {
        log.append(event(1, "aborted"));
        abort(log, 1);
        log.append(event(2, "open"));
    }

    /// Aborts the open transaction, whose marker is at offset 3.
    public static void abort(Log log) {
        abort(log, 2);
    }

    private static void abort(Log log, long producer) {
        log.append(ControlRecord.marker(ControlRecord.Type.ABORT, new Origin(producer, (short) 0, -1), 0, 0));
    }

    private static Batch event(long producer, String text) {
        return PackedBatch.of(ListBatch.of(new Origin(producer, (short) 0, 0), List.of(Event.of(text))), Codec.NONE)
                .transactional();
    }
}
