package gregor.ancestor.minikafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.topic.InvalidTopicException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicNameCodecTest {
    @ParameterizedTest
    @CsvSource({"orders, orders", "a.b_c-D9, a.b_c-D9", "demo topic, mk--demo.20topic", "é, mk--.c3.a9",
            ".., mk--.2e.2e", "., mk--.2e", "a/b, mk--a.2fb", "azAZ09, azAZ09", "`, mk--.60", "{, mk--.7b",
            "@, mk--.40", "[, mk--.5b", ":, mk--.3a", "mk--x, mk--mk--x", "demo.20topic, demo.20topic"})
    void aNameThatATopicMayHaveStaysAndOthersAreWrittenInItsLetters(String name, String topic) {
        assertThat(TopicNameCodec.topic(name)).isEqualTo(topic);
    }

    @Test
    void noTwoNamesBecomeOne() {
        var random = new Random(12);
        var names = new HashMap<String, String>();
        String[] parts = {"a", ".", "-", "20", ".20", " ", "mk--", "2e", ".2e", "é", "/"};
        for (int i = 0; i < 50_000; i++) {
            var name = new StringBuilder();
            for (int part = random.nextInt(5); part >= 0; part--) {
                name.append(parts[random.nextInt(parts.length)]);
            }
            String before = names.put(TopicNameCodec.topic(name.toString()), name.toString());
            assertThat(before == null || before.contentEquals(name))
                    .as("\"%s\" and \"%s\" become one topic", before, name).isTrue();
        }
    }

    @Test
    void aNameThatIsTooLongOrNoneIsRefused() {
        assertThat(TopicNameCodec.topic("x".repeat(249))).hasSize(249);
        assertThatThrownBy(() -> TopicNameCodec.topic("x".repeat(250))).isInstanceOf(InvalidTopicException.class);
        assertThatThrownBy(() -> TopicNameCodec.topic(" ".repeat(82))).isInstanceOf(InvalidTopicException.class);
        assertThatThrownBy(() -> TopicNameCodec.topic("")).isInstanceOf(InvalidTopicException.class);
    }
}
