package gregor.broker;

class MemoryBrokerTest extends BrokerContract {
    @Override
    protected BrokerSettings settings() {
        return BrokerSettings.inMemory(folder.resolve("archive"));
    }
}
