package gregor.broker;

import module java.base;

import gregor.file.StorageException;
import gregor.list.Event;
import gregor.list.Utf8;
import gregor.thread.LogClosedException;
import gregor.topic.TopicPartition;
import tools.jackson.databind.json.JsonMapper;

/// Records what a broker does, in two topics that any client can read.
///
/// `_kaf` holds the [Statistics] of an interval for each partition that was used in it, except its own. The only
/// partition of a topic has the topic's name there.
///
/// `__journal` holds events: `{"time":"…","what":"started","about":"…"}`. Any thread may call it.
final class Journal {
    static final String STATISTICS = "_kaf";
    static final String EVENTS = "__journal";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Partition.Counts NONE = new Partition.Counts(0, 0, 0);

    private record Happening(String time, String what, String about) {}

    private final BiConsumer<String, Event> writer;
    private final InstantSource clock;
    private final Map<TopicPartition, Partition.Counts> before = new HashMap<>();
    private final Statistics statistics;

    /// @param writer appends an event to one of the two topics
    Journal(BiConsumer<String, Event> writer, InstantSource clock) {
        this.writer = writer;
        this.clock = clock;
        statistics = new Statistics(clock);
    }

    synchronized void happened(String what, String about) {
        write(EVENTS, JSON.writeValueAsString(new Happening(clock.instant().toString(), what, about)));
    }

    /// Returns the begin of the current interval.
    synchronized Instant begin() {
        return statistics.begin();
    }

    /// Writes the statistics of the current interval, unless no partition was used in it, and begins the next.
    synchronized void statistics(Collection<Partition> partitions) {
        var lines = new ArrayList<Statistics.Line>();
        Set<String> partitioned = partitions.stream().map(Partition::name).filter(name -> name.partition() > 0)
                .map(TopicPartition::topic).collect(Collectors.toSet());
        for (Partition partition : partitions) {
            if (partition.name().topic().equals(STATISTICS)) {
                continue;
            }
            Partition.Counts counts = partition.counts();
            Partition.Counts last = before.getOrDefault(partition.name(), NONE);
            if (!counts.equals(last) && partition.openLog().isPresent()) {
                String topic = partition.name().topic();
                Partition.Counts since = counts.minus(last);
                try {
                    lines.add(new Statistics.Line(partitioned.contains(topic) ? partition.name().toString() : topic,
                            partition.end(), since.reads(), since.appends(), since.errors()));
                    before.put(partition.name(), counts);
                } catch (LogClosedException e) {
                    // the topic has been deleted meanwhile
                }
            }
        }
        if (!lines.isEmpty()) {
            write(STATISTICS, statistics.next(lines));
        }
    }

    /// Writes the statistics of the last interval, if a client used a partition in it.
    synchronized void last(Collection<Partition> partitions) {
        if (partitions.stream().anyMatch(partition -> !Broker.isInternal(partition.name().topic())
                && !partition.counts().equals(before.getOrDefault(partition.name(), NONE)))) {
            statistics(partitions);
        }
    }

    /// Drops the counts of a deleted topic: a new one of the same name counts from 0.
    synchronized void forget(String topic) {
        before.keySet().removeIf(partition -> partition.topic().equals(topic));
    }

    /// Appends to a topic of the broker; the event is lost if that fails, and the broker goes on.
    private void write(String topic, String json) {
        try {
            writer.accept(topic, new Event(clock.millis(), null, Utf8.bytes(json), List.of()));
        } catch (StorageException | PartitionUnavailableException | LogClosedException e) {
            // the partition keeps the error, and Broker.troubles reports it
        }
    }
}
