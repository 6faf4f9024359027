package gregor.broker;

import module java.base;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.list.Sample;
import gregor.topic.Murmur2;
import gregor.topic.TopicPartition;

/// A program for crash tests: a broker that appends four weeks of deliveries and prints what it has acknowledged. It
/// may be killed at any moment; the next run continues.
public final class CrashTestBroker {
    static final int PARTITIONS = 3;

    private static final int BATCH = 200;

    private final Broker broker;
    private final AtomicReference<Instant> now;

    private CrashTestBroker(Broker broker, AtomicReference<Instant> now) {
        this.broker = broker;
        this.now = now;
    }

    /// Appends all deliveries that the broker does not have yet, and prints the size of each acknowledged batch.
    ///
    /// @param args the data folder and the folder of the archive
    public static void main(String... args) {
        var now = new AtomicReference<>(Instant.ofEpochMilli(Sample.deliveries().getFirst().timestamp()));
        try (Broker broker = Broker.open(settings(Path.of(args[0]), Path.of(args[1])).with(now::get))) {
            broker.start(Duration.ofMillis(20));
            new CrashTestBroker(broker, now).append(Sample.deliveries());
        }
    }

    static BrokerSettings settings(Path folder, Path archive) {
        return BrokerSettings.in(folder).withArchive(archive).withStatistics(Duration.ofDays(1));
    }

    /// Skips as many deliveries of a partition as its end says: the deliveries of a vehicle are in one partition, in
    /// order.
    private void append(List<Event> deliveries) {
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
