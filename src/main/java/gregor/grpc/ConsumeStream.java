package gregor.grpc;

import module java.base;

import gregor.grpc.proto.GregorGrpc;
import gregor.grpc.proto.GregorMessages.Commit;
import gregor.grpc.proto.GregorMessages.ConsumeReply;
import gregor.grpc.proto.GregorMessages.ConsumeRequest;
import gregor.grpc.proto.GregorMessages.Entries;
import gregor.grpc.proto.GregorMessages.Position;
import gregor.grpc.proto.GregorMessages.Start;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;

/// The client's side of a Consume call. It requests one reply at a time, so a slow reader holds one page of entries,
/// and the server notices.
///
/// One thread at a time may call it.
public final class ConsumeStream implements AutoCloseable {
    private final GrpcChannel channel;
    private final BlockingClientCall<ConsumeRequest, ConsumeReply> call;

    /// @throws CallException if the server does not answer
    public ConsumeStream(GrpcChannel channel, Start start) {
        this.channel = channel;
        call = GregorGrpc.newBlockingV2Stub(channel.channel()).consume();
        send(ConsumeRequest.newBuilder().setStart(start).build());
    }

    private void send(ConsumeRequest request) {
        try {
            call.write(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StatusException e) {
            throw channel.refusal(e.getStatus().asRuntimeException());
        }
    }

    /// Waits for the next reply; empty if the timeout expires.
    ///
    /// @throws CallException if the server has ended the stream
    public Optional<ConsumeReply> next(Duration timeout) {
        try {
            return Optional.ofNullable(call.read(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (StatusException e) {
            throw channel.refusal(e.getStatus().asRuntimeException());
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
        send(ConsumeRequest.newBuilder().setCommit(Commit.newBuilder().addPositions(position)).build());
    }

    @Override
    public void close() {
        call.cancel("closed by the reader", null);
    }
}
