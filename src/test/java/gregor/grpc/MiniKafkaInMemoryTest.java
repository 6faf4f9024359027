package gregor.grpc;

import gregor.broker.Settings;

/// MiniKafka's volatile store.
class MiniKafkaInMemoryTest extends MiniKafkaContract {
    @Override
    Settings store() {
        return Settings.inMemory(folder);
    }
}
