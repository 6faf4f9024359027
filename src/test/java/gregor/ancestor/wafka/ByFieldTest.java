package gregor.ancestor.wafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Origin;
import gregor.list.Utf8;
import gregor.topic.Murmur2;
import gregor.topic.Topic;
import gregor.topic.TopicProducer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Wafka's partition key: a field of the value, in JSON, in CSV, or between separators.
class ByFieldTest {
    @Test
    void aFieldOfJsonDecidesAsAKeyOfTheSameTextWould() {
        var partitioner = new ByField(FieldExtractor.json("vehicle"));
        assertThat(partitioner.partition("t", Event.of("{\"id\":1,\"vehicle\":\"truck-1\"}"), 50))
                .isEqualTo(partitioner.partition("t", Event.of("{ \"vehicle\" : \"truck-1\", \"late\":true}"), 50))
                .isEqualTo(Murmur2.partition(Utf8.bytes("truck-1"), 50));
        assertThat(FieldExtractor.json("id").in(Utf8.bytes("{\"id\":17}"))).isEqualTo("17");
        assertThat(FieldExtractor.json("id").in(Utf8.bytes("{\"id\":true}"))).isEqualTo("true");
        assertThat(FieldExtractor.json("id").in(Utf8.bytes("{\"id\":\"\"}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":1}", "{\"vehicle\":null}", "{\"vehicle\":{}}", "{\"vehicle\":[1]}", "[]",
            "7", "\"vehicle\"", "", "{", "nonsense", "{\"vehicle\":\"a\"} {\"vehicle\":\"b\"}", "\0"})
    void aValueWithoutTheFieldIsAnError(String value) {
        assertThatThrownBy(() -> new ByField(FieldExtractor.json("vehicle")).partition("t", Event.of(value), 5))
                .isInstanceOf(MissingFieldException.class).hasMessageContaining("no field vehicle in " + value);
    }

    @Test
    void aValueThatIsNotThereOrNotTextHasNoFields() {
        for (FieldExtractor field : List.of(FieldExtractor.json("a"), FieldExtractor.csv(List.of("a"), "a"),
                FieldExtractor.part("--", 1))) {
            assertThatThrownBy(() -> field.in(null)).isInstanceOf(MissingFieldException.class)
                    .hasMessageContaining("no value");
            assertThatThrownBy(() -> field.in(new byte[]{-1, -2, -3, (byte) 0xC0}))
                    .isInstanceOf(MissingFieldException.class);
        }
        assertThatThrownBy(() -> FieldExtractor.json("a").in(Utf8.bytes("x".repeat(10_000))))
                .isInstanceOf(MissingFieldException.class).message().hasSizeLessThan(150);
        assertThatThrownBy(() -> FieldExtractor.json("a").in(Utf8.bytes("[".repeat(100_000))))
                .isInstanceOf(MissingFieldException.class);
    }

    @Test
    void aFieldOfCsvIsFoundByItsColumn() {
        FieldExtractor field = FieldExtractor.csv(List.of("id", "vehicle", "note"), "vehicle");
        assertThat(field.in(Utf8.bytes("1,truck-1,late"))).isEqualTo("truck-1");
        assertThat(field.in(Utf8.bytes("1,\"truck, \"\"the\"\" one\",late"))).isEqualTo("truck, \"the\" one");
        assertThat(field.in(Utf8.bytes("1,,"))).isEmpty();
        assertThatThrownBy(() -> field.in(Utf8.bytes("1"))).isInstanceOf(MissingFieldException.class)
                .hasMessage("no field vehicle in 1: its line has 1 columns of 3");
        assertThatThrownBy(() -> field.in(new byte[0])).isInstanceOf(MissingFieldException.class);
        assertThatThrownBy(() -> field.in(Utf8.bytes("1,\"never closed"))).isInstanceOf(MissingFieldException.class);
        assertThatThrownBy(() -> FieldExtractor.csv(List.of("id"), "vehicle"))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("unknown column vehicle; the columns are id");
    }

    @Test
    void aPartOfATextIsFoundByItsPlace() {
        byte[] value = Utf8.bytes("truck--ontime--australia-melbourne-1021");
        assertThat(FieldExtractor.part("--", 2).in(value)).isEqualTo("australia-melbourne-1021");
        assertThatThrownBy(() -> FieldExtractor.part("--", 3).in(value)).isInstanceOf(MissingFieldException.class)
                .hasMessageEndingWith("it has 3 parts");
    }

    @Test
    void anEventWithoutTheFieldIsNotSent() {
        var producer = new TopicProducer("P", new Topic("t", 3, name -> new ListLog()),
                new ByField(FieldExtractor.json("vehicle")), 5, Origin.UNKNOWN, Instant::now);
        producer.send(Event.of("{\"vehicle\":\"truck-1\"}"));
        assertThatThrownBy(() -> producer.send(Event.of("{}"))).isInstanceOf(MissingFieldException.class);
        assertThat(producer.collected()).isEqualTo(1);
    }
}
