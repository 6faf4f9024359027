package gregor.kafka;

import module java.base;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.packed.PackedFormat;

class ClientsInFilesTest extends ClientsContract {
    @Override
    BrokerSettings settings(Path folder) {
        return BrokerSettings.in(folder).with(new PackedFormat()).with(FsyncPolicy.never());
    }
}
