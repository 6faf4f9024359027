package gregor.kafka;

import gregor.broker.BrokerException;
import gregor.broker.PartitionUnavailableException;
import gregor.broker.RecordBatchTooLargeException;
import gregor.compact.MissingKeyException;
import gregor.file.CorruptLogException;
import gregor.file.StorageException;
import gregor.list.OffsetOutOfRangeException;
import gregor.packed.CorruptBatchException;
import gregor.rebalance.FencedInstanceIdException;
import gregor.rebalance.GroupNotEmptyException;
import gregor.rebalance.IllegalGenerationException;
import gregor.rebalance.InconsistentGroupProtocolException;
import gregor.rebalance.RebalanceInProgressException;
import gregor.rebalance.UnknownMemberIdException;
import gregor.thread.LogClosedException;
import gregor.thread.LogInterruptedException;
import gregor.topic.InvalidConfigurationException;
import gregor.topic.InvalidPartitionsException;
import gregor.topic.InvalidTopicException;
import gregor.topic.TopicExistsException;
import gregor.topic.UnknownTopicOrPartitionException;
import org.apache.kafka.common.protocol.Errors;

/// What the broker throws, in Kafka's numbers: the one place where the one becomes the other. Clients look at the
/// number alone, to see whether it is worth trying again.
public final class ErrorCodes {
    /// A string has 32,767 bytes at most in Kafka's protocol, and a message can quote what the client has sent.
    private static final int LONGEST_MESSAGE = 5_000;

    private ErrorCodes() {}

    /// Returns the message of an exception for a response: no longer than one can hold.
    public static String message(RuntimeException trouble) {
        String message = trouble.getMessage();
        return message == null || message.length() <= LONGEST_MESSAGE ? message
                : message.substring(0, LONGEST_MESSAGE) + "…";
    }

    public static Errors of(RuntimeException trouble) {
        return switch (trouble) {
            case ErrorResponseException e -> e.error();
            case UnknownTopicOrPartitionException e -> Errors.UNKNOWN_TOPIC_OR_PARTITION;
            case InvalidTopicException e -> Errors.INVALID_TOPIC_EXCEPTION;
            case TopicExistsException e -> Errors.TOPIC_ALREADY_EXISTS;
            case InvalidPartitionsException e -> Errors.INVALID_PARTITIONS;
            case InvalidConfigurationException e -> Errors.INVALID_CONFIG;
            case OffsetOutOfRangeException e -> Errors.OFFSET_OUT_OF_RANGE;
            case RecordBatchTooLargeException e -> Errors.MESSAGE_TOO_LARGE;
            case MissingKeyException e -> Errors.INVALID_RECORD;
            case CorruptBatchException e -> Errors.CORRUPT_MESSAGE;
            case CorruptLogException e -> Errors.CORRUPT_MESSAGE;
            case UnknownMemberIdException e -> Errors.UNKNOWN_MEMBER_ID;
            case FencedInstanceIdException e -> Errors.FENCED_INSTANCE_ID;
            case IllegalGenerationException e -> Errors.ILLEGAL_GENERATION;
            case RebalanceInProgressException e -> Errors.REBALANCE_IN_PROGRESS;
            case InconsistentGroupProtocolException e -> Errors.INCONSISTENT_GROUP_PROTOCOL;
            case GroupNotEmptyException e -> Errors.NON_EMPTY_GROUP;
            case PartitionUnavailableException e -> Errors.KAFKA_STORAGE_ERROR;
            case StorageException e -> Errors.KAFKA_STORAGE_ERROR;
            // Its topic has been deleted, or the broker stops. A client asks again, and learns which.
            case LogClosedException e -> Errors.NOT_LEADER_OR_FOLLOWER;
            case LogInterruptedException e -> Errors.NOT_LEADER_OR_FOLLOWER;
            case BrokerException e -> Errors.INVALID_REQUEST;
            case IllegalArgumentException e -> Errors.INVALID_REQUEST;
            default -> Errors.UNKNOWN_SERVER_ERROR;
        };
    }
}
