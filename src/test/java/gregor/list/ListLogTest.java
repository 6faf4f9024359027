package gregor.list;

class ListLogTest extends LogContract {
    @Override
    protected Log newLog() {
        return new ListLog();
    }
}
