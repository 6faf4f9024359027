package gregor.kafka;

import gregor.broker.Settings;
import gregor.file.FsyncPolicy;
import gregor.packed.PackedFormat;
import java.nio.file.Path;

class ClientsInFilesTest extends ClientsContract {
    @Override
    Settings settings(Path folder) {
        return Settings.in(folder).with(new PackedFormat()).with(FsyncPolicy.never());
    }
}
