package gregor.live;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What replaces classes of the JDK in a page gives the same texts and numbers.
class TextsTest {
    @ParameterizedTest
    @ValueSource(strings = {"%s", "%5s|", "%-6s|", "a%nb", "100%% %s"})
    void textsAreThoseOfTheJdk(String format) {
        assertThat(Texts.format(format, "x")).isEqualTo(String.format(Locale.ROOT, format, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%d", "%13d", "%03d", "%x", "%02x"})
    void wholeNumbersAreThoseOfTheJdk(String format) {
        for (long number : new long[]{0, 7, 1_772_438_400_000L}) {
            assertThat(Texts.format(format, number)).isEqualTo(String.format(Locale.ROOT, format, number));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%.0f", "%.1f", "%.2f", "%3.0f", "%6.3f"})
    void decimalsAreThoseOfTheJdk(String format) {
        for (double number : new double[]{0, 0.125, 1.005, -2.5, 0.0625, 99.995, 1234.5678, 1.0 / 3, 0.96}) {
            assertThat(Texts.format(format, number)).as("%s", number)
                    .isEqualTo(String.format(Locale.ROOT, format, number));
        }
    }

    @Test
    void instantsAreThoseOfTheJdk() {
        for (String text : List.of("1970-01-01T00:00:00Z", "2026-03-02T08:15:00Z", "2024-02-29T23:59:59.123Z",
                "1999-12-31T00:00:00.000001Z", "0001-01-01T12:34:56.000000007Z", "9999-12-31T23:59:59Z")) {
            Instant instant = Instant.parse(text);
            assertThat(Instants.parse(text)).isEqualTo(instant);
            assertThat(Instants.toString(instant)).isEqualTo(text);
        }
        assertThat(Instants.parse("1970-01-01T00:05Z")).isEqualTo(Instant.ofEpochSecond(300));
        assertThatThrownBy(() -> Instants.parse("yesterday")).isInstanceOf(DateTimeParseException.class);
    }

    @Test
    void randomNumbersAreThoseOfTheJdk() {
        for (long seed : new long[]{0, 1, 42, -7}) {
            var ours = new SeededRandom(seed);
            var jdks = new Random(seed);
            for (int i = 0; i < 100; i++) {
                assertThat(ours.nextInt(i + 1)).isEqualTo(jdks.nextInt(i + 1));
                assertThat(ours.nextBoolean()).isEqualTo(jdks.nextBoolean());
                assertThat(ours.nextLong()).isEqualTo(jdks.nextLong());
                assertThat(ours.nextDouble()).isEqualTo(jdks.nextDouble());
                assertThat(ours.nextInt()).isEqualTo(jdks.nextInt());
            }
        }
    }
}
