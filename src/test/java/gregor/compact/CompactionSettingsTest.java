package gregor.compact;

import module java.base;

import static gregor.exercise.Wording.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactionSettingsTest {
    private static final Duration NONE = Duration.ZERO;

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aRatioOutsideZeroToOneIsRefused(double ratio) {
        assertThatThrownBy(() -> new CompactionSettings(ratio, NONE, NONE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .has(message("the dirty ratio must be 0 to 1, not " + ratio));
    }

    @Test
    void aNegativeTimeIsRefused() {
        Duration past = Duration.ofMillis(-1);
        assertThatThrownBy(() -> new CompactionSettings(0.5, past, NONE, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CompactionSettings(0.5, NONE, past, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .has(message("the lag and the delete retention must be 0 or more, not PT0S or PT-0.001S"));
    }

    @Test
    void lagsThatContradictEachOtherAreRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new CompactionSettings(0.5, second.plusNanos(1), second, NONE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .has(message("the maximum lag must be at least the minimum lag PT1.000000001S, not PT1S"));
        assertThat(new CompactionSettings(0.5, second, second, NONE, 1).maxLag()).isEqualTo(second);
        assertThat(CompactionSettings.DEFAULT.maxLag()).isEqualTo(CompactionSettings.NO_MAX_LAG);
    }

    @Test
    void aMapForNoKeyIsRefused() {
        assertThatThrownBy(() -> new CompactionSettings(0.5, NONE, NONE, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .has(message("the number of keys must be 1 or more, not 0"));
    }

    @Test
    void theDefaultsAreKafkas() {
        assertThat(CompactionSettings.DEFAULT.minDirtyRatio()).isEqualTo(0.5);
        assertThat(CompactionSettings.DEFAULT.minLag()).isZero();
        assertThat(CompactionSettings.DEFAULT.deleteRetention()).isEqualTo(Duration.ofDays(1));
    }
}
