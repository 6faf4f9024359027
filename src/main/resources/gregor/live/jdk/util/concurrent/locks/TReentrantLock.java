package gregor.live.jdk.util.concurrent.locks;

public class TReentrantLock {
    private Thread owner;
    private int holds;

    public void lock() {
        boolean held = false;
        while (!held) {
            try {
                lockInterruptibly();
                held = true;
            } catch (InterruptedException e) {
                // waits on
            }
        }
    }

    public synchronized void lockInterruptibly() throws InterruptedException {
        while (owner != null && owner != Thread.currentThread()) {
            wait();
        }
        owner = Thread.currentThread();
        holds++;
    }

    public synchronized void unlock() {
        if (--holds == 0) {
            owner = null;
            notify();
        }
    }

    public synchronized boolean isHeldByCurrentThread() {
        return owner == Thread.currentThread();
    }
}
