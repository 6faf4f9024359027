package gregor.ancestor.wafka;

import gregor.list.Event;
import gregor.list.Utf8;
import gregor.topic.Murmur2;
import gregor.topic.Partitioner;

/// Chooses the partition by the text of a field in the value: Wafka's partition key.
public record ByField(FieldExtractor field) implements Partitioner {
    /// @throws MissingFieldException if the value does not have the field
    @Override
    public int partition(String topic, Event event, int partitions) {
        return Murmur2.partition(Utf8.bytes(field.in(event.value())), partitions);
    }
}
