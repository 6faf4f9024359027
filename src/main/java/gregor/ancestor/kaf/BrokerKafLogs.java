package gregor.ancestor.kaf;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.IsolationLevel;
import gregor.broker.Partition;
import gregor.http.HttpException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.topic.Topic;
import gregor.topic.TopicPartition;

/// Serves the broker's topics with one partition as Kaf's logs. Any thread may call it.
final class BrokerKafLogs implements KafLogs {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Broker broker;

    BrokerKafLogs(Broker broker) {
        this.broker = broker;
    }

    @Override
    public long put(String log, byte[] data) {
        broker.createIfAbsent(log, 1, Map.of("max.message.bytes", "" + MAX_BYTES));
        Event event = new Event(broker.settings().clock().millis(), null, data, List.of());
        return broker.append(partition(log), ListBatch.of(event));
    }

    private TopicPartition partition(String log) {
        if (broker.partitions(log) > 1) {
            throw new HttpException(400, "topic " + log
                    + " has more than one partition, and a log of Kaf has one; use /publish and" + " /subscribe");
        }
        return new TopicPartition(log, 0);
    }

    @Override
    public List<Entry> get(String log, long from, int maxBytes) {
        return exists(log) ? KafLogs.read(readable(partition(log)), from, maxBytes) : List.of();
    }

    private Log readable(TopicPartition partition) {
        return broker.log(partition, IsolationLevel.READ_COMMITTED);
    }

    private boolean exists(String log) {
        Topic.checkName(log);
        return broker.partitions(log) > 0;
    }

    /// Writes the copy to the folder `kaf` in the archive folder of the broker.
    @Override
    public boolean archive(String name, long upTo) {
        if (!exists(name)) {
            throw new HttpException(400, "unknown log " + name);
        }
        Partition partition = broker.partition(partition(name));
        Log log = readable(partition.name());
        long end = Math.min(upTo, log.end());
        if (end <= partition.start()) {
            return false;
        }
        Path folder = broker.settings().archive().resolve("kaf");
        try (KafLog copy = KafLog.open(folder, name, broker.settings().clock())) {
            copy.skip(partition.start());
            for (long at = partition.start(); at < log.end(); at = copy.end()) {
                for (Batch batch : log.read(at, CHUNK_BYTES)) {
                    append(copy, batch, at);
                    copy.skip(batch.lastOffset() + 1);
                }
            }
            copy.flush();
            copy.archive(copy.end());
        }
        partition.deleteBefore(end);
        return true;
    }

    /// Appends without timestamps, which Kaf does not have. [KafLog] keeps keys and headers.
    private static void append(KafLog copy, Batch batch, long from) {
        for (Entry entry : batch) {
            if (entry.offset() >= from) {
                copy.skip(entry.offset());
                Event event = entry.event();
                copy.append(new Event(Event.NO_TIMESTAMP, event.key(), event.value(), event.headers()));
            }
        }
    }

    @Override
    public void close() {
        // the broker stays open
    }
}
