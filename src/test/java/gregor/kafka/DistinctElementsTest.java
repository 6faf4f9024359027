package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DistinctElementsTest {
    @Test
    void theFirstElementOfEachKeyIsKeptInTheOrderOfTheRequest() {
        assertThat(DistinctElements.by(List.of("b1", "a1", "b2", "c1", "a2"), name -> name.substring(0, 1)))
                .containsExactly("b1", "a1", "c1");
    }

    @Test
    void oneNameRepeatedManyTimesIsOneElement() {
        assertThat(DistinctElements.by(Collections.nCopies(50_000, "topic"), name -> name)).containsExactly("topic");
    }

    @Test
    void noElementsAreNoElements() {
        assertThat(DistinctElements.by(List.<String>of(), name -> name)).isEmpty();
    }
}
