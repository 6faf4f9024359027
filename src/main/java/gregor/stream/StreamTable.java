package gregor.stream;

import module java.base;

/// A table whose rows change: the latest value of each key, in a [StateStore]. Kafka Streams: `KTable`.
public final class StreamTable {
    private final EventStream changes;
    private final String store;

    StreamTable(EventStream changes, String store) {
        this.changes = changes;
        this.store = store;
    }

    /// Returns its changes as a stream; the value of a row that is removed is null.
    public EventStream toStream() {
        return changes;
    }

    public String store() {
        return store;
    }

    Set<String> topics() {
        return changes.topics();
    }
}
