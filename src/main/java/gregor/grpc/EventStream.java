package gregor.grpc;

import gregor.grpc.proto.GregorGrpc;
import gregor.grpc.proto.GregorMessages.Commit;
import gregor.grpc.proto.GregorMessages.ConsumeReply;
import gregor.grpc.proto.GregorMessages.ConsumeRequest;
import gregor.grpc.proto.GregorMessages.Entries;
import gregor.grpc.proto.GregorMessages.Position;
import gregor.grpc.proto.GregorMessages.Start;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The other end of Consume: takes one reply at a time, and asks for the next when it is ready for it. So a reader
/// that is slow holds one page, and the server knows.
///
/// One thread at a time may call it.
public final class EventStream implements AutoCloseable {
    private final GrpcChannel connection;
    private final BlockingQueue<Object> replies = new LinkedBlockingQueue<>();
    private ClientCallStreamObserver<ConsumeRequest> call;

    /// Begins to consume.
    public EventStream(GrpcChannel connection, Start start) {
        this.connection = connection;
        GregorGrpc.newStub(connection.channel()).consume(new Replies());
        call.onNext(ConsumeRequest.newBuilder().setStart(start).build());
    }

    /// What the library calls when something arrives.
    private final class Replies implements ClientResponseObserver<ConsumeRequest, ConsumeReply> {
        @Override
        public void beforeStart(ClientCallStreamObserver<ConsumeRequest> started) {
            call = started;
            call.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(ConsumeReply reply) {
            replies.add(reply);
        }

        @Override
        public void onError(Throwable trouble) {
            replies.add(trouble);
        }

        @Override
        public void onCompleted() {
            replies.add(ConsumeReply.getDefaultInstance());
        }
    }

    /// Waits for the next reply; empty if the time is over first.
    ///
    /// @throws CallException if the server has ended the stream
    public Optional<ConsumeReply> next(Duration timeout) {
        Object next;
        try {
            next = replies.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        switch (next) {
            case null -> {
                return Optional.empty();
            }
            case StatusRuntimeException e -> {
                replies.add(e);
                return connection.call(() -> {
                    throw e;
                });
            }
            default -> {
                call.request(1);
                return Optional.of((ConsumeReply) next);
            }
        }
    }

    /// Waits for the next entries; empty if the time is over first.
    ///
    /// @throws CallException if the server has ended the stream
    public Optional<Entries> entries(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Optional<ConsumeReply> reply = next(timeout);
        while (reply.isPresent() && !reply.get().hasEntries()) {
            reply = next(Duration.ofNanos(deadline - System.nanoTime()));
        }
        return reply.map(ConsumeReply::getEntries);
    }

    /// Says that a group goes on at an offset of a partition. The server answers when it has written that down.
    public void commit(String topic, int partition, long offset) {
        var position = Position.newBuilder().setTopic(topic).setPartition(partition).setOffset(offset);
        call.onNext(ConsumeRequest.newBuilder().setCommit(Commit.newBuilder().addPositions(position)).build());
    }

    /// Leaves.
    @Override
    public void close() {
        call.cancel("the reader has left", null);
    }
}
