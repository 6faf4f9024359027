package gregor.kafka;

import module java.base;

/// The member ids given to new clients that have not joined with them yet (KIP-394). A client rejoins at once: an id
/// expires after a minute, as does the oldest of more than 10,000, and its client gets another one. Any thread may call
/// it.
final class AwaitedMembers {
    static final int MAX = 10_000;
    private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanos;
    private final Map<Key, Long> since = new LinkedHashMap<>();

    private record Key(String group, String member) {}

    /// @param nanos a monotonic clock
    AwaitedMembers(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void add(String group, String member) {
        long now = nanos.getAsLong();
        since.put(new Key(group, member), now);
        Iterator<Long> oldest = since.values().iterator();
        while (oldest.hasNext() && (now - oldest.next() > TIMEOUT_NANOS || since.size() > MAX)) {
            oldest.remove();
        }
    }

    synchronized boolean contains(String group, String member) {
        Long added = since.get(new Key(group, member));
        return added != null && nanos.getAsLong() - added <= TIMEOUT_NANOS;
    }

    /// Removes an id; false if it was not awaited.
    synchronized boolean remove(String group, String member) {
        return since.remove(new Key(group, member)) != null;
    }

    synchronized int size() {
        return since.size();
    }
}
