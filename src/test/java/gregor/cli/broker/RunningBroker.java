package gregor.cli.broker;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.door.HostPort;
import gregor.kafka.KafkaSettings;
import gregor.packed.PackedFormat;

/// A broker that has a data folder for itself, with a door for Kafka's clients at a port that is free.
public final class RunningBroker implements AutoCloseable {
    private final Broker broker;
    private final BrokerDoors door;

    public RunningBroker(Path data) {
        this(data, UnaryOperator.identity());
    }

    public RunningBroker(Path data, UnaryOperator<KafkaSettings> how) {
        broker = EmbeddedClient.open(BrokerSettings.in(data).with(new PackedFormat()));
        door = new BrokerDoors(List.of(BrokerDoors.kafka(how.apply(KafkaSettings.at(HostPort.parse("127.0.0.1:0"))))));
        door.open(broker);
    }

    public String address() {
        return door.addresses().getFirst();
    }

    public Broker broker() {
        return broker;
    }

    @Override
    public void close() {
        door.close();
        broker.close();
    }
}
