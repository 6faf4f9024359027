package gregor.exercise;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;

/// What a failed assertion says to a learner.
class AssertionTextTest {
    private static List<String> events(int differs) {
        return IntStream.range(0, 40).mapToObj(i -> i + (i == differs ? ":another event" : ":an event of some length"))
                .toList();
    }

    @Test
    void ofTwoLongListsTheFirstDifferenceIsShown() {
        AssertionText text = AssertionText.of(catchThrowable(() -> assertThat(events(30)).isEqualTo(events(-1))));
        assertThat(text.expected().lines().findFirst()).contains("… 30 equal lines, then");
        assertThat(text.expected()).contains("30:an event of some length");
        assertThat(text.actual()).contains("30:another event");
    }

    @Test
    void ofTwoLongLogsTheFirstDifferenceIsShown() {
        String log = IntStream.range(0, 500).mapToObj(i -> i + ":v" + i).toList().toString();
        AssertionText text = AssertionText
                .of(catchThrowable(() -> assertThat(log).isEqualTo(log.replace("400:v400", "400:lost"))));
        assertThat(text.expected()).startsWith("… 400 equal elements, then\n400:lost, 401:v401");
        assertThat(text.actual()).startsWith("… 400 equal elements, then\n400:v400");
    }

    @Test
    void shortOnesAreShownWhole() {
        AssertionText text = AssertionText
                .of(catchThrowable(() -> assertThat(List.of(1, 2, 3)).isEqualTo(List.of(1, 2, 4))));
        assertThat(text.expected()).isEqualTo("[1, 2, 4]");
        assertThat(text.actual()).isEqualTo("[1, 2, 3]");
    }
}
