package gregor.thread;

import gregor.list.Batch;
import gregor.list.ForwardingLog;
import gregor.list.ListLog;

/// A log whose appends fail, with what it was given. The rest works.
class FailingLog extends ForwardingLog<ListLog> {
    private final Throwable failure;

    FailingLog(Throwable failure) {
        super(new ListLog());
        this.failure = failure;
    }

    @Override
    public long append(Batch batch) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
