package gregor.broker;

class MemoryBrokerTest extends BrokerContract {
    @Override
    protected Settings settings() {
        return Settings.inMemory(folder.resolve("archive"));
    }
}
