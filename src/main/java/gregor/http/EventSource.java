package gregor.http;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.IsolationLevel;
import gregor.topic.PartitionEntry;
import gregor.topic.Topics;
import gregor.topic.UnknownTopicOrPartitionException;

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

    /// Returns topics of a broker as a reader of an isolation level sees them.
    ///
    /// @throws UnknownTopicOrPartitionException if one does not exist
    static Topics topics(Broker broker, Collection<String> names, IsolationLevel isolation) {
        var topics = new Topics(partition -> broker.log(partition, isolation));
        Set.copyOf(names).forEach(name -> topics.create(name, Math.max(1, broker.partitions(name))));
        return topics;
    }
}
