package gregor.notebook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The queues through which the tabs of a session receive its events. Any thread may call it.
final class EventQueues {
    /// The last event of a tab that has closed.
    static final Map<String, Object> TAB_CLOSED = Map.of("type", "bye");

    private static final Duration ARRIVAL_GRACE = Duration.ofSeconds(5);

    private final Map<String, BlockingQueue<Map<String, Object>>> tabs = new ConcurrentHashMap<>();
    private final List<BlockingQueue<Map<String, Object>>> queues = new CopyOnWriteArrayList<>();
    private final long created = System.nanoTime();
    private volatile boolean entered;

    /// Adds the queue of a tab.
    void add(String tab, BlockingQueue<Map<String, Object>> queue) {
        entered = true;
        tabs.put(tab, queue);
        queues.add(queue);
    }

    void remove(BlockingQueue<Map<String, Object>> queue) {
        queues.remove(queue);
    }

    /// Ends the events of a tab that has closed.
    void close(String tab) {
        BlockingQueue<Map<String, Object>> queue = tabs.remove(tab);
        if (queue != null) {
            queues.remove(queue);
            queue.add(TAB_CLOSED);
        }
    }

    /// Reports whether a tab receives events, or the first one may still arrive.
    boolean isWatched() {
        return !queues.isEmpty() || !entered && System.nanoTime() - created < ARRIVAL_GRACE.toNanos();
    }

    void publish(Map<String, Object> event) {
        queues.forEach(queue -> queue.add(event));
    }
}
