package gregor.ancestor.minikafka;

import module java.base;

import gregor.ancestor.minikafka.proto.MiniKafkaGrpc;
import gregor.ancestor.minikafka.proto.MiniKafkaGrpc.MiniKafkaBlockingStub;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.MsgNumber;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.PollRequest;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.PollResponse;
import gregor.grpc.CallException;
import gregor.grpc.GrpcChannel;
import io.grpc.Status;

/// Reads messages from a topic of a MiniKafka server, the original or ours, and keeps its own position. One thread at a
/// time may call it.
public final class ConsumeClient {
    private final GrpcChannel channel;
    private final MiniKafkaBlockingStub server;
    private final String topic;
    private long readFrom = 1;

    /// Starts at the first message that has not been deleted.
    public ConsumeClient(GrpcChannel channel, String topic) {
        this.channel = channel;
        this.server = MiniKafkaGrpc.newBlockingStub(channel.channel());
        this.topic = topic;
    }

    /// Returns the next messages, as many as fit into a reply; none at the end of the topic or if the topic is unknown.
    ///
    /// @throws CallException if the server refuses, or does not answer within 30 seconds
    public List<byte[]> poll() {
        var request = PollRequest.newBuilder().setTopic(topic)
                .setReadFrom(MsgNumber.newBuilder().setMsgNumber((int) readFrom)).build();
        try {
            PollResponse reply = channel.call(() -> server.withDeadlineAfter(ProduceClient.TIMEOUT).poll(request));
            readFrom = Integer.toUnsignedLong(reply.getNewReadFrom().getMsgNumber());
            return reply.getPayloadsList().stream().map(payload -> payload.getPayload().toByteArray()).toList();
        } catch (CallException e) {
            if (isUnknownTopic(e)) {
                return List.of();
            }
            throw e;
        }
    }

    /// Recognises the answer of the original too: `UNKNOWN`, and the text of its store in memory or in files.
    private static boolean isUnknownTopic(CallException e) {
        return e.code() == Status.Code.NOT_FOUND
                || e.code() == Status.Code.UNKNOWN && e.getMessage().matches("(?s).*(No such|Unknown) topic: .*");
    }

    public long readFrom() {
        return readFrom;
    }
}
