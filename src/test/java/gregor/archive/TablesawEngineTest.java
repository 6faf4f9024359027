package gregor.archive;

class TablesawEngineTest extends EngineContract {
    @Override
    Engine engine() {
        return new TablesawEngine();
    }
}
