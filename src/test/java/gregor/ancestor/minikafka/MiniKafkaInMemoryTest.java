package gregor.ancestor.minikafka;

import gregor.broker.BrokerSettings;

/// MiniKafka's volatile store.
class MiniKafkaInMemoryTest extends MiniKafkaContract {
    @Override
    BrokerSettings store() {
        return BrokerSettings.inMemory(folder);
    }
}
