package gregor.ancestor.minikafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.grpc.GrpcChannel;
import gregor.grpc.GrpcDoor;
import gregor.grpc.GrpcSettings;
import gregor.list.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvictionTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("localhost", 0);

    @TempDir
    private Path folder;

    @Test
    void oldMessagesLeaveByThemselves() throws InterruptedException {
        try (Broker broker = Broker.open(BrokerSettings.inMemory(folder));
                GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE),
                        new MiniKafkaService(broker, Optional.of(Duration.ofMillis(50))));
                var channel = GrpcChannel.to(door.address())) {
            new ProduceClient(channel, "t").send(Utf8.bytes("x"));
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (broker.partition("t", 0).start() == 0 && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            assertThat(broker.partition("t", 0).start()).isEqualTo(1);
            assertThat(new ProduceClient(channel, "t").send(Utf8.bytes("y"))).isEqualTo(2);
        }
    }

    @Test
    void aRetentionIsPositive() {
        try (Broker broker = Broker.open(BrokerSettings.inMemory(folder))) {
            assertThatThrownBy(() -> new MiniKafkaService(broker, Optional.of(Duration.ZERO)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("give more");
        }
    }

    @Test
    void theDoorStopsIt() {
        try (Broker broker = Broker.open(BrokerSettings.inMemory(folder))) {
            var eviction = new Eviction(broker, Duration.ofHours(1));
            eviction.start();
            assertTimeoutPreemptively(Duration.ofSeconds(20), eviction::stop);
        }
    }

    @Test
    void aConsumerWaitsForItsTopic() {
        try (Broker broker = Broker.open(BrokerSettings.inMemory(folder));
                GrpcDoor door = GrpcDoor.open(broker, GrpcSettings.at(HERE), new MiniKafkaService(broker));
                var channel = GrpcChannel.to(door.address())) {
            var consumer = new ConsumeClient(channel, "later");
            assertThat(consumer.poll()).isEmpty();
            new ProduceClient(channel, "later").send(Utf8.bytes("now"));
            assertThat(consumer.poll()).containsExactly(Utf8.bytes("now"));
            assertThat(consumer.readFrom()).isEqualTo(2);
        }
    }
}
