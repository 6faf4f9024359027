package gregor.stream;

import module java.base;

import gregor.group.MemoryOffsetStore;
import gregor.list.ListLog;
import gregor.list.Sample;
import gregor.topic.KeyPartitioner;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.TopicProducer;
import gregor.topic.Topics;

/// The lesson on the sample deliveries: the late ones of each kind of vehicle, counted across a crash, and the reports
/// that are late for their hour.
public final class Lesson {
    private static final int PARTITIONS = 3;
    private static final List<Integer> GRACES = List.of(0, 10, 60);

    private Lesson() {}

    public static void main(String... args) {
        Topics topics = topics();
        var topology = new Topology();
        topology.stream("deliveries").filter(report -> String.valueOf(report.value()).contains("--late--"))
                .selectKey(report -> String.valueOf(report.key()).replaceFirst("-.*", "")).count("late").toStream()
                .to("counts");
        System.out.println("The program:\n" + topology.toString().indent(2));
        var offsets = new MemoryOffsetStore();
        Streams first = start(topology, topics, offsets);
        first.drain();
        System.out.println("It counts " + first.values("late") + ".");
        Streams second = start(topology, topics, offsets);
        System.out.println("The next instance restores " + second.values("late") + " and reads no delivery again.\n");
        for (int grace : GRACES) {
            Topics again = topics();
            var hours = new Topology();
            hours.stream("deliveries").count(TimeWindows.tumbling(Duration.ofHours(1)).grace(Duration.ofMinutes(grace)),
                    "hours");
            Streams program = start(hours, again, new MemoryOffsetStore());
            program.drain();
            System.out.println("By the hour, with a grace of " + grace + " minutes, " + program.dropped()
                    + " reports come too late.");
        }
    }

    private static Topics topics() {
        var topics = new Topics(partition -> new ListLog());
        topics.create("deliveries", PARTITIONS);
        topics.create("counts", PARTITIONS);
        var producer = new TopicProducer("drivers", topics.topic("deliveries"),
                new KeyPartitioner(new RoundRobinPartitioner()));
        Sample.deliveries().forEach(producer::send);
        return topics;
    }

    private static Streams start(Topology topology, Topics topics, MemoryOffsetStore offsets) {
        return new Streams("late", topology, topics, new AtLeastOnce("late", topics, offsets));
    }
}
