package gregor.broker;

import gregor.topic.TopicPartition;

/// A batch has more bytes than `max.message.bytes` of its topic; nothing was appended. Kafka: `MESSAGE_TOO_LARGE`.
public final class RecordBatchTooLargeException extends BrokerException {
    /// Names the partition, the size of the batch and the limit.
    public RecordBatchTooLargeException(TopicPartition partition, int bytes, int max) {
        super("a batch of " + bytes + " bytes is too large for " + partition + ", which takes " + max
                + "; send fewer events at a time, or raise max.message.bytes");
    }
}
