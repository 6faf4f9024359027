package gregor.ancestor.wafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Origin;
import gregor.list.Utf8;
import gregor.topic.Murmur2;
import gregor.topic.Topic;
import gregor.topic.TopicProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Wafka's partition key: a field of the value in JSON.
class ByFieldTest {
    @Test
    void aFieldOfJsonDecidesAsAKeyOfTheSameTextWould() {
        var partitioner = new ByField("vehicle");
        assertThat(partitioner.partition("t", Event.of("{\"id\":1,\"vehicle\":\"truck-1\"}"), 50))
                .isEqualTo(partitioner.partition("t", Event.of("{ \"vehicle\" : \"truck-1\", \"late\":true}"), 50))
                .isEqualTo(Murmur2.partition(Utf8.bytes("truck-1"), 50));
        for (String text : List.of("17", "true")) {
            assertThat(new ByField("id").partition("t", Event.of("{\"id\":" + text + "}"), 50))
                    .isEqualTo(Murmur2.partition(Utf8.bytes(text), 50));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":1}", "{\"vehicle\":null}", "{\"vehicle\":{}}", "{\"vehicle\":[1]}", "[]",
            "7", "\"vehicle\"", "", "{", "nonsense", "{\"vehicle\":\"a\"} {\"vehicle\":\"b\"}", "\0"})
    void aValueWithoutTheFieldIsAnError(String value) {
        assertThatThrownBy(() -> new ByField("vehicle").partition("t", Event.of(value), 5))
                .isInstanceOf(MissingFieldException.class).hasMessageContaining("no field vehicle in " + value);
    }

    @Test
    void aValueThatIsNotThereOrNotTextHasNoFields() {
        for (byte[] value : new byte[][]{null, {-1, -2, -3, (byte) 0xC0}, Utf8.bytes("x".repeat(10_000)),
                Utf8.bytes("[".repeat(100_000))}) {
            var event = new Event(Event.NO_TIMESTAMP, null, value, List.of());
            assertThatThrownBy(() -> new ByField("a").partition("t", event, 5))
                    .isInstanceOf(MissingFieldException.class).message().hasSizeLessThan(150);
        }
    }

    @Test
    void anEventWithoutTheFieldIsNotSent() {
        var producer = new TopicProducer("P", new Topic("t", 3, name -> new ListLog()), new ByField("vehicle"), 5,
                Origin.UNKNOWN, Instant::now);
        producer.send(Event.of("{\"vehicle\":\"truck-1\"}"));
        assertThatThrownBy(() -> producer.send(Event.of("{}"))).isInstanceOf(MissingFieldException.class);
        assertThat(producer.collected()).isEqualTo(1);
    }
}
