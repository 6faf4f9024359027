package gregor.ancestor.minikafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import gregor.ancestor.Transcript;
import gregor.ancestor.minikafka.proto.MiniKafkaGrpc;
import gregor.ancestor.minikafka.proto.MiniKafkaGrpc.MiniKafkaBlockingStub;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.PollRequest;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.ProduceRequest;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.grpc.GrpcChannel;
import gregor.grpc.GrpcDoor;
import gregor.grpc.GrpcSettings;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The messages of MiniKafka's own server, byte for byte.
class MiniKafkaTranscriptTest {
    @TempDir
    private Path folder;

    @Test
    void eachCallHasTheAnswerOfMiniKafka() {
        try (Broker broker = Broker.open(BrokerSettings.inMemory(folder));
                GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(new InetSocketAddress("localhost", 0)),
                        new MiniKafkaService(broker));
                GrpcChannel channel = GrpcChannel.to(door.address())) {
            MiniKafkaBlockingStub server = MiniKafkaGrpc.newBlockingStub(channel.channel());
            Transcript.of(getClass()).requests().forEach(line -> {
                if (line.get(2).startsWith("ERROR")) {
                    String topic = line.get(2).replaceFirst(".*: ", "");
                    assertThatThrownBy(() -> answer(server, line)).as(line.toString())
                            .isInstanceOf(StatusRuntimeException.class)
                            .hasMessageStartingWith("NOT_FOUND: topic " + topic + " does not exist");
                } else {
                    assertThat(answer(server, line)).as(line.toString()).isEqualTo(line.get(2));
                }
            });
        }
    }

    private static String answer(MiniKafkaBlockingStub server, List<String> line) {
        byte[] request = HexFormat.of().parseHex(line.get(1));
        try {
            return HexFormat.of()
                    .formatHex((line.get(0).equals("Poll")
                            ? server.poll(PollRequest.parseFrom(request))
                            : server.produce(ProduceRequest.parseFrom(request))).toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
