package gregor.broker;

import gregor.topic.TopicPartition;

/// A batch has more bytes than its topic takes. Nothing was appended. Kafka: `MESSAGE_TOO_LARGE`.
public final class RecordBatchTooLargeException extends BrokerException {
    /// Says how large it is, and how large it may be.
    public RecordBatchTooLargeException(TopicPartition partition, int bytes, int most) {
        super("a batch of " + bytes + " bytes is too large for " + partition + ", which takes " + most
                + "; send fewer events at a time, or raise max.message.bytes");
    }
}
