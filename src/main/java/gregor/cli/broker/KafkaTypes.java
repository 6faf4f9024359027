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
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.internals.RecordHeader;

/// Converts between the types of Kafka's clients and Gregor's, and their failures to messages for users.
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

    /// Makes a call of Kafka's clients.
    ///
    /// @throws CommandException if it fails; the cause is what they threw
    static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    /// Waits for an answer.
    ///
    /// @throws CommandException if there is none; the cause is what they threw
    static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka
                    ? refused(kafka)
                    : new CommandException("" + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    /// Makes a message for users of a failure of Kafka's clients, which is the cause.
    static CommandException refused(KafkaException e) {
        return new CommandException(switch (e) {
            case AuthenticationException denied -> "the broker refuses the connection (" + denied.getMessage()
                    + "); --broker-config FILE names a file with the properties that Kafka's clients need to log in";
            case TimeoutException late -> "the broker did not answer in time; check that it runs, and that this is its "
                    + "door for Kafka's clients. If it requires TLS or a login, --broker-config FILE names a file with "
                    + "the properties for that";
            case DisconnectException lost -> "the broker closed the connection; try again when it runs";
            case AuthorizationException denied -> "the user of --broker-config has no right to do that ("
                    + denied.getMessage() + "); ./gregor users allow gives it";
            case RecordTooLargeException large ->
                    "an event is larger than the topic accepts; raise its max.message.bytes, or split the event";
            case UnknownTopicOrPartitionException unknown ->
                    "the topic or the partition does not exist (any more); ./gregor topics list shows the topics";
            case GroupNotEmptyException busy -> "the group has members; stop its readers first";
            case UnknownMemberIdException busy ->
                    "the group has members, and only they can move its committed offsets; stop its readers first";
            default -> e.getClass() == KafkaException.class && e.getCause() instanceof KafkaException cause
                    ? cause.getMessage()
                    : e.getMessage();
        }, e);
    }
}
