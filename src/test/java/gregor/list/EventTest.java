package gregor.list;

import module java.base;

import static gregor.exercise.Wording.message;
import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EventTest {
    @Test
    void equalWhenAllBytesAreEqual() {
        assertThat(Event.of("k", "v").with("h", "x")).isEqualTo(Event.of("k", "v").with("h", "x"))
                .hasSameHashCodeAs(Event.of("k", "v").with("h", "x")).isNotEqualTo(Event.of("k", "v").with("h", "y"))
                .isNotEqualTo(Event.of("k", "w").with("h", "x")).isNotEqualTo(Event.of(null, "v").with("h", "x"))
                .isNotEqualTo(Event.of("k", "v").with("h", "x").at(Instant.EPOCH));
    }

    @Test
    void anEmptyValueIsNotANullValue() {
        assertThat(Event.of("k", "")).isNotEqualTo(Event.of("k", null));
        assertThat(Event.of("k", null).text()).isNull();
    }

    @Test
    void halfASurrogatePairIsRefusedInsteadOfBecomingAQuestionMark() {
        assertThatThrownBy(() -> Event.of("\uD83D")).isInstanceOf(IllegalArgumentException.class)
                .has(messageWith("half a surrogate pair"));
        assertThat(Event.of("\uD83D\uDE9A").text()).isEqualTo("🚚");
    }

    @Test
    void aNegativeTimestampIsRefused() {
        assertThatThrownBy(() -> new Event(-2, null, null, List.of())).isInstanceOf(IllegalArgumentException.class)
                .has(message("timestamp -2: give milliseconds since 1970, or -1 for none"));
    }

    @Test
    void countsItsBytes() {
        assertThat(Event.of("ab", "cde").with("h", "xy").sizeInBytes()).isEqualTo(8);
        assertThat(Event.of(null, null).sizeInBytes()).isZero();
    }

    @Test
    void showsItselfInOneWord() {
        assertThat(Event.of("hello")).hasToString("hello");
        assertThat(Event.of("k", null)).hasToString("k=null");
        assertThat(new Event(0, null, new byte[]{-1, 0, 1}, List.of())).hasToString("3 bytes");
    }

    @Test
    void aBatchHoldsAtLeastOneEventAndItsOffsetsAscend() {
        assertThatThrownBy(ListBatch::of).has(message("a batch must have at least one event"));
        var two = List.of(new Entry(4, Event.of("a")), new Entry(4, Event.of("b")));
        assertThatThrownBy(() -> new ListBatch(Origin.UNKNOWN, two)).isInstanceOf(IllegalArgumentException.class)
                .has(messageWith("offset 4 comes after offset 4"));
    }

    @Test
    void aBatchKnowsItsLargestTimestamp() {
        Instant noon = Instant.parse("2026-03-02T12:00:00Z");
        var batch = ListBatch.of(Event.of("late").at(noon), Event.of("early").at(noon.minusSeconds(60)));
        assertThat(batch.maxTimestamp()).isEqualTo(noon.toEpochMilli());
    }
}
