package gregor.ancestor.minikafka;

import gregor.grpc.CallException;
import gregor.grpc.GrpcChannel;
import gregor.grpc.proto.MiniKafkaGrpc;
import gregor.grpc.proto.MiniKafkaGrpc.MiniKafkaBlockingStub;
import gregor.grpc.proto.MiniKafkaMessages.MsgNumber;
import gregor.grpc.proto.MiniKafkaMessages.PollRequest;
import gregor.grpc.proto.MiniKafkaMessages.PollResponse;
import io.grpc.Status;
import java.util.List;

/// Reads the messages of a topic of MiniKafka, the original or ours, from its own position. One thread at a time may
/// call it.
public final class ConsumeClient {
    private final GrpcChannel connection;
    private final MiniKafkaBlockingStub server;
    private final String topic;
    private long readFrom = 1;

    /// Begins at the first message that is still there.
    public ConsumeClient(GrpcChannel connection, String topic) {
        this.connection = connection;
        this.server = MiniKafkaGrpc.newBlockingStub(connection.channel());
        this.topic = topic;
    }

    /// Reads what is new, at most as much as a reply holds, and moves behind it. If nothing is new, or there is no such
    /// topic yet, there is nothing.
    ///
    /// @throws CallException if the server refuses, or does not answer within 30 seconds
    public List<byte[]> poll() {
        var request = PollRequest.newBuilder().setTopic(topic)
                .setReadFrom(MsgNumber.newBuilder().setMsgNumber((int) readFrom)).build();
        try {
            PollResponse reply = connection.call(() -> server.withDeadlineAfter(ProduceClient.PATIENCE).poll(request));
            readFrom = Integer.toUnsignedLong(reply.getNewReadFrom().getMsgNumber());
            return reply.getPayloadsList().stream().map(payload -> payload.getPayload().toByteArray()).toList();
        } catch (CallException e) {
            if (e.code() == Status.Code.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /// The number of the message that it reads next.
    public long readFrom() {
        return readFrom;
    }
}
