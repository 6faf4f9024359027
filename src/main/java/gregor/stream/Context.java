package gregor.stream;

/// What a [Processor] may use while it processes a record of one partition.
interface Context {
    /// Passes a record to the next steps.
    void forward(StreamRecord record);

    /// Returns the partition's store of a name.
    StateStore store(String name);

    /// Writes a record to a topic.
    void send(String topic, StreamRecord record);

    /// Counts a record that is dropped: it is late, or has no key or value. Kafka Streams: `dropped-records-total`.
    void drop();
}
