package gregor.broker;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.list.Sample;
import gregor.topic.Murmur2;
import gregor.topic.TopicPartition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/// A process with a broker in it, which takes in four weeks of deliveries as fast as it can and says what it has
/// acknowledged. Somebody may end it at any moment; the next one goes on where it stopped.
public final class CrashTestBroker {
    static final int PARTITIONS = 3;

    private static final int BATCH = 200;

    private final Broker broker;
    private final AtomicReference<Instant> now;

    private CrashTestBroker(Broker broker, AtomicReference<Instant> now) {
        this.broker = broker;
        this.now = now;
    }

    /// Takes in all deliveries that the broker does not have yet, and prints for each batch that is acknowledged how
    /// many they were.
    ///
    /// @param args the data folder and the folder of the archive
    public static void main(String... args) {
        var now = new AtomicReference<>(Instant.ofEpochMilli(Sample.deliveries().getFirst().timestamp()));
        try (Broker broker = Broker.open(settings(Path.of(args[0]), Path.of(args[1])).with(now::get))) {
            broker.start(Duration.ofMillis(20));
            new CrashTestBroker(broker, now).takeIn(Sample.deliveries());
        }
    }

    static BrokerSettings settings(Path folder, Path archive) {
        return BrokerSettings.in(folder).withArchive(archive).withStatistics(Duration.ofDays(1));
    }

    /// A vehicle's deliveries are all in one partition, in their order. So the end of a partition says how many of
    /// them are there already.
    private void takeIn(List<Event> deliveries) {
        if (!broker.topicNames().contains("deliveries")) {
            broker.createTopic("deliveries", PARTITIONS, Map.of("retention.ms", "" + Duration.ofDays(7).toMillis(),
                    "archive", "csv", "segment.bytes", "100000", "max.message.bytes", "100000"));
        }
        Map<Integer, Long> skip = new TreeMap<>();
        Map<Integer, List<Event>> batches = new TreeMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            skip.put(partition, broker.partition("deliveries", partition).end());
            batches.put(partition, new ArrayList<>());
        }
        for (Event delivery : deliveries) {
            int partition = Murmur2.partition(delivery.key(), PARTITIONS);
            if (skip.merge(partition, -1L, Long::sum) < 0) {
                batches.get(partition).add(delivery);
                if (batches.get(partition).size() == BATCH) {
                    append(partition, batches.get(partition));
                }
            }
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            append(partition, batches.get(partition));
        }
        broker.keepHouse();
    }

    private void append(int partition, List<Event> batch) {
        if (!batch.isEmpty()) {
            Instant last = Instant.ofEpochMilli(batch.getLast().timestamp());
            now.updateAndGet(time -> last.isAfter(time) ? last : time);
            broker.append(new TopicPartition("deliveries", partition), ListBatch.of(Origin.UNKNOWN, batch));
            System.out.println(batch.size());
            batch.clear();
        }
    }
}
