package gregor.kafka;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The ids that JoinGroup has given to new members and with which they have not joined yet (KIP-394). A client joins
/// again at once; an id that has waited for a minute, or the oldest of more than 10,000, is forgotten, and its client
/// gets another one. One thread at a time may call it.
final class AwaitedMembers {
    static final int MOST = 10_000;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanos;
    private final Map<Place, Long> since = new LinkedHashMap<>();

    private record Place(String group, String member) {}

    /// @param nanos a monotonic clock
    AwaitedMembers(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void add(String group, String member) {
        long now = nanos.getAsLong();
        since.put(new Place(group, member), now);
        Iterator<Long> oldest = since.values().iterator();
        while (oldest.hasNext() && (now - oldest.next() > PATIENCE || since.size() > MOST)) {
            oldest.remove();
        }
    }

    boolean contains(String group, String member) {
        Long began = since.get(new Place(group, member));
        return began != null && nanos.getAsLong() - began <= PATIENCE;
    }

    /// Forgets an id; false if it was not awaited.
    boolean remove(String group, String member) {
        return since.remove(new Place(group, member)) != null;
    }

    int size() {
        return since.size();
    }
}
