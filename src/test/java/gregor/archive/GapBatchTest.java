package gregor.archive;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import org.junit.jupiter.api.Test;

class GapBatchTest {
    @Test
    void theGapMovesWithItsEvents() {
        var events = new ListBatch(Origin.UNKNOWN, List.of(new Entry(5, Event.of("a")), new Entry(8, Event.of("b"))));
        Batch moved = new GapBatch(3, events).at(10);
        assertThat(moved.baseOffset()).isEqualTo(10);
        assertThat(moved).extracting(Entry::offset).containsExactly(12L, 15L);
        assertThat(moved.lastOffset()).isEqualTo(15);
    }
}
