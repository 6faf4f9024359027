package gregor.http;

import gregor.topic.PartitionEntry;
import java.time.Duration;
import java.util.List;

/// Events for one client, one after the other. One thread at a time may call it.
interface EventSource extends AutoCloseable {
    /// Returns the next events; waits for some if there are none, and returns none if the time is over first.
    List<PartitionEntry> next(Duration timeout);

    /// Says that what was returned so far has been sent.
    void commit();

    /// Where the feed is once this event has been sent, for a client that comes again; empty if the broker knows
    /// itself.
    String place(PartitionEntry sent);

    @Override
    void close();
}
