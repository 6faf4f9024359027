package gregor.thread;

import gregor.list.Log;

class SharedLogTest extends WaitingLogContract {
    @Override
    protected WaitingLog guard(Log log) {
        return new SharedLog(log);
    }
}
