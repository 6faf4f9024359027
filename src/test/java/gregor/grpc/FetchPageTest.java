package gregor.grpc;

import module java.base;

import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Hollow;
import gregor.list.ListBatch;
import gregor.list.ListLog;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.Origin;
import org.junit.jupiter.api.Test;

/// A log of ten events, each of 100 bytes in a reply.
class FetchPageTest {
    private final ListLog log = new ListLog();

    FetchPageTest() {
        log.append(ListBatch.of(Event.of("0"), Event.of("1"), Event.of("2"), Event.of("3")));
        log.append(
                ListBatch.of(Event.of("4"), Event.of("5"), Event.of("6"), Event.of("7"), Event.of("8"), Event.of("9")));
    }

    private FetchPage read(long from, int wanted) {
        return FetchPage.read(log, from, wanted, entry -> 100);
    }

    private static List<Long> offsets(FetchPage page) {
        return page.entries().stream().map(Entry::offset).toList();
    }

    @Test
    void itHasAsManyAsFitAndSaysWhereToGoOn() {
        assertThat(offsets(read(0, 1000))).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(offsets(read(0, 300))).containsExactly(0L, 1L, 2L);
        assertThat(read(0, 300).next()).isEqualTo(3);
        assertThat(offsets(read(0, 399))).containsExactly(0L, 1L, 2L);
    }

    @Test
    void itMayBeginInTheMiddleOfABatch() {
        assertThat(offsets(read(2, 200))).containsExactly(2L, 3L);
        assertThat(offsets(read(5, 1000))).containsExactly(5L, 6L, 7L, 8L, 9L);
        assertThat(read(5, 1000).next()).isEqualTo(10);
    }

    @Test
    void oneEventAtLeastIfThereIsAny() {
        assertThat(offsets(read(4, 1))).containsExactly(4L);
        assertThat(read(4, 1).isEmpty()).isFalse();
        assertThat(read(10, 1).isEmpty()).isTrue();
        assertThat(read(10, 1).next()).isEqualTo(10);
    }

    @Test
    void itGoesOnBehindAGap() {
        log.append(new ListBatch(Origin.UNKNOWN, List.of(new Entry(0, Event.of("10")))));
        log.replace(11, List.of(new ListBatch(Origin.UNKNOWN, List.of(new Entry(3, Event.of("3"))))));
        assertThat(offsets(read(0, 1000))).containsExactly(3L);
        assertThat(read(0, 1000).next()).isEqualTo(4);
        assertThat(read(4, 1000)).isEqualTo(new FetchPage(List.of(), 4));
    }

    @Test
    void emptyOffsetsAtTheEndOfABatchArePassedOver() {
        log.append(Event.of("10"));
        log.replace(10, List.of(new Hollow(ListBatch.of(Event.of("0"), Event.of("1")), 9)));
        assertThat(offsets(read(0, 200))).containsExactly(0L, 1L);
        assertThat(read(0, 200).next()).isEqualTo(10);
    }

    @Test
    void anOffsetOutOfRangeIsAnError() {
        assertThatThrownBy(() -> read(11, 100)).isInstanceOf(OffsetOutOfRangeException.class);
    }

    @Test
    void anEventThatNoReplyHoldsIsNamed() {
        assertThatThrownBy(() -> FetchPage.read(log, 3, FetchPage.MAX_BYTES, entry -> FetchPage.MAX_BYTES + 1))
                .isInstanceOf(TooLargeException.class).has(messageWith("the event at offset 3"));
        assertThat(offsets(FetchPage.read(log, 3, 1, entry -> FetchPage.MAX_BYTES))).containsExactly(3L);
    }
}
