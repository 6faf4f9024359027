package gregor.http;

import module java.base;

import static gregor.exercise.Wording.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {
    @ParameterizedTest
    @CsvSource({"plain, plain", "a%2Fb, a/b", "a%2fb, a/b", "%c3%A9, é", "%F0%9F%9A%9A, 🚚", "%41%42, AB", "%25, %",
            "x%7e, x~", "a%252Fb, a%2Fb"})
    void whatStandsBehindThePercentSignIsAByte(String raw, String text) {
        assertThat(PercentEncoding.decode(raw, false)).isEqualTo(text);
    }

    @Test
    void aPlusIsASpaceInQueriesOnly() {
        assertThat(PercentEncoding.decode("a+b", true)).isEqualTo("a b");
        assertThat(PercentEncoding.decode("a+b", false)).isEqualTo("a+b");
        assertThat(PercentEncoding.decode("a%2Bb", true)).isEqualTo("a+b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%4x", "%x4", "a%", "%-1"})
    void aPercentSignWithoutTwoDigitsIsRefused(String raw) {
        assertThatThrownBy(() -> PercentEncoding.decode(raw, false)).isInstanceOf(HttpException.class)
                .has(message("a % in the address is not followed by two hexadecimal digits"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "a b", "a\tb", "\u007f"})
    void whatMustBeWrittenWithAPercentSignIsRefused(String raw) {
        assertThatThrownBy(() -> PercentEncoding.decode(raw, false)).isInstanceOf(HttpException.class)
                .has(message("the address has a character that must be percent-encoded"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ff", "%c3", "a%00b", "%00b", "%c0%af"})
    void bytesThatAreNoTextAreRefused(String raw) {
        assertThatThrownBy(() -> PercentEncoding.decode(raw, false)).isInstanceOf(HttpException.class)
                .has(message("the address is not UTF-8, or contains a NUL"));
    }

    @Test
    void aQueryHasNamesAndTheirValues() {
        assertThat(PercentEncoding.query("from=1&format=raw&from=2&x&y=a%3Db+c")).isEqualTo(
                Map.of("from", List.of("1", "2"), "format", List.of("raw"), "x", List.of(""), "y", List.of("a=b c")));
        assertThat(PercentEncoding.query("z=1=2")).as("the first = ends the name")
                .isEqualTo(Map.of("z", List.of("1=2")));
        assertThat(PercentEncoding.query("=x")).as("the name may be empty").isEqualTo(Map.of("", List.of("x")));
    }
}
