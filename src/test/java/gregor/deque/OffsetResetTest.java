package gregor.deque;

import static gregor.exercise.Wording.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Consumer;
import gregor.list.Event;
import gregor.list.OffsetOutOfRangeException;
import org.junit.jupiter.api.Test;

class OffsetResetTest {
    private final DequeLog log = new DequeLog();
    private final Consumer late = lateConsumer();

    private Consumer lateConsumer() {
        for (char letter = 'a'; letter <= 'u'; letter++) {
            log.append(Event.of("" + letter));
        }
        var consumer = new Consumer("C", log);
        consumer.poll(4);
        log.deleteBefore(10);
        return consumer;
    }

    @Test
    void earliestGoesOnWithWhatIsStillThere() {
        assertThat(OffsetReset.EARLIEST.poll(late, 2)).hasToString("[10:k, 11:l]");
        assertThat(late.position()).isEqualTo(12);
    }

    @Test
    void latestGoesOnWithWhatComesNext() {
        assertThat(OffsetReset.LATEST.poll(late, 2)).isEmpty();
        log.append(Event.of("v"));
        assertThat(OffsetReset.LATEST.poll(late, 2)).hasToString("[21:v]");
    }

    @Test
    void noneFailsAndNamesEarliestAndEnd() {
        assertThatThrownBy(() -> OffsetReset.NONE.poll(late, 2)).isInstanceOf(OffsetOutOfRangeException.class)
                .has(message("offset 4 has left the log: the earliest is 10, the next to be written is 21"));
        assertThat(late.position()).isEqualTo(4);
    }

    @Test
    void aPositionInTheLogIsNotReset() {
        late.seek(15);
        for (OffsetReset reset : OffsetReset.values()) {
            late.seek(15);
            assertThat(reset.poll(late, 1)).hasToString("[15:p]");
        }
    }
}
