package gregor.cli.broker;

import module java.base;

import gregor.topic.PartitionEntry;

/// Reads partitions, for a group or not. One thread at a time may call it.
interface EventReader {
    /// Reads at most `maxEvents` of the next events; none at the end.
    List<PartitionEntry> poll(int maxEvents);

    /// Whether it still reads all its partitions; false if it has left out a damaged one and printed a message.
    default boolean isWhole() {
        return true;
    }

    /// Commits the offset after each polled event. Does nothing without a group.
    void commit();
}
