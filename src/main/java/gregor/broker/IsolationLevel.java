package gregor.broker;

import module java.base;

/// Which events of transactions a reader gets. Kafka: `isolation.level`.
public enum IsolationLevel {
    /// Those of committed transactions. The log ends at the last stable offset, before the first open transaction.
    READ_COMMITTED,
    /// All, as in the log.
    READ_UNCOMMITTED;

    /// Returns the level of Kafka's name; empty if there is none.
    public static Optional<IsolationLevel> of(String name) {
        return Stream.of(values()).filter(level -> level.toString().equals(name)).findFirst();
    }

    /// Returns Kafka's name, such as `read_committed`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
