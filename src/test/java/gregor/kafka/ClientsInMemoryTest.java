package gregor.kafka;

import gregor.broker.BrokerSettings;
import java.nio.file.Path;

class ClientsInMemoryTest extends ClientsContract {
    @Override
    BrokerSettings settings(Path folder) {
        return BrokerSettings.inMemory(folder);
    }
}
