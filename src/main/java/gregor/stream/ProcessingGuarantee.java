package gregor.stream;

import module java.base;

import gregor.list.Event;
import gregor.list.Log;
import gregor.topic.TopicPartition;

/// How a program writes its results and its position. Kafka Streams: `processing.guarantee`.
public sealed interface ProcessingGuarantee permits AtLeastOnce, ExactlyOnce {
    /// Returns a partition as the program reads it.
    Log readable(TopicPartition partition);

    void send(TopicPartition partition, Event event);

    /// Returns the offset from which the program continues in a partition; empty if it has not begun.
    OptionalLong committed(TopicPartition partition);

    /// Makes what was sent and the offsets that the program reads next durable.
    void commit(Map<TopicPartition, Long> offsets);
}
