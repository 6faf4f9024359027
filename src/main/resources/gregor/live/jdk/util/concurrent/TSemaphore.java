package gregor.live.jdk.util.concurrent;

public final class TSemaphore {
    private int permits;
    private int waiting;

    public TSemaphore(int permits) {
        this.permits = permits;
    }

    public synchronized void acquireUninterruptibly() {
        waiting++;
        while (permits == 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                // waits on
            }
        }
        waiting--;
        permits--;
    }

    public synchronized boolean tryAcquire() {
        if (permits == 0) {
            return false;
        }
        permits--;
        return true;
    }

    public void release() {
        release(1);
    }

    public synchronized void release(int more) {
        permits += more;
        notifyAll();
    }

    public synchronized int availablePermits() {
        return permits;
    }

    public synchronized int getQueueLength() {
        return waiting;
    }
}
