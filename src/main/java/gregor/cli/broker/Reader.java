package gregor.cli.broker;

import gregor.topic.PartitionEntry;
import java.util.List;

/// Reads partitions, and may be one of a group. One thread at a time may call it.
interface Reader {
    /// Reads the next events, up to a number; none if there are none yet.
    List<PartitionEntry> poll(int maxEvents);

    /// Whether it reads all that it was to read; not if it has left a damaged partition out, which it has said then.
    default boolean isWhole() {
        return true;
    }

    /// Writes down that all that was polled is done with. Who is in no group has nothing to write down.
    void commit();
}
