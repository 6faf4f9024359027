package gregor.topic;

import module java.base;

import gregor.deque.OffsetReset;
import gregor.list.Client;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;

/// Reads partitions of one topic or several, with a [Consumer] for each partition.
///
/// It has a position in each partition; there is no order between partitions. If a topic is deleted, it goes on reading
/// the old logs until partitions are assigned again. One thread at a time may call it.
public final class TopicConsumer implements TopicClient {
    private final String name;
    private final Topics topics;
    private final OffsetReset reset;
    private final SortedMap<TopicPartition, Consumer> consumers = new TreeMap<>();
    private TopicPartition lastPolled = new TopicPartition("", -1);

    /// Makes a consumer without partitions that fails if a position is out of range.
    public TopicConsumer(String name, Topics topics) {
        this(name, topics, OffsetReset.NONE);
    }

    /// Makes a consumer without partitions.
    ///
    /// @param reset what it does if a position is out of range
    public TopicConsumer(String name, Topics topics, OffsetReset reset) {
        this.name = name;
        this.topics = topics;
        this.reset = reset;
    }

    /// Assigns all partitions that a topic has now.
    ///
    /// @throws UnknownTopicOrPartitionException if the topic does not exist
    public void assign(String topic) {
        var all = new ArrayList<TopicPartition>();
        for (int partition = 0; partition < topics.topic(topic).partitions(); partition++) {
            all.add(new TopicPartition(topic, partition));
        }
        assign(all);
    }

    /// Assigns these partitions and no others. It keeps its position in partitions that it had, and starts at the
    /// earliest event of the others.
    ///
    /// @throws UnknownTopicOrPartitionException if one does not exist; then the assignment does not change
    public void assign(Collection<TopicPartition> partitions) {
        var next = new TreeMap<TopicPartition, Consumer>();
        for (TopicPartition partition : partitions) {
            Log log = topics.log(partition);
            Consumer old = consumers.get(partition);
            next.put(partition, old == null ? consumer(log) : old);
        }
        consumers.clear();
        consumers.putAll(next);
    }

    /// Makes a consumer; at offset 0 if the log cannot be opened, so that its first poll fails and not this call.
    private Consumer consumer(Log log) {
        try {
            return new Consumer(name, log);
        } catch (RuntimeException e) {
            return new Consumer(name, log, 0);
        }
    }

    public SortedSet<TopicPartition> assignment() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(consumers.keySet()));
    }

    /// Reads up to `maxEvents` events: all that one partition has, then those of the next one. Each call starts with
    /// the partition after the last one of the previous call, so that a busy partition does not starve the others.
    /// A partition that cannot be read does not stop the others: the call fails only if none of them has events.
    ///
    /// @throws OffsetOutOfRangeException if a position is out of range and the reset is [OffsetReset#NONE]
    /// @throws IllegalArgumentException  if `maxEvents` is less than 1
    public List<PartitionEntry> poll(int maxEvents) {
        if (maxEvents < 1) {
            throw new IllegalArgumentException("poll for 1 event or more, not for " + maxEvents);
        }
        var order = new ArrayList<>(consumers.tailMap(lastPolled).keySet());
        order.remove(lastPolled);
        order.addAll(consumers.headMap(lastPolled).keySet());
        if (consumers.containsKey(lastPolled)) {
            order.add(lastPolled);
        }
        return poll(order, maxEvents);
    }

    private List<PartitionEntry> poll(List<TopicPartition> order, int maxEvents) {
        var polled = new ArrayList<PartitionEntry>();
        RuntimeException failure = null;
        for (TopicPartition partition : order) {
            if (polled.size() == maxEvents) {
                break;
            }
            try {
                List<Entry> entries = reset.poll(consumers.get(partition), maxEvents - polled.size());
                if (!entries.isEmpty()) {
                    lastPolled = partition;
                    entries.forEach(entry -> polled.add(new PartitionEntry(partition, entry)));
                }
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null && polled.isEmpty()) {
            throw failure;
        }
        return polled;
    }

    /// Returns the offset that it reads next in a partition.
    ///
    /// @throws NotAssignedException if the partition is not assigned
    public long position(TopicPartition partition) {
        return consumer(partition).position();
    }

    /// Sets the position in a partition.
    ///
    /// @throws NotAssignedException if the partition is not assigned
    public void seek(TopicPartition partition, long offset) {
        consumer(partition).seek(offset);
    }

    /// Sets the position after the latest event that a partition has now.
    ///
    /// @throws NotAssignedException if the partition is not assigned
    public void seekToEnd(TopicPartition partition) {
        consumer(partition).seekToEnd();
    }

    private Consumer consumer(TopicPartition partition) {
        Consumer consumer = consumers.get(partition);
        if (consumer == null) {
            throw new NotAssignedException(name + " does not read " + partition + "; it reads " + consumers.keySet());
        }
        return consumer;
    }

    @Override
    public List<Client> at(TopicPartition partition) {
        Consumer consumer = consumers.get(partition);
        return consumer == null ? List.of() : List.of(consumer);
    }

    @Override
    public String toString() {
        return name + consumers.values();
    }
}
