package gregor.group;

import module java.base;

import static gregor.topic.TopicPicture.bars;
import static gregor.topic.TopicPicture.draw;

import gregor.deque.DequeLog;
import gregor.list.Origin;
import gregor.list.Sample;
import gregor.topic.KeyPartitioner;
import gregor.topic.PartitionEntry;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.Topic;
import gregor.topic.TopicConsumer;
import gregor.topic.TopicPartition;
import gregor.topic.TopicProducer;
import gregor.topic.Topics;

/// The group lesson on real data: assignors divide the partitions, and a consumer continues where another one has
/// committed.
public final class Lesson {
    private static final String TOPIC = "deliveries";
    private static final int PARTITIONS = 6;
    private static final int POLL_EVENTS = 500;

    private final Topics topics = new Topics(partition -> new DequeLog());
    private final GroupOffsets offsets = new GroupOffsets("crew", topics, new MemoryOffsetStore());
    private final Set<String> processed = new HashSet<>();
    private int repeated;

    private Lesson() {}

    public static void main(String... args) {
        var lesson = new Lesson();
        lesson.fill();
        lesson.compareAssignors();
        lesson.replaceConsumer();
    }

    private void fill() {
        Topic topic = topics.create(TOPIC, PARTITIONS);
        var drivers = new TopicProducer("drivers", topic, new KeyPartitioner(new RoundRobinPartitioner()), 50,
                Origin.UNKNOWN, () -> Instant.parse("2026-03-30T00:00:00Z"));
        Sample.deliveries().forEach(drivers::send);
        drivers.flush();
    }

    /// Counts the partitions that change their owner when a fourth consumer joins three.
    private void compareAssignors() {
        System.out.println("Dora joins Ann, Ben and Cem. How many of the " + PARTITIONS + " partitions move?");
        var moved = new LinkedHashMap<String, Integer>();
        for (Assignor assignor : List.of(new RangeAssignor(), new RoundRobinAssignor(), new StickyAssignor(false))) {
            Map<String, SortedSet<TopicPartition>> before = assign(assignor, Map.of(), "Ann", "Ben", "Cem");
            Map<String, SortedSet<TopicPartition>> after = assign(assignor, before, "Ann", "Ben", "Cem", "Dora");
            before.forEach((member, owned) -> owned.removeAll(after.get(member)));
            moved.put(assignor.name(), before.values().stream().mapToInt(SortedSet::size).sum());
        }
        bars(moved);
    }

    private static Map<String, SortedSet<TopicPartition>> assign(Assignor assignor,
            Map<String, SortedSet<TopicPartition>> owned, String... members) {
        var subscriptions = new HashMap<String, Subscription>();
        for (String member : members) {
            Subscription subscription = Subscription.to(TOPIC);
            subscriptions.put(member,
                    owned.containsKey(member) ? subscription.owning(owned.get(member), 1) : subscription);
        }
        return assignor.assign(Map.of(TOPIC, PARTITIONS), subscriptions);
    }

    /// Ben stops before he commits his last poll; Ann takes over from the committed offsets.
    private void replaceConsumer() {
        Map<String, SortedSet<TopicPartition>> two = assign(new RangeAssignor(), Map.of(), "Ann", "Ben");
        TopicConsumer ann = consumer("Ann", two.get("Ann"));
        TopicConsumer ben = consumer("Ben", two.get("Ben"));
        for (TopicConsumer consumer : List.of(ann, ben)) {
            read(consumer);
            commit(consumer);
        }
        read(ben);
        System.out.println("\nAnn and Ben have read and committed " + POLL_EVENTS + " events each. Ben has processed "
                + POLL_EVENTS + " more,\nand stops before he commits them:");
        draw(topics.topic(TOPIC), offsets, ben);
        lag();
        TopicConsumer alone = consumer("Ann", assign(new RangeAssignor(), Map.of(), "Ann").get("Ann"));
        while (read(alone) > 0) {
            commit(alone);
        }
        System.out.println("\nAnn reads the rest alone, from the committed offsets: " + processed.size()
                + " events, of which " + repeated + " were\nprocessed twice, those of Ben's last poll.");
    }

    private TopicConsumer consumer(String name, SortedSet<TopicPartition> partitions) {
        var consumer = new TopicConsumer(name, topics);
        consumer.assign(partitions);
        partitions.forEach(partition -> offsets.committed(partition)
                .ifPresent(committed -> consumer.seek(partition, committed.offset())));
        return consumer;
    }

    private int read(TopicConsumer consumer) {
        List<PartitionEntry> entries = consumer.poll(POLL_EVENTS);
        for (PartitionEntry entry : entries) {
            repeated += processed.add(entry.partition() + "@" + entry.entry().offset()) ? 0 : 1;
        }
        return entries.size();
    }

    private void commit(TopicConsumer consumer) {
        var commits = new HashMap<TopicPartition, CommittedOffset>();
        consumer.assignment()
                .forEach(partition -> commits.put(partition, CommittedOffset.of(consumer.position(partition))));
        offsets.commit(commits);
    }

    private void lag() {
        System.out.println("\nThe lag of the group:");
        var lags = new LinkedHashMap<String, Long>();
        offsets.lag(TOPIC).forEach(lag -> lags.put(lag.partition().toString(), lag.events()));
        bars(lags);
    }
}
