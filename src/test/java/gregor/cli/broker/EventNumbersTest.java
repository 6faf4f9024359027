package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class EventNumbersTest {
    private static EventNumbers of(String text) {
        return new EventNumbers.Converter().convert(text);
    }

    @Test
    void rangesGrowTogetherInAnyOrder() {
        var random = new Random(1);
        for (int round = 0; round < 200; round++) {
            var numbers = new EventNumbers();
            var expected = new HashSet<Long>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                long number = random.nextLong(40);
                numbers.add(number);
                expected.add(number);
            }
            EventNumbers again = of(numbers.toString());
            for (long number = 0; number < 42; number++) {
                assertThat(again.contains(number)).as(numbers + " contains " + number)
                        .isEqualTo(numbers.contains(number)).isEqualTo(expected.contains(number));
            }
        }
    }

    @Test
    void theTextHasTheBeginningAndThenRanges() {
        EventNumbers numbers = of("2");
        LongStream.of(4, 6, 5, 9).forEach(numbers::add);
        assertThat(numbers).hasToString("2,5-7,10-10");
        numbers.add(3);
        numbers.add(2);
        assertThat(numbers).hasToString("7,10-10");
        assertThat(of("0").isEmpty()).isTrue();
        assertThat(of("0,3-3").contains(2)).isTrue();
    }

    @Test
    void aLongTextIsInAFile() throws IOException {
        var numbers = new EventNumbers();
        LongStream.range(0, 1000).forEach(number -> numbers.add(2 * number));
        assertThat(numbers.argument()).startsWith("@");
        Path file = Path.of(numbers.argument().substring(1));
        assertThat(Files.readString(file)).isEqualTo(numbers.toString());
        Files.delete(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1,2", "1,0-3", "9999999999999999999"})
    void anotherTextIsRefused(String text) {
        assertThatThrownBy(() -> of(text)).isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("is no number of events");
    }
}
