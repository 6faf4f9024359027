package gregor.guarantee;

import module java.base;

import static gregor.packed.ControlRecord.Type.ABORT;
import static gregor.packed.ControlRecord.Type.COMMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Consumer;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.ListLog;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.ControlRecord;
import gregor.packed.PackedBatch;
import org.junit.jupiter.api.Test;

/// What readers of committed events get from a log with transactions of two producers, 1 and 2.
class CommittedLogTest {
    private final TransactionalLog log = new TransactionalLog(new ListLog());
    private final int[] sequences = new int[3];

    private void append(int producer, String text, boolean transactional) {
        var origin = new Origin(producer, (short) 0, sequences[producer]++);
        PackedBatch batch = PackedBatch.of(ListBatch.of(origin, List.of(Event.of(text))), Codec.NONE);
        log.append(transactional ? batch.transactional() : batch);
    }

    private void write(int producer, String text) {
        append(producer, text, true);
    }

    private void end(int producer, ControlRecord.Type type) {
        log.end(new Origin(producer, (short) 0, -1), type);
    }

    private String committed() {
        return String.join(" ", new Consumer("C", log.committed()).poll(100).stream()
                .map(entry -> entry.offset() + ":" + entry.event().text()).toList());
    }

    @Test
    void committedEventsAreReadAndMarkersAreNot() {
        write(1, "a");
        write(1, "b");
        end(1, COMMIT);
        append(2, "c", false);
        assertThat(committed()).isEqualTo("0:a 1:b 3:c");
        assertThat(log.committed().end()).isEqualTo(log.end()).isEqualTo(4);
        assertThat(log.committed().read(0, 1000)).as("batches, of which the marker is none").hasSize(3);
    }

    @Test
    void abortedEventsAreSkipped() {
        write(1, "a");
        write(2, "b");
        end(1, ABORT);
        end(2, COMMIT);
        write(1, "c");
        end(1, COMMIT);
        assertThat(committed()).isEqualTo("1:b 4:c");
    }

    @Test
    void theLogEndsBeforeTheFirstOpenTransaction() {
        append(2, "before", false);
        write(1, "a");
        append(2, "after", false);
        assertThat(committed()).isEqualTo("0:before");
        assertThat(log.committed().end()).isEqualTo(1);
        end(1, COMMIT);
        assertThat(committed()).isEqualTo("0:before 1:a 2:after");
    }

    @Test
    void aReadBeforeTheStartOrAfterTheEndIsRefusedAndOneOfAnOpenTransactionIsEmpty() {
        append(2, "deleted", false);
        append(2, "kept", false);
        write(1, "a");
        log.deleteBefore(1);
        assertThat(log.committed().read(2, 1000)).isEmpty();
        assertThat(log.committed().read(3, 1000)).as("at the end of the wrapped log").isEmpty();
        assertThatThrownBy(() -> log.committed().read(0, 1000)).isInstanceOf(OffsetOutOfRangeException.class);
        assertThatThrownBy(() -> log.committed().read(4, 1000)).isInstanceOf(OffsetOutOfRangeException.class);
    }

    @Test
    void aTransactionThatEndsBehindAnOpenOneWaitsForIt() {
        write(1, "a");
        write(2, "b");
        end(2, COMMIT);
        assertThat(committed()).isEmpty();
        end(1, ABORT);
        assertThat(committed()).isEqualTo("1:b");
    }

    @Test
    void aReadThatFindsOnlyAbortedEventsContinuesBehindThem() {
        for (int i = 0; i < 20; i++) {
            write(1, "aborted");
        }
        end(1, ABORT);
        append(2, "a", false);
        assertThat(log.committed().read(0, 1)).hasSize(1);
        assertThat(committed()).isEqualTo("21:a");
    }
}
