package gregor.notebook;

import module java.base;

/// The queues through which browsers receive the events of all sessions. All tabs of a browser share one queue, since a
/// browser opens at most six connections to a server. Any thread may call it.
final class EventQueues {
    private static final Duration ARRIVAL_GRACE = Duration.ofSeconds(5);

    private final List<BlockingQueue<Map<String, Object>>> queues = new CopyOnWriteArrayList<>();
    private volatile long lastWatched = System.nanoTime();

    BlockingQueue<Map<String, Object>> add() {
        var queue = new LinkedBlockingQueue<Map<String, Object>>();
        queues.add(queue);
        return queue;
    }

    void remove(BlockingQueue<Map<String, Object>> queue) {
        lastWatched = System.nanoTime();
        queues.remove(queue);
    }

    /// Reports whether a browser receives events, or may still arrive.
    boolean isWatched() {
        return !queues.isEmpty() || System.nanoTime() - lastWatched < ARRIVAL_GRACE.toNanos();
    }

    void publish(String session, Map<String, Object> event) {
        var addressed = new LinkedHashMap<>(event);
        addressed.put("session", session);
        queues.forEach(queue -> queue.add(addressed));
    }
}
