package gregor.topic;

import module java.base;

import static gregor.topic.TopicPicture.bars;
import static gregor.topic.TopicPicture.draw;

import gregor.deque.DequeLog;
import gregor.list.Event;
import gregor.list.Origin;
import gregor.list.Sample;
import gregor.list.Utf8;

/// The lesson on real data: deliveries and shipping as topics of four partitions, split in four ways.
public final class Lesson {
    private static final int PARTITIONS = 4;

    private Lesson() {}

    public static void main(String... args) {
        var topics = new Topics(partition -> new DequeLog());
        Topic deliveries = fill(topics, "deliveries", Sample.deliveries(),
                new KeyPartitioner(new RoundRobinPartitioner()));
        fill(topics, "shipping", Sample.shipping(), new KeyPartitioner(new RoundRobinPartitioner()));
        System.out.println("Two topics, each event in the partition of its key:");
        draw(deliveries);
        draw(topics.topic("shipping"));

        System.out.println("\nHow even is that? A few vehicles make most deliveries; each parcel has three events:");
        skew("deliveries by key", deliveries);
        skew("shipping by key", topics.topic("shipping"));
        skew("deliveries in turn", fill(topics, "in-turn", Sample.deliveries(), new RoundRobinPartitioner()));
        skew("deliveries, 50 and move on",
                fill(topics, "sticky", Sample.deliveries(), new StickyPartitioner(50, 1915)));
        skew("deliveries by status", fill(topics, "by-status", Sample.deliveries(), Lesson::byStatus));
        order(topics);
    }

    private static Topic fill(Topics topics, String name, List<Event> events, Partitioner partitioner) {
        Topic topic = topics.create(name, PARTITIONS);
        var producer = new TopicProducer("P", topic, partitioner, 50, Origin.UNKNOWN, () -> Instant.EPOCH);
        events.forEach(producer::send);
        producer.flush();
        return topic;
    }

    private static int byStatus(String topic, Event event, int partitions) {
        return Murmur2.partition(Utf8.bytes(event.toString().split("--")[1]), partitions);
    }

    private static void skew(String title, Topic topic) {
        SequencedMap<String, Long> counts = new LinkedHashMap<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            counts.put("partition " + partition, topic.partition(partition).end());
        }
        double average = counts.values().stream().mapToLong(count -> count).average().orElse(1);
        long max = counts.values().stream().mapToLong(count -> count).max().orElse(0);
        System.out.printf("%n%s: the fullest has %.2f times the average%n", title, max / average);
        bars(counts);
    }

    private static void order(Topics topics) {
        var consumer = new TopicConsumer("C", topics);
        consumer.assign("deliveries");
        Map<TopicPartition, Long> latest = new HashMap<>();
        long[] older = new long[2];
        for (List<PartitionEntry> some = consumer.poll(500); !some.isEmpty(); some = consumer.poll(500)) {
            for (PartitionEntry polled : some) {
                long time = polled.entry().event().timestamp();
                long inTopic = latest.values().stream().mapToLong(t -> t).max().orElse(time);
                older[0] += time < inTopic ? 1 : 0;
                older[1] += time < latest.getOrDefault(polled.partition(), time) ? 1 : 0;
                latest.merge(polled.partition(), time, Math::max);
            }
        }
        System.out.println("\nOf all deliveries, read 500 at a time, " + older[0] + " are older than one read before,");
        System.out.println("but only " + older[1] + " within their partition: those of drivers without a signal.");
    }
}
