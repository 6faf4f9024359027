package gregor.live.jdk.util.concurrent;

import java.util.concurrent.TimeUnit;

public final class TCountDownLatch {
    private long count;

    public TCountDownLatch(int count) {
        this.count = count;
    }

    public synchronized void countDown() {
        if (--count == 0) {
            notifyAll();
        }
    }

    public synchronized void await() throws InterruptedException {
        while (count > 0) {
            wait();
        }
    }

    public synchronized boolean await(long time, TimeUnit unit) throws InterruptedException {
        long end = System.currentTimeMillis() + unit.toMillis(time);
        for (long left = unit.toMillis(time); count > 0 && left > 0; left = end - System.currentTimeMillis()) {
            wait(left);
        }
        return count == 0;
    }
}
