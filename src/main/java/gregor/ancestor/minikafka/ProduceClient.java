package gregor.ancestor.minikafka;

import module java.base;

import com.google.protobuf.ByteString;
import gregor.ancestor.minikafka.proto.MiniKafkaGrpc;
import gregor.ancestor.minikafka.proto.MiniKafkaGrpc.MiniKafkaBlockingStub;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.Payload;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.ProduceRequest;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.Topic;
import gregor.grpc.GrpcChannel;

/// Sends messages to a topic of a MiniKafka server, the original or ours. Any thread may call it.
public final class ProduceClient {
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final GrpcChannel channel;
    private final MiniKafkaBlockingStub server;
    private final Topic topic;

    public ProduceClient(GrpcChannel channel, String topic) {
        this.channel = channel;
        this.server = MiniKafkaGrpc.newBlockingStub(channel.channel());
        this.topic = Topic.newBuilder().setTopic(topic).build();
    }

    /// Sends a message and returns its number in the topic, 1 for the first one.
    ///
    /// @throws CallException if the server refuses it, or does not answer within 30 seconds; it may have stored it then
    public long send(byte[] message) {
        var request = ProduceRequest.newBuilder().setTopic(topic)
                .setPayload(Payload.newBuilder().setPayload(ByteString.copyFrom(message))).build();
        return channel
                .call(() -> Integer.toUnsignedLong(server.withDeadlineAfter(TIMEOUT).produce(request).getMsgNumber()));
    }
}
