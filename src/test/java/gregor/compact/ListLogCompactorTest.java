package gregor.compact;

import gregor.list.ListLog;
import gregor.list.Log;

class ListLogCompactorTest extends CompactorContract {
    @Override
    protected Log newLog() {
        return new ListLog();
    }
}
