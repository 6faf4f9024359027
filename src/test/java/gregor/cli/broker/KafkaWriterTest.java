package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.cli.console.CommandException;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.topic.TopicPartition;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaWriterTest {
    /// When a full disk gets some room, Kafka's producer may have given up earlier batches, and later ones are written.
    @Test
    void whatIsAcknowledgedAfterAFailureIsReportedAsThatEvent() {
        var producer = new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        var writer = new KafkaWriter("the broker", () -> "", producer);
        var places = new ArrayList<Integer>();
        writer.append(new TopicPartition("words", 0), ListBatch.of(Event.of("a"), Event.of("b"), Event.of("c")),
                (place, offset) -> places.add(place));
        producer.errorNext(new TimeoutException("expired"));
        producer.completeNext();
        producer.errorNext(new TimeoutException("expired"));
        assertThatThrownBy(writer::flush).isInstanceOf(CommandException.class)
                .hasMessageContaining("did not acknowledge in 30 s");
        assertThat(places).containsExactly(1);
    }
}
