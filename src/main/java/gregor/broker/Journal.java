package gregor.broker;

import gregor.file.StorageException;
import gregor.list.Event;
import gregor.list.Utf8;
import gregor.thread.LogClosedException;
import gregor.topic.TopicPartition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.json.JsonMapper;

/// What a broker writes down about itself, in two topics that can be read like any other.
///
/// `_kaf`, as [Statistics] describes it, what was done in an interval to each log that something was done to. A log is
/// named as its topic if that has one partition.
///
/// `__journal`, what happened: `{"time":"…","what":"started","about":"…"}`. Any thread may call it.
final class Journal {
    static final String STATISTICS = "_kaf";
    static final String HAPPENINGS = "__journal";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Partition.Counts NOTHING = new Partition.Counts(0, 0, 0);

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

    /// Writes down that something happened.
    synchronized void happened(String what, String about) {
        var happening = new LinkedHashMap<String, Object>();
        happening.put("time", clock.instant().toString());
        happening.put("what", what);
        happening.put("about", about);
        write(HAPPENINGS, JSON.writeValueAsString(happening));
    }

    /// Since when is counted.
    synchronized Instant begin() {
        return statistics.begin();
    }

    /// Writes down what was done since the last time.
    synchronized void statistics(Iterable<Partition> partitions) {
        var lines = new ArrayList<Statistics.Line>();
        var many = new HashSet<String>();
        partitions.forEach(partition -> {
            if (partition.name().partition() > 0) {
                many.add(partition.name().topic());
            }
        });
        for (Partition partition : partitions) {
            Partition.Counts counts = partition.counts();
            Partition.Counts last = before.getOrDefault(partition.name(), NOTHING);
            if (!counts.equals(last) && partition.isOpen()) {
                String topic = partition.name().topic();
                Partition.Counts since = counts.minus(last);
                lines.add(new Statistics.Line(many.contains(topic) ? partition.name().toString() : topic,
                        partition.end(),
                        since.gets(), since.puts(), since.errors()));
                before.put(partition.name(), counts);
            }
        }
        write(STATISTICS, statistics.next(lines));
    }

    /// Writes down what was done since the last time, if anything was, before nobody can ask any more.
    synchronized void last(Iterable<Partition> partitions) {
        for (Partition partition : partitions) {
            Partition.Counts counts = partition.counts();
            if (!Broker.isOwn(partition.name().topic())
                    && !counts.equals(before.getOrDefault(partition.name(), NOTHING))) {
                statistics(partitions);
                return;
            }
        }
    }

    /// A partition that is deleted may come again, and counts from 0 then.
    synchronized void forget(String topic) {
        before.keySet().removeIf(partition -> partition.topic().equals(topic));
    }

    /// What cannot be written down is lost; the broker goes on.
    private void write(String topic, String json) {
        try {
            writer.accept(topic, new Event(clock.millis(), null, Utf8.bytes(json), List.of()));
        } catch (StorageException | PartitionUnavailableException | LogClosedException e) {
            // the partition itself remembers its trouble, and says so to who asks
        }
    }
}
