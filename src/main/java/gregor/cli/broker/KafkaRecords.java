package gregor.cli.broker;

import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.topic.TopicPartition;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/// Converts between the types of Kafka's clients and Gregor's.
final class KafkaRecords {
    private KafkaRecords() {}

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
}
