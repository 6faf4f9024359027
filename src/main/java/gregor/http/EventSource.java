package gregor.http;

import module java.base;

import gregor.topic.PartitionEntry;

/// The events of one subscription, in order. One thread at a time may call it.
interface EventSource extends AutoCloseable {
    /// Returns the next events. Waits for the first one; returns none if the timeout expires.
    List<PartitionEntry> next(Duration timeout);

    /// Marks everything returned so far as sent.
    void commit();

    /// Returns the `Last-Event-ID` with which a client resumes after this event; empty if the broker keeps the offsets.
    String lastEventId(PartitionEntry sent);

    @Override
    void close();
}
