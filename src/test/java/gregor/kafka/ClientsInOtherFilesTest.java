package gregor.kafka;

import module java.base;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;

class ClientsInOtherFilesTest extends ClientsContract {
    @Override
    BrokerSettings settings(Path folder) {
        return BrokerSettings.in(folder).with(FsyncPolicy.never());
    }
}
