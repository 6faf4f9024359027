package gregor.kafka;

import gregor.broker.Settings;
import gregor.file.FsyncPolicy;
import java.nio.file.Path;

class ClientsInOtherFilesTest extends ClientsContract {
    @Override
    Settings settings(Path folder) {
        return Settings.in(folder).with(FsyncPolicy.never());
    }
}
