package gregor.kafka;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.packed.PackedFormat;
import java.nio.file.Path;

class ClientsInFilesTest extends ClientsContract {
    @Override
    BrokerSettings settings(Path folder) {
        return BrokerSettings.in(folder).with(new PackedFormat()).with(FsyncPolicy.never());
    }
}
