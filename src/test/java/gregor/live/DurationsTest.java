package gregor.live;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Durations in a page are those of the JDK.
class DurationsTest {
    @ParameterizedTest
    @ValueSource(strings = {"PT30s", "PT2m", "PT24h", "PT1H30M1.5S", "PT0.25s", "PT-5s", "pt1h1s"})
    void isReadAsInTheJdk(String text) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT", "PT1", "PTs", "30s", "PT1x", "PTxs", "PT1s2m", "PT1.5h", ""})
    void isRefusedAsInTheJdk(String text) {
        assertThatThrownBy(() -> Duration.parse(text)).isInstanceOf(DateTimeParseException.class);
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(DateTimeParseException.class);
    }
}
