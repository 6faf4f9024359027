package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.topic.TopicPartition;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;

/// Converts between the types of Kafka's clients and Gregor's.
final class KafkaTypes {
    private KafkaTypes() {}

    static org.apache.kafka.common.TopicPartition kafka(TopicPartition partition) {
        return new org.apache.kafka.common.TopicPartition(partition.topic(), partition.partition());
    }

    static TopicPartition ours(org.apache.kafka.common.TopicPartition partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }

    static ProducerRecord<byte[], byte[]> record(TopicPartition partition, Event event) {
        var record = new ProducerRecord<>(partition.topic(), partition.partition(),
                event.timestamp() == Event.NO_TIMESTAMP ? null : event.timestamp(), event.key(), event.value());
        event.headers().forEach(header -> record.headers().add(new RecordHeader(header.key(), header.value())));
        return record;
    }

    static Entry entry(ConsumerRecord<byte[], byte[]> record) {
        var headers = Arrays.stream(record.headers().toArray()).map(header -> new Header(header.key(), header.value()))
                .toList();
        return new Entry(record.offset(),
                new Event(Math.max(record.timestamp(), Event.NO_TIMESTAMP), record.key(), record.value(), headers));
    }

    /// @throws CommandException if it fails; the cause is what they threw
    static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    /// @throws CommandException if there is none; the cause is what they threw
    static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka
                    ? refused(kafka)
                    : new IllegalStateException("Kafka's client failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    /// Makes a message for users of a failure of Kafka's clients, which is the cause.
    static CommandException refused(KafkaException e) {
        return new CommandException(KafkaFailure.message(e), e);
    }
}
