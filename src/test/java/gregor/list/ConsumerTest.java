package gregor.list;

import module java.base;

import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumerTest {
    private final Log log = new ListLog();
    private Consumer consumer;

    @BeforeEach
    void sixEvents() {
        for (int i = 0; i < 6; i++) {
            log.append(Event.of("" + i));
        }
        consumer = new Consumer("C", log);
    }

    @Test
    void beginsAtTheEarliest() {
        assertThat(consumer.next()).hasToString("Optional[0:0]");
        assertThat(consumer.position()).isEqualTo(1);
    }

    @Test
    void afterTheLatestItHoldsTheRealOffset() {
        assertThat(consumer.latest()).hasToString("Optional[5:5]");
        assertThat(consumer.position()).as("the position after reading event 5").isEqualTo(6);
        log.append(Event.of("new"));
        assertThat(consumer.next()).hasToString("Optional[6:new]");
    }

    @Test
    void readsTheEventAtAnOffset() {
        assertThat(consumer.at(3)).hasToString("Optional[3:3]");
        assertThat(consumer.position()).isEqualTo(4);
    }

    @Test
    void anEmptyLogHasNoEarliestAndNoLatest() {
        var lonely = new Consumer("C", new ListLog());
        assertThat(lonely.earliest()).isEmpty();
        assertThat(lonely.latest()).isEmpty();
        assertThat(lonely.position()).isZero();
    }

    @Test
    void beginsWhereTheLogBeginsAndFindsTheEarliestAgain() {
        log.deleteBefore(2);
        var late = new Consumer("D", log);
        assertThat(late.position()).as("a new consumer's position").isEqualTo(2);
        late.poll(3);
        assertThat(late.earliest()).hasToString("Optional[2:2]");
    }

    @Test
    void toStringNamesTheConsumerAndItsPosition() {
        consumer.poll(2);
        assertThat(consumer.name()).isEqualTo("C");
        assertThat(consumer.readPosition()).hasValue(2);
        assertThat(consumer).hasToString("C(2)");
    }

    @Test
    void pollsSomeAtATimeAndMissesNone() {
        assertThat(consumer.poll(4)).hasToString("[0:0, 1:1, 2:2, 3:3]");
        assertThat(consumer.poll(4)).hasToString("[4:4, 5:5]");
        assertThat(consumer.poll(4)).isEmpty();
        assertThat(consumer.position()).isEqualTo(6);
    }

    @Test
    void pollsFromTheMiddleOfABatch() {
        log.append(ListBatch.of(Event.of("6"), Event.of("7"), Event.of("8")));
        consumer.seek(7);
        assertThat(consumer.poll(1)).hasToString("[7:7]");
        assertThat(consumer.poll(9)).hasToString("[8:8]");
    }

    @Test
    void pollsAcrossAGap() {
        List<Entry> old = log.entries(0);
        log.replace(5, List.of(new ListBatch(Origin.UNKNOWN, List.of(old.get(1), old.get(2)))));
        consumer.seek(3);
        assertThat(consumer.poll(9)).hasToString("[5:5]");
    }

    @Test
    void pollsOnBehindABatchThatHoldsNothingForIt() {
        long large = log.append(new Event(0, null, new byte[1 << 20], List.of()));
        log.append(Event.of("gone"));
        long next = log.append(Event.of("next"));
        log.replace(next, List.of(new Hollow(log.read(large, 1).iterator().next(), next - 1)));
        consumer.seek(next - 1);
        assertThat(consumer.poll(9)).as("one read gives the large batch, and nothing else")
                .hasToString("[" + next + ":next]");
    }

    @Test
    void consumersDoNotDisturbEachOther() {
        var other = new Consumer("D", log);
        consumer.poll(5);
        assertThat(other.poll(2)).hasToString("[0:0, 1:1]");
        assertThat(consumer.poll(2)).hasToString("[5:5]");
    }

    @Test
    void aFailedReadLeavesThePositionAlone() {
        log.deleteBefore(4);
        consumer.seek(2);
        assertThatThrownBy(() -> consumer.poll(1)).isInstanceOf(OffsetOutOfRangeException.class).has(messageWith("4"))
                .has(messageWith("6"));
        assertThatThrownBy(() -> consumer.at(7)).isInstanceOf(OffsetOutOfRangeException.class);
        assertThat(consumer.position()).isEqualTo(2);
    }

    @Test
    void seeksToBeginningAndEnd() {
        log.deleteBefore(4);
        consumer.seekToBeginning();
        assertThat(consumer.position()).isEqualTo(4);
        consumer.seekToEnd();
        assertThat(consumer.poll(3)).isEmpty();
        assertThat(consumer.position()).isEqualTo(6);
    }

    @Test
    void pollingForNothingIsRefused() {
        assertThatThrownBy(() -> consumer.poll(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void positionsMayBeMoreThanAnIntHolds() {
        long large = log.append(new Hollow(ListBatch.of(Event.of("6")), 1L << 33)) + (1L << 33) - 5;
        log.append(Event.of("last"));
        consumer.seek(large - 7);
        assertThat(consumer.next()).map(entry -> entry.event().text()).contains("last");
        assertThat(consumer.position()).isEqualTo(log.end());
        assertThat(consumer.latest()).map(entry -> entry.event().text()).contains("last");
    }
}
