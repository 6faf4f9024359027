package gregor.cli.broker;

import gregor.broker.Broker;
import gregor.grpc.Address;
import gregor.kafka.KafkaDoor;
import gregor.kafka.KafkaSettings;
import java.util.List;

/// The door for Kafka's clients, as the command `broker` opens it.
final class KafkaListener implements Door {
    private final KafkaSettings settings;
    private KafkaDoor door;

    KafkaListener(KafkaSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public void start(Broker broker) {
        door = KafkaDoor.open(broker, settings);
    }

    @Override
    public String address() {
        return Address.text(door.address());
    }

    /// Three lines to paste.
    @Override
    public List<String> hints() {
        return List.of("kcat -b " + address() + " -L",
                "bootstrap.servers=" + address(),
                "kafka-console-consumer.sh --bootstrap-server " + address() + " --topic words --from-beginning");
    }

    @Override
    public void close() {
        if (door != null) {
            door.close();
        }
    }
}
