package gregor.topic;

import gregor.deque.OffsetReset;
import gregor.list.Client;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads partitions, of one topic or of many, with a [Consumer] for each of them.
///
/// It has a position in each partition, and no order between them. If a topic is deleted it goes on with what it
/// has; assign it anew. One thread at a time may call it.
public final class TopicConsumer implements TopicClient {
    private final String name;
    private final Topics topics;
    private final OffsetReset reset;
    private final SortedMap<TopicPartition, Consumer> consumers = new TreeMap<>();
    private TopicPartition served = new TopicPartition("", -1);

    /// Makes a consumer that reads nothing until it is assigned something, and fails where an offset has left.
    public TopicConsumer(String name, Topics topics) {
        this(name, topics, OffsetReset.NONE);
    }

    /// Makes a consumer that reads nothing until it is assigned something.
    ///
    /// @param reset what it does where its position has left the log
    public TopicConsumer(String name, Topics topics, OffsetReset reset) {
        this.name = name;
        this.topics = topics;
        this.reset = reset;
    }

    /// Gives it all partitions that a topic has now.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    public void assign(String topic) {
        var all = new ArrayList<TopicPartition>();
        for (int partition = 0; partition < topics.topic(topic).partitions(); partition++) {
            all.add(new TopicPartition(topic, partition));
        }
        assign(all);
    }

    /// Gives it these partitions and no others. Where it was reading it goes on; where not, it begins at the earliest.
    ///
    /// @throws UnknownTopicOrPartitionException if one does not exist; then it keeps those that it has
    public void assign(Collection<TopicPartition> partitions) {
        var next = new TreeMap<TopicPartition, Consumer>();
        for (TopicPartition partition : partitions) {
            Log log = topics.log(partition);
            Consumer old = consumers.get(partition);
            next.put(partition, old == null ? new Consumer(name, log) : old);
        }
        consumers.clear();
        consumers.putAll(next);
    }

    /// The partitions that it reads.
    public SortedSet<TopicPartition> assignment() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(consumers.keySet()));
    }

    /// Reads the next events: of one partition what there is, then of the next one, up to a number. Each call begins
    /// with the partition after the one where the last call stopped, so that a busy one does not starve the others.
    ///
    /// @throws OffsetOutOfRangeException if a position is out of range and the reset is [OffsetReset#NONE]
    /// @throws IllegalArgumentException  if asked for no events at all
    public List<PartitionEntry> poll(int maxEvents) {
        if (maxEvents < 1) {
            throw new IllegalArgumentException("poll for 1 event or more, not for " + maxEvents);
        }
        var order = new ArrayList<>(consumers.tailMap(served).keySet());
        order.remove(served);
        order.addAll(consumers.headMap(served).keySet());
        if (consumers.containsKey(served)) {
            order.add(served);
        }
        return poll(order, maxEvents);
    }

    private List<PartitionEntry> poll(List<TopicPartition> order, int maxEvents) {
        var polled = new ArrayList<PartitionEntry>();
        for (TopicPartition partition : order) {
            if (polled.size() == maxEvents) {
                break;
            }
            List<Entry> entries = poll(partition, maxEvents - polled.size(), polled.isEmpty());
            if (!entries.isEmpty()) {
                served = partition;
                entries.forEach(entry -> polled.add(new PartitionEntry(partition, entry)));
            }
        }
        return polled;
    }

    /// Polls one partition. A failure may not take along what other partitions have given already; the next call
    /// that finds nothing before it will meet it again.
    private List<Entry> poll(TopicPartition partition, int maxEvents, boolean mayFail) {
        try {
            return reset.poll(consumers.get(partition), maxEvents);
        } catch (RuntimeException failure) {
            if (mayFail) {
                throw failure;
            }
            return List.of();
        }
    }

    /// The offset that it reads next in a partition.
    ///
    /// @throws NotAssignedException if it does not read that partition
    public long position(TopicPartition partition) {
        return consumer(partition).position();
    }

    /// Goes to an offset in a partition.
    ///
    /// @throws NotAssignedException if it does not read that partition
    public void seek(TopicPartition partition, long offset) {
        consumer(partition).seek(offset);
    }

    /// Goes behind the latest event that a partition has now.
    ///
    /// @throws NotAssignedException if it does not read that partition
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
