package gregor.kafka;

import module java.base;

import gregor.broker.BrokerSettings;

class ClientsInMemoryTest extends ClientsContract {
    @Override
    BrokerSettings settings(Path folder) {
        return BrokerSettings.inMemory(folder);
    }
}
