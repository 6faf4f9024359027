package gregor.grpc;

import gregor.broker.Settings;
import gregor.file.FsyncPolicy;

/// MiniKafka's real store.
class MiniKafkaInFilesTest extends MiniKafkaContract {
    @Override
    Settings store() {
        return Settings.in(folder).with(FsyncPolicy.never());
    }
}
