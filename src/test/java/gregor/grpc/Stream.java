package gregor.grpc;

import module java.base;

import gregor.grpc.proto.GregorGrpc;
import gregor.grpc.proto.GregorMessages.Commit;
import gregor.grpc.proto.GregorMessages.ConsumeReply;
import gregor.grpc.proto.GregorMessages.ConsumeRequest;
import gregor.grpc.proto.GregorMessages.Entry;
import gregor.grpc.proto.GregorMessages.Position;
import gregor.grpc.proto.GregorMessages.Start;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;

/// A client of Consume that keeps the replies it has requested.
final class Stream implements ClientResponseObserver<ConsumeRequest, ConsumeReply>, AutoCloseable {
    private final BlockingQueue<Object> replies = new LinkedBlockingQueue<>();
    private final boolean greedy;
    private ClientCallStreamObserver<ConsumeRequest> call;

    private Stream(boolean greedy) {
        this.greedy = greedy;
    }

    /// @param greedy whether it requests all replies at once
    static Stream open(GrpcChannel connection, boolean greedy, Start start) {
        var stream = new Stream(greedy);
        GregorGrpc.newStub(connection.channel()).consume(stream);
        stream.call.onNext(ConsumeRequest.newBuilder().setStart(start).build());
        return stream;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ConsumeRequest> started) {
        call = started;
        if (!greedy) {
            call.disableAutoRequestWithInitial(0);
        }
    }

    void ask(int replies) {
        call.request(replies);
    }

    void commit(String topic, int partition, long offset) {
        var position = Position.newBuilder().setTopic(topic).setPartition(partition).setOffset(offset);
        call.onNext(ConsumeRequest.newBuilder().setCommit(Commit.newBuilder().addPositions(position)).build());
    }

    void send(ConsumeRequest request) {
        call.onNext(request);
    }

    /// Waits for a reply of a kind; skips others.
    ConsumeReply next(Predicate<ConsumeReply> kind) {
        while (true) {
            switch (next()) {
                case ConsumeReply reply when kind.test(reply) -> {
                    return reply;
                }
                case ConsumeReply other -> {
                }
                case RuntimeException e -> throw e;
                case Object end -> throw new AssertionError("the stream has ended: " + end);
            }
        }
    }

    Object next() {
        try {
            Object next = replies.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Waits for a number of entries.
    List<Entry> entries(int count) {
        var entries = new ArrayList<Entry>();
        while (entries.size() < count) {
            entries.addAll(next(ConsumeReply::hasEntries).getEntries().getEntriesList());
        }
        return entries;
    }

    List<String> texts(int count) {
        return entries(count).stream().map(entry -> entry.getEvent().getValue().toStringUtf8()).toList();
    }

    List<String> assignment() {
        return next(ConsumeReply::hasAssignment).getAssignment().getPositionsList().stream()
                .map(position -> position.getTopic() + "-" + position.getPartition() + "@" + position.getOffset())
                .toList();
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
        replies.add("completed");
    }

    @Override
    public void close() {
        call.cancel("the test is over", null);
    }
}
