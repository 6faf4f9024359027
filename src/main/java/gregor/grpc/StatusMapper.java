package gregor.grpc;

import module java.base;

import gregor.broker.BrokerException;
import gregor.broker.PartitionUnavailableException;
import gregor.broker.RecordBatchTooLargeException;
import gregor.broker.TopicMovedException;
import gregor.compact.MissingKeyException;
import gregor.file.CorruptLogException;
import gregor.file.StorageException;
import gregor.group.CommitOutOfRangeException;
import gregor.list.OffsetOutOfRangeException;
import gregor.rebalance.FencedInstanceIdException;
import gregor.rebalance.InconsistentGroupProtocolException;
import gregor.rebalance.NoOffsetForPartitionException;
import gregor.thread.LogClosedException;
import gregor.topic.InvalidConfigurationException;
import gregor.topic.InvalidPartitionsException;
import gregor.topic.InvalidTopicException;
import gregor.topic.TopicExistsException;
import gregor.topic.UnknownTopicOrPartitionException;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;

/// Maps exceptions of the broker to one of the 17 status codes of gRPC, with the message unchanged.
public final class StatusMapper {
    private StatusMapper() {}

    /// Runs a call and sends its result, or the status of its exception.
    public static <T> void answer(StreamObserver<T> client, Supplier<T> call) {
        answer(client, UnaryOperator.identity(), call);
    }

    /// Runs a call and sends its result, or the status of its exception.
    ///
    /// @param wording translates the exception's message for the client
    public static <T> void answer(StreamObserver<T> client, UnaryOperator<String> wording, Supplier<T> call) {
        T reply;
        try {
            reply = call.get();
        } catch (RuntimeException e) {
            Status status = of(e).getStatus();
            client.onError(status.withDescription(wording.apply(String.valueOf(status.getDescription())))
                    .asRuntimeException());
            return;
        }
        client.onNext(reply);
        client.onCompleted();
    }

    /// Ends a call that no service shall receive, and returns a listener that ignores its messages.
    static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status, String message) {
        call.close(status.withDescription(message), new Metadata());
        return new ServerCall.Listener<>() {};
    }

    /// Returns the status of an exception; INTERNAL if it is not listed here.
    static StatusRuntimeException of(RuntimeException failure) {
        if (failure instanceof StatusRuntimeException status) {
            return status;
        }
        return code(failure).withDescription(failure.getMessage()).withCause(failure).asRuntimeException();
    }

    private static Status code(RuntimeException failure) {
        return switch (failure) {
            case InvalidTopicException e -> Status.INVALID_ARGUMENT;
            case InvalidPartitionsException e -> Status.INVALID_ARGUMENT;
            case InvalidConfigurationException e -> Status.INVALID_ARGUMENT;
            case IllegalArgumentException e -> Status.INVALID_ARGUMENT;
            case MissingKeyException e -> Status.INVALID_ARGUMENT;
            case RecordBatchTooLargeException e -> Status.INVALID_ARGUMENT;
            case TopicMovedException e -> Status.FAILED_PRECONDITION;
            case UnknownTopicOrPartitionException e -> Status.NOT_FOUND;
            case TopicExistsException e -> Status.ALREADY_EXISTS;
            case OffsetOutOfRangeException e -> Status.OUT_OF_RANGE;
            case CommitOutOfRangeException e -> Status.OUT_OF_RANGE;
            case TooLargeException e -> Status.RESOURCE_EXHAUSTED;
            case InconsistentGroupProtocolException e -> Status.FAILED_PRECONDITION;
            case NoOffsetForPartitionException e -> Status.FAILED_PRECONDITION;
            case FencedInstanceIdException e -> Status.ABORTED;
            case LogClosedException e -> Status.UNAVAILABLE;
            case PartitionUnavailableException e -> Status.UNAVAILABLE;
            case StorageException e -> Status.UNAVAILABLE;
            case CorruptLogException e -> Status.DATA_LOSS;
            case BrokerException e -> Status.INVALID_ARGUMENT;
            default -> Status.INTERNAL;
        };
    }
}
