package gregor.ancestor.minikafka;

import gregor.broker.BrokerSettings;

/// The store in memory.
class MiniKafkaInMemoryTest extends MiniKafkaContract {
    @Override
    BrokerSettings store() {
        return BrokerSettings.inMemory(folder);
    }
}
