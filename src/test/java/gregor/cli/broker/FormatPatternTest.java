package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import gregor.topic.PartitionEntry;
import gregor.topic.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatPatternTest {
    private static final PartitionEntry EVENT = new PartitionEntry(new TopicPartition("t", 2),
            new Entry(7, new Event(1000, Utf8.bytes("k"), null, List.of(new Header("h", Utf8.bytes("1"))))));

    @ParameterizedTest
    @CsvSource({"%t-%p@%o, t-2@7", "'%k=%s|%v', k=|", "'%K,%S', '1,-1'", "%T %d, 1000 1970-01-01T00:00:01.000Z",
            "%h, h=1", "100%%, 100%", "a\\x41\\\\\\q, aA\\q", "ä😀, ä😀", "%%k, %k"})
    void eachLetterIsReplaced(String pattern, String text) {
        assertThat(new String(new FormatPattern(pattern).bytes(EVENT), StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(new FormatPattern("\\t\\r\\n").bytes(EVENT)).containsExactly('\t', '\r', '\n');
    }

    @ParameterizedTest
    @ValueSource(strings = {"%q", "%", "%t%"})
    void aWrongLetterIsNamed(String pattern) {
        assertThatThrownBy(() -> new FormatPattern(pattern))
                .hasMessageContaining("in the format means nothing; there are");
    }
}
