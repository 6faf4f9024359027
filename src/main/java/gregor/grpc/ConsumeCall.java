package gregor.grpc;

import gregor.broker.Broker;
import gregor.grpc.proto.GregorMessages.ConsumeReply;
import gregor.grpc.proto.GregorMessages.ConsumeRequest;
import gregor.grpc.proto.GregorMessages.Start;
import gregor.topic.Topic;
import io.grpc.stub.StreamObserver;

/// Receives the requests of one Consume call: a Start first, then commits.
final class ConsumeCall implements StreamObserver<ConsumeRequest> {
    private static final int MAX_TOPICS = 100;
    private static final int MAX_NAME = 255;

    private final Broker broker;
    private final FlowControlledReply reply;
    private PartitionSenders senders;

    ConsumeCall(Broker broker, FlowControlledReply reply) {
        this.broker = broker;
        this.reply = reply;
    }

    @Override
    public void onNext(ConsumeRequest request) {
        try {
            switch (request.getRequestCase()) {
                case START -> start(request.getStart());
                case COMMIT -> commit(request);
                case REQUEST_NOT_SET ->
                        throw new IllegalArgumentException("the request is empty; send start or commit");
            }
        } catch (RuntimeException e) {
            reply.fail(e);
        }
    }

    private void start(Start request) {
        if (senders != null) {
            throw new IllegalArgumentException("this stream has a Start already; open another stream for other topics");
        }
        if (request.getTopicsCount() < 1 || request.getTopicsCount() > MAX_TOPICS) {
            throw new IllegalArgumentException("name 1 to " + MAX_TOPICS + " topics, not " + request.getTopicsCount());
        }
        request.getTopicsList().forEach(Topic::checkName);
        if (request.getGroup().length() > MAX_NAME || request.getClient().length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "the name of a group or a client has at most " + MAX_NAME + " characters");
        }
        senders = request.getGroup().isEmpty()
                ? new TopicSenders(broker, reply, request)
                : new GroupSenders(broker, reply, request);
        Thread.ofVirtual().name("senders").start(this::run);
    }

    private void run() {
        try {
            while (!reply.isClosed()) {
                senders.maintain();
            }
        } catch (RuntimeException e) {
            reply.fail(e);
        }
        try {
            senders.close();
        } catch (RuntimeException e) {
            // the broker is closing, and the client has disconnected
        }
    }

    private void commit(ConsumeRequest request) {
        if (senders == null) {
            throw new IllegalArgumentException("there is nothing to commit yet; send start first");
        }
        var written = senders.commit(request.getCommit());
        reply.send(() -> true, ConsumeReply.newBuilder().setCommitted(written).build());
    }

    /// Ends the stream: the client has cancelled it or disconnected.
    @Override
    public void onError(Throwable cause) {
        reply.complete();
    }

    @Override
    public void onCompleted() {
        reply.complete();
    }
}
