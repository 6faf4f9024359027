package gregor.kafka;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import java.nio.file.Path;

class ClientsInOtherFilesTest extends ClientsContract {
    @Override
    BrokerSettings settings(Path folder) {
        return BrokerSettings.in(folder).with(FsyncPolicy.never());
    }
}
