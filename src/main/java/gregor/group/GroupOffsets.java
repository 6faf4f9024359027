package gregor.group;

import module java.base;

import gregor.list.Client;
import gregor.list.Log;
import gregor.topic.Topic;
import gregor.topic.TopicClient;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;

/// The committed offsets of one group: for each partition the offset that the group reads *next*. They are stored
/// outside the consumers, so a new consumer can continue where another one stopped.
///
/// One thread at a time may call it.
public final class GroupOffsets implements TopicClient {
    private final String group;
    private final Topics topics;
    private final OffsetStore store;

    /// Takes the name of the group; the store may hold offsets of it already.
    public GroupOffsets(String group, Topics topics, OffsetStore store) {
        this.group = group;
        this.topics = topics;
        this.store = store;
    }

    /// Commits offsets, all or none; the last commit of a partition counts. A lower offset than before makes the group
    /// read again, a higher one skips.
    ///
    /// @throws CommitOutOfRangeException                     if an offset is below 0 or beyond the end of its log
    /// @throws gregor.topic.UnknownTopicOrPartitionException if there is no such partition
    public void commit(Map<TopicPartition, CommittedOffset> offsets) {
        offsets.forEach((partition, offset) -> {
            Log log = topics.log(partition);
            // The committed offset, or 0 if there is none, needs no log: it may be one that cannot be opened.
            boolean stored = offset.offset() == committed(partition).map(CommittedOffset::offset).orElse(0L);
            if (!stored && (offset.offset() < 0 || offset.offset() > log.end())) {
                throw new CommitOutOfRangeException("offset " + offset.offset() + " of " + partition
                        + " is out of range; commit 0 to " + log.end() + " (log end)");
            }
        });
        store.commit(group, offsets);
    }

    public Optional<CommittedOffset> committed(TopicPartition partition) {
        return Optional.ofNullable(store.of(group).get(partition));
    }

    /// Returns the lag in each partition of these topics and in each partition with a committed offset. A partition
    /// whose log cannot be opened is left out.
    public List<Lag> lag(String... topics) {
        return lag(List.of(topics), partition -> Optional.empty());
    }

    /// Returns the lag as [#lag(String...)] does, with the member that reads each partition.
    ///
    /// @param owner returns the member that a partition is assigned to; empty if there is none
    public List<Lag> lag(Collection<String> topics, Function<TopicPartition, Optional<String>> owner) {
        var partitions = new TreeSet<>(store.of(group).keySet());
        for (String topic : topics) {
            int count = this.topics.find(topic).map(Topic::partitions).orElse(0);
            for (int partition = 0; partition < count; partition++) {
                partitions.add(new TopicPartition(topic, partition));
            }
        }
        var lags = new ArrayList<Lag>();
        partitions.forEach(partition -> log(partition).flatMap(log -> lag(partition, log, owner.apply(partition)))
                .ifPresent(lags::add));
        return lags;
    }

    private Optional<Lag> lag(TopicPartition partition, Log log, Optional<String> owner) {
        Optional<Long> committed = committed(partition).map(CommittedOffset::offset);
        try {
            long end = log.end();
            long events = Math.max(0, end - committed.orElse(log.start()));
            return Optional.of(new Lag(partition, committed, end, events, owner));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private Optional<Log> log(TopicPartition partition) {
        int number = partition.partition();
        return topics.find(partition.topic()).filter(topic -> 0 <= number && number < topic.partitions())
                .map(topic -> topic.partition(number));
    }

    /// Returns the group at its committed offset, for a drawing.
    @Override
    public List<Client> at(TopicPartition partition) {
        return committed(partition).stream().<Client>map(committed -> new CommittedPosition(group, committed.offset()))
                .toList();
    }

    private record CommittedPosition(String name, long offset) implements Client {
        @Override
        public OptionalLong readPosition() {
            return OptionalLong.of(offset);
        }
    }

    @Override
    public String toString() {
        return group + ": " + store.of(group);
    }
}
