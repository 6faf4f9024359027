package gregor.ancestor.minikafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({"3s,PT3S", "1h30m,PT1H30M", "1.5h,PT1H30M", "300ms,PT0.3S", "2us,PT0.000002S", "1ns,PT0.000000001S",
            ".5m,PT30S", "1.s,PT1S", "9223372036854775807ns,PT2562047H47M16.854775807S"})
    void timeSpansAsGoWritesThem(String text, Duration span) {
        assertThat(GoDuration.parse(text)).isEqualTo(span);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "s", "3 s", "-3s", "3sec", "0s", "0.1ns", "3s1", "99999999999h", "1e3s", ".s",
            "9223372036854775808ns"})
    void otherTimeSpansAreRefused(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3s, 300ms");
    }
}
