package gregor.list;

class DictionaryLogTest extends MemoryLogContract {
    @Override
    protected Log newLog() {
        return new DictionaryLog();
    }
}
