package gregor.live.jdk.util.concurrent;

import java.util.ArrayDeque;

public final class TLinkedBlockingQueue<T> extends ArrayDeque<T> {
    @Override
    public synchronized boolean add(T element) {
        super.addLast(element);
        notifyAll();
        return true;
    }

    public synchronized T take() throws InterruptedException {
        while (isEmpty()) {
            wait();
        }
        return removeFirst();
    }
}
