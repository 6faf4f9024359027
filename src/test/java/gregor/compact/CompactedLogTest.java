package gregor.compact;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.ListLog;
import gregor.list.Log;
import org.junit.jupiter.api.Test;

class CompactedLogTest {
    private final Log inside = new ListLog();
    private final Log log = new CompactedLog(inside);

    @Test
    void anEventWithoutAKeyIsRefused() {
        assertThatThrownBy(() -> log.append(Event.of("1"))).isInstanceOf(MissingKeyException.class)
                .hasMessageContaining("event 0 of the batch");
        assertThatThrownBy(() -> log.append(new Event(0, null, null, List.of()))).as("a tombstone without a key")
                .isInstanceOf(MissingKeyException.class);
        assertThat(inside.end()).isZero();
    }

    @Test
    void ofABatchWithOneSuchEventNothingIsAppended() {
        assertThatThrownBy(() -> log.append(ListBatch.of(Event.of("a", "1"), Event.of("b", "1"), Event.of("1"))))
                .isInstanceOf(MissingKeyException.class).hasMessageContaining("event 2 of the batch");
        assertThat(inside.end()).isZero();
        assertThat(log.append(Event.of("a", "1"))).as("the log goes on").isZero();
    }

    @Test
    void anEmptyKeyAndATombstoneAreWelcome() {
        log.append(ListBatch.of(Event.of("", "1"), Event.of("a", null)));
        assertThat(inside.entries(0)).hasToString("[0:=1, 1:a=null]");
        assertThat(inside.read(0, 100)).as("one batch").hasSize(1);
        log.append(Event.of("a", "1"));
        assertThatThrownBy(() -> log.append(Event.of("1"))).hasMessageContaining("event 0 of the batch");
    }

    @Test
    void otherwiseItIsTheLogInside() {
        log.append(Event.of("a", "1"));
        assertThat(log.append(Event.of("a", "2"))).as("the offset of the second event").isEqualTo(1);
        log.append(Event.of("a", "3"));
        new Compactor(log, CompactionSettings.DEFAULT, () -> Instant.EPOCH).compact();
        assertThat(log).hasToString("[1:a=2, 2:a=3]");
        log.deleteBefore(2);
        assertThat(log.start()).isEqualTo(inside.start()).isEqualTo(2);
        assertThat(log.end()).isEqualTo(inside.end()).isEqualTo(3);
        assertThat(log.sizeInBytes()).isEqualTo(inside.sizeInBytes()).isEqualTo(2);
        assertThat(log.read(2, 100)).hasSize(1);
    }
}
