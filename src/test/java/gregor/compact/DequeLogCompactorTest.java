package gregor.compact;

import gregor.deque.DequeLog;
import gregor.list.Log;

class DequeLogCompactorTest extends CompactorContract {
    @Override
    protected Log newLog() {
        return new DequeLog();
    }
}
