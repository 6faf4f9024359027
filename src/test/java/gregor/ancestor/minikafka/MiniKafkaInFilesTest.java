package gregor.ancestor.minikafka;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;

/// The store in files.
class MiniKafkaInFilesTest extends MiniKafkaContract {
    @Override
    BrokerSettings store() {
        return BrokerSettings.in(folder).with(FsyncPolicy.never());
    }
}
