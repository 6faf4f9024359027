package gregor.grpc;

import module java.base;

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

/// The client's side of a Consume call. It requests one reply at a time, so a slow reader holds one page of entries,
/// and the server notices.
///
/// One thread at a time may call it.
public final class EventStream implements AutoCloseable {
    private final GrpcChannel channel;
    private final BlockingQueue<Object> replies = new LinkedBlockingQueue<>();
    private ClientCallStreamObserver<ConsumeRequest> call;

    /// Starts the call.
    public EventStream(GrpcChannel channel, Start start) {
        this.channel = channel;
        GregorGrpc.newStub(channel.channel()).consume(new Replies());
        call.onNext(ConsumeRequest.newBuilder().setStart(start).build());
    }

    /// Receives the replies from the library.
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
        public void onError(Throwable failure) {
            replies.add(failure);
        }

        @Override
        public void onCompleted() {
            replies.add(ConsumeReply.getDefaultInstance());
        }
    }

    /// Waits for the next reply; empty if the timeout expires.
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
                return channel.call(() -> {
                    throw e;
                });
            }
            default -> {
                call.request(1);
                return Optional.of((ConsumeReply) next);
            }
        }
    }

    /// Waits for the next entries; empty if the timeout expires.
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

    /// Commits the next offset of the group in a partition. The server replies when it is stored.
    public void commit(String topic, int partition, long offset) {
        var position = Position.newBuilder().setTopic(topic).setPartition(partition).setOffset(offset);
        call.onNext(ConsumeRequest.newBuilder().setCommit(Commit.newBuilder().addPositions(position)).build());
    }

    /// Cancels the call.
    @Override
    public void close() {
        call.cancel("closed by the reader", null);
    }
}
