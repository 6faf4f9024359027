package gregor.ancestor.minikafka;

import com.google.protobuf.ByteString;
import gregor.grpc.GrpcChannel;
import gregor.grpc.proto.MiniKafkaGrpc;
import gregor.grpc.proto.MiniKafkaGrpc.MiniKafkaBlockingStub;
import gregor.grpc.proto.MiniKafkaMessages.Payload;
import gregor.grpc.proto.MiniKafkaMessages.ProduceRequest;
import gregor.grpc.proto.MiniKafkaMessages.Topic;
import java.time.Duration;

/// Sends messages to a topic of MiniKafka, the original or ours. Any thread may call it.
public final class ProduceClient {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final GrpcChannel connection;
    private final MiniKafkaBlockingStub server;
    private final Topic topic;

    /// Makes one; nothing is sent yet.
    public ProduceClient(GrpcChannel connection, String topic) {
        this.connection = connection;
        this.server = MiniKafkaGrpc.newBlockingStub(connection.channel());
        this.topic = Topic.newBuilder().setTopic(topic).build();
    }

    /// Sends a message, and returns its number in the topic: 1 for the first one.
    ///
    /// @throws CallException if the server refuses it, or does not answer within 30 seconds: then it may have it
    public long send(byte[] message) {
        var request = ProduceRequest.newBuilder().setTopic(topic)
                .setPayload(Payload.newBuilder().setPayload(ByteString.copyFrom(message))).build();
        return connection.call(() ->
                Integer.toUnsignedLong(server.withDeadlineAfter(PATIENCE).produce(request).getMsgNumber()));
    }
}
