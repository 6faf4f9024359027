package gregor.grpc;

import gregor.broker.Broker;
import gregor.grpc.proto.GregorMessages.ConsumeReply;
import gregor.grpc.proto.GregorMessages.ConsumeRequest;
import gregor.grpc.proto.GregorMessages.Start;
import gregor.topic.Topic;
import io.grpc.stub.StreamObserver;

/// One call of Consume: the client's half of the talk. First it says what to read, then it commits.
final class ConsumeCall implements StreamObserver<ConsumeRequest> {
    private static final int TOPICS = 100;
    private static final int NAME = 255;

    private final Broker broker;
    private final FlowControlledReply gate;
    private PartitionSenders feed;

    ConsumeCall(Broker broker, FlowControlledReply gate) {
        this.broker = broker;
        this.gate = gate;
    }

    @Override
    public void onNext(ConsumeRequest request) {
        try {
            switch (request.getRequestCase()) {
                case START -> start(request.getStart());
                case COMMIT -> commit(request);
                case REQUEST_NOT_SET ->
                        throw new IllegalArgumentException("this request is empty; send start or commit");
            }
        } catch (RuntimeException e) {
            gate.fail(e);
        }
    }

    private void start(Start request) {
        if (feed != null) {
            throw new IllegalArgumentException("this stream has begun already; open another one to read something"
                    + " else");
        }
        if (request.getTopicsCount() < 1 || request.getTopicsCount() > TOPICS) {
            throw new IllegalArgumentException("name 1 to " + TOPICS + " topics, not " + request.getTopicsCount());
        }
        request.getTopicsList().forEach(Topic::checkName);
        if (request.getGroup().length() > NAME || request.getClient().length() > NAME) {
            throw new IllegalArgumentException("the name of a group or a client has " + NAME + " letters at most");
        }
        feed = request.getGroup().isEmpty() ? new TopicSenders(broker, gate, request)
                : new GroupSenders(broker, gate, request);
        Thread.ofVirtual().name("feed").start(() -> feed(feed));
    }

    private void feed(PartitionSenders feed) {
        try {
            while (!gate.isClosed()) {
                feed.tend();
            }
        } catch (RuntimeException e) {
            gate.fail(e);
        }
        try {
            feed.close();
        } catch (RuntimeException e) {
            // the broker closes too, and nobody is left to be told
        }
    }

    private void commit(ConsumeRequest request) {
        if (feed == null) {
            throw new IllegalArgumentException("there is nothing to commit yet; the first request says what to read");
        }
        var written = feed.commit(request.getCommit());
        gate.send(() -> true, ConsumeReply.newBuilder().setCommitted(written).build());
    }

    /// The client is gone already.
    @Override
    public void onError(Throwable gone) {
        gate.complete();
    }

    @Override
    public void onCompleted() {
        gate.complete();
    }
}
