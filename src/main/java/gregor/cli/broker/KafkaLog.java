package gregor.cli.broker;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.topic.PartitionEntry;
import gregor.topic.TopicPartition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/// A partition of a broker elsewhere, read by Kafka's consumer and written by Kafka's producer. What a client cannot do
/// to a log, it does not do.
final class KafkaLog implements Log {
    private final KafkaConnection connection;
    private final TopicPartition partition;

    KafkaLog(KafkaConnection connection, TopicPartition partition) {
        this.connection = connection;
        this.partition = partition;
    }

    /// Adds a batch, in one piece if the broker takes it so.
    ///
    /// @throws CommandException if the broker refuses it, or it has gaps: the broker gives the offsets
    @Override
    public long append(Batch batch) {
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (Entry entry : batch) {
            if (entry.offset() != batch.baseOffset() + records.size()) {
                throw new CommandException("offset " + (batch.baseOffset() + records.size())
                        + " is missing, and Kafka's clients cannot write a gap; stop the broker first, "
                        + "and this works on its data folder");
            }
            records.add(record(entry.event()));
        }
        return connection.send(records);
    }

    private ProducerRecord<byte[], byte[]> record(Event event) {
        var record = new ProducerRecord<>(partition.topic(), partition.partition(),
                event.timestamp() == Event.NO_TIMESTAMP ? null : event.timestamp(), event.key(), event.value());
        event.headers().forEach(header -> record.headers().add(new RecordHeader(header.key(), header.value())));
        return record;
    }

    /// Reads as much as a fetch brings, whatever `maxBytes` says.
    @Override
    public Iterable<Batch> read(long from, int maxBytes) {
        List<Entry> entries = connection.fetch(partition, from).stream()
                .map(record -> arrival(record).entry()).toList();
        return entries.isEmpty() ? List.of() : List.of(new ListBatch(Origin.UNKNOWN, entries));
    }

    /// A record of Kafka's as one of our events.
    static PartitionEntry arrival(ConsumerRecord<byte[], byte[]> record) {
        var event = new Event(Math.max(record.timestamp(), Event.NO_TIMESTAMP), record.key(), record.value(),
                headers(record.headers()));
        return new PartitionEntry(new TopicPartition(record.topic(), record.partition()), new Entry(record.offset(), event));
    }

    private static List<Header> headers(Headers headers) {
        return Arrays.stream(headers.toArray()).map(header -> new Header(header.key(), header.value())).toList();
    }

    @Override
    public long start() {
        return connection.start(partition);
    }

    @Override
    public long end() {
        return connection.end(partition);
    }

    @Override
    public long sizeInBytes() {
        return connection.describe(partition.topic()).partitions().get(partition.partition()).sizeInBytes();
    }

    @Override
    public void deleteBefore(long upTo) {
        throw new UnsupportedOperationException("no command forgets");
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        throw new UnsupportedOperationException("no client rewrites the past");
    }
}
