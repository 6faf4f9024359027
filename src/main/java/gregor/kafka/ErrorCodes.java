package gregor.kafka;

import module java.base;

import gregor.broker.BrokerException;
import gregor.broker.PartitionUnavailableException;
import gregor.broker.RecordBatchTooLargeException;
import gregor.broker.TopicMovedException;
import gregor.compact.MissingKeyException;
import gregor.file.CorruptLogException;
import gregor.file.StorageException;
import gregor.guarantee.ProducerException;
import gregor.list.OffsetOutOfRangeException;
import gregor.packed.BatchTooLargeException;
import gregor.packed.CorruptBatchException;
import gregor.packed.InvalidRecordException;
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
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiError;

/// Maps the exceptions of the broker to Kafka's error codes, of which each client decides whether to retry. No other
/// class does.
public final class ErrorCodes {
    /// In characters: a message may quote what a client has sent, and Kafka's protocol limits a string to 32,767 bytes.
    private static final int MAX_MESSAGE_LENGTH = 5_000;

    /// The first versions of requests whose clients know PRODUCER_FENCED (KIP-588).
    private static final Map<ApiKeys, Integer> FENCED_SINCE = Map.of(ApiKeys.INIT_PRODUCER_ID, 4,
            ApiKeys.ADD_OFFSETS_TO_TXN, 2, ApiKeys.ADD_PARTITIONS_TO_TXN, 2, ApiKeys.END_TXN, 2);

    private ErrorCodes() {}

    /// Runs a call, and returns its error; [ApiError#NONE] if it succeeds.
    public static ApiError error(Runnable call) {
        try {
            call.run();
            return ApiError.NONE;
        } catch (RuntimeException e) {
            return new ApiError(of(e), message(e));
        }
    }

    /// Returns the message of an exception for a response, cut to the maximum length.
    public static String message(RuntimeException exception) {
        String message = exception.getMessage();
        return message == null || message.length() <= MAX_MESSAGE_LENGTH
                ? message
                : message.substring(0, MAX_MESSAGE_LENGTH) + "…";
    }

    /// Returns the error of an exception for the client that has sent a request: an older one knows no PRODUCER_FENCED.
    public static Errors of(RuntimeException exception, ApiKeys api, RequestContext context) {
        Errors error = of(exception);
        boolean isKnown = context.version() >= FENCED_SINCE.getOrDefault(api, Integer.MAX_VALUE);
        return error == Errors.PRODUCER_FENCED && !isKnown ? Errors.INVALID_PRODUCER_EPOCH : error;
    }

    /// Returns the error of an exception; UNKNOWN_SERVER_ERROR if it has none.
    ///
    /// @throws CloseConnectionException if it is one
    public static Errors of(RuntimeException exception) {
        return switch (exception) {
            case CloseConnectionException e -> throw e;
            case ErrorResponseException e -> e.error();
            case UnknownTopicOrPartitionException e -> Errors.UNKNOWN_TOPIC_OR_PARTITION;
            case InvalidTopicException e -> Errors.INVALID_TOPIC_EXCEPTION;
            case TopicExistsException e -> Errors.TOPIC_ALREADY_EXISTS;
            case InvalidPartitionsException e -> Errors.INVALID_PARTITIONS;
            case InvalidConfigurationException e -> Errors.INVALID_CONFIG;
            case OffsetOutOfRangeException e -> Errors.OFFSET_OUT_OF_RANGE;
            case RecordBatchTooLargeException e -> Errors.MESSAGE_TOO_LARGE;
            case MissingKeyException e -> Errors.INVALID_RECORD;
            case TopicMovedException e -> Errors.POLICY_VIOLATION;
            case InvalidRecordException e -> Errors.INVALID_RECORD;
            case BatchTooLargeException e -> Errors.MESSAGE_TOO_LARGE;
            case CorruptBatchException e -> Errors.CORRUPT_MESSAGE;
            case CorruptLogException e -> Errors.CORRUPT_MESSAGE;
            case ProducerException e -> Errors.valueOf(e.reason().name());
            case UnknownMemberIdException e -> Errors.UNKNOWN_MEMBER_ID;
            case FencedInstanceIdException e -> Errors.FENCED_INSTANCE_ID;
            case IllegalGenerationException e -> Errors.ILLEGAL_GENERATION;
            case RebalanceInProgressException e -> Errors.REBALANCE_IN_PROGRESS;
            case InconsistentGroupProtocolException e -> Errors.INCONSISTENT_GROUP_PROTOCOL;
            case GroupNotEmptyException e -> Errors.NON_EMPTY_GROUP;
            case PartitionUnavailableException e -> Errors.KAFKA_STORAGE_ERROR;
            case StorageException e -> Errors.KAFKA_STORAGE_ERROR;
            // The topic was deleted or the broker is closing: the client refreshes its metadata and finds out which.
            case LogClosedException e -> Errors.NOT_LEADER_OR_FOLLOWER;
            case LogInterruptedException e -> Errors.NOT_LEADER_OR_FOLLOWER;
            case BrokerException e -> Errors.INVALID_REQUEST;
            case IllegalArgumentException e -> Errors.INVALID_REQUEST;
            default -> Errors.UNKNOWN_SERVER_ERROR;
        };
    }
}
