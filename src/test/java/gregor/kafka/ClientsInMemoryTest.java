package gregor.kafka;

import gregor.broker.Settings;
import java.nio.file.Path;

class ClientsInMemoryTest extends ClientsContract {
    @Override
    Settings settings(Path folder) {
        return Settings.inMemory(folder);
    }
}
