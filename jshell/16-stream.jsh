// A stream is a table in motion
// Made from lessons/16-stream.adoc by ./gregor author sync; try it with ./gregor jshell stream

// cell 1
import gregor.compact.*;
import gregor.group.*;
import gregor.guarantee.*;
import gregor.list.*;
import gregor.stream.*;
import gregor.topic.*;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

Topics topics(String... names) {
    var topics = new Topics(partition -> new ListLog());
    List.of(names).forEach(name -> topics.create(name, 2));
    return topics;
}
void write(Topics topics, String topic, String... reports) {
    var producer = new TopicProducer("P", topics.topic(topic), new KeyPartitioner(new RoundRobinPartitioner()));
    for (String report : reports) {
        String[] parts = report.split("[ =]");
        producer.send(Event.of(parts[1], parts[2]).at(Instant.parse("1970-01-01T" + parts[0] + ":00Z")));
    }
}
Streams start(Topology topology, Topics topics, OffsetStore offsets) {
    return new Streams("app", topology, topics, new AtLeastOnce("app", topics, offsets));
}
Streams run(Topology topology, Topics topics) {
    var streams = start(topology, topics, new MemoryOffsetStore());
    streams.drain();
    return streams;
}
String minutes(Streams streams, String store) {
    return streams.values(store).entrySet().stream().map(row -> {
        String[] parts = row.getKey().split("[@/]");
        return parts[0] + " " + Long.parseLong(parts[1]) / 60_000 + "-" + Long.parseLong(parts[2]) / 60_000 + ": " + row.getValue();
    }).collect(Collectors.joining(", "));
}

// cell 2
var topics = topics("deliveries", "counts");
write(topics, "deliveries", "00:01 van-2=late", "00:02 van-3=ontime", "00:03 van-2=late", "00:04 van-3=late");
var offsets = new MemoryOffsetStore();
var group = new GroupOffsets("map", topics, offsets);
Map<String, Integer> count() {
    var counts = new TreeMap<String, Integer>();
    for (int number = 0; number < 2; number++) {
        var partition = new TopicPartition("deliveries", number);
        var consumer = new gregor.list.Consumer("C", topics.log(partition), group.committed(partition).map(CommittedOffset::offset).orElse(0L));
        consumer.poll(100).forEach(entry -> counts.merge(Utf8.show(entry.event().key()), 1, Integer::sum));
        group.commit(Map.of(partition, CommittedOffset.of(consumer.position())));
    }
    return counts;
}
System.out.println(count())

// cell 3: The program is restarted, and one more report about van-2 arrives. What does it count for van-2?
write(topics, "deliveries", "00:05 van-2=late");
System.out.println(count().get("van-2"))

// == Where is the state?

// cell 4
var topology = new Topology();
topology.stream("deliveries").filter(report -> report.value().equals("late")).count("late").toStream().to("counts");
System.out.println(topology)

// cell 5
var streams = start(topology, topics, offsets);
streams.drain();
System.out.println(streams.values("late"));
streams = start(topology, topics, offsets);
System.out.println(streams.values("late"));

// cell 6
for (int number = 0; number < 2; number++) {
    Log changelog = topics.log(new TopicPartition("app-late-changelog", number));
    System.out.print(changelog.entries(0));
    new Compactor(changelog, CompactionSettings.DEFAULT, InstantSource.system()).compact();
    System.out.println(" compacted: " + changelog.entries(0));
}

// cell 7
System.out.println(Table.of(topics.log(new TopicPartition("counts", 0))) + " and " + Table.of(topics.log(new TopicPartition("counts", 1))))

// == What if the key is another one?

// cell 8: The topic `deliveries` has five reports. How many events are written to another topic before they are counted?
var byStatus = new Topology();
byStatus.stream("deliveries").selectKey(StreamRecord::value).count("status");
var other = new Streams("other", byStatus, topics, new AtLeastOnce("other", topics, offsets));
other.drain();
System.out.println(topics.log(new TopicPartition("other-status-repartition", 0)).end() + topics.log(new TopicPartition("other-status-repartition", 1)).end())

// cell 9
System.out.println(byStatus);
System.out.println(other.values("status"));

// == Which hour does it belong to?

// cell 10: Three reports arrive in this order: 00:50, 01:10, 00:55. Windows last from hour to hour, and close at their end: the grace is 0. How many of the three reports are counted?
Topics hours(Windows windows, String... reports) {
    topics = topics("deliveries");
    write(topics, "deliveries", reports);
    topology = new Topology();
    topology.stream("deliveries").count(windows, "hours");
    streams = run(topology, topics);
    return topics;
}
var hour = TimeWindows.tumbling(Duration.ofHours(1));
hours(hour, "00:50 van-2=late", "01:10 van-2=late", "00:55 van-2=late");
System.out.println(3 - streams.dropped())

// cell 11
System.out.println(minutes(streams, "hours") + "; dropped " + streams.dropped());
hours(hour.grace(Duration.ofMinutes(30)), "00:50 van-2=late", "01:10 van-2=late", "00:55 van-2=late");
System.out.println(minutes(streams, "hours") + "; dropped " + streams.dropped());

// cell 12: The clock of van-2 is wrong, and one report is dated ten hours ahead. Four reports arrive: 00:01, 10:02, 00:03, 00:04, with a grace of 30 minutes. How many are dropped?
hours(hour.grace(Duration.ofMinutes(30)), "00:01 van-2=late", "10:02 van-2=late", "00:03 van-2=late", "00:04 van-2=late");
System.out.println(streams.dropped())

// cell 13
for (int grace : List.of(0, 10, 60, 180)) {
    topics = topics("deliveries");
    Sample.deliveries().forEach(topics.log(new TopicPartition("deliveries", 0))::append);
    topology = new Topology();
    topology.stream("deliveries").count(hour.grace(Duration.ofMinutes(grace)), "hours");
    System.out.println("grace " + grace + " min: dropped " + run(topology, topics).dropped());
}

// == How many windows does an event have?

// cell 14: Windows of an hour, a new one every 20 minutes: they _hop_. How many of them count the report of 01:10?
System.out.println(TimeWindows.hopping(Duration.ofHours(1), Duration.ofMinutes(20)).at(70 * 60_000).size())

// cell 15
var shift = SessionWindows.gap(Duration.ofMinutes(30)).grace(Duration.ofHours(1));
hours(shift, "00:01 van-2=late", "00:20 van-2=late", "01:15 van-2=late");
System.out.println(minutes(streams, "hours"))

// cell 16: A report of 00:48 arrives last. How many sessions are there then?
hours(shift, "00:01 van-2=late", "00:20 van-2=late", "01:15 van-2=late", "00:48 van-2=late");
System.out.println(streams.values("hours").size())

// == Who lives there?

// cell 17
topics = topics("deliveries", "parcels", "notices");
write(topics, "parcels", "00:01 cat=Lyon", "00:30 cat=Paris");
write(topics, "deliveries", "00:10 cat=late", "00:20 piano=late", "00:40 cat=delivered");
topology = new Topology();
var parcels = topology.table("parcels", "parcels");
topology.stream("deliveries").join(parcels, "notices", (status, place) -> status + "-in-" + place).to("notices");
streams = run(topology, topics);
System.out.println(Stream.of(0, 1).flatMap(number -> topics.log(new TopicPartition("notices", number)).entries(0).stream()).map(entry -> entry.event()).toList())

// cell 18
topics = topics("shipped", "arrived");
write(topics, "shipped", "00:01 cat=Lyon", "00:02 piano=Cork");
write(topics, "arrived", "00:50 cat=Lyon", "02:30 piano=Cork");
topology = new Topology();
topology.stream("shipped").join(topology.stream("arrived"), JoinWindow.within(Duration.ofHours(1)), "trip", (from, to) -> from + "-to-" + to).count("fast");
System.out.println(topology);
System.out.println(run(topology, topics).values("fast"));

// == And if it crashes?

// cell 19: There are four reports about van-2. The next instance starts, and reads to the end. How many does it count?
topics = topics("deliveries");
write(topics, "deliveries", "00:01 van-2=late", "00:02 van-2=late", "00:03 van-2=late", "00:04 van-2=late");
topology = new Topology();
topology.stream("deliveries").count("late");
offsets = new MemoryOffsetStore();
start(topology, topics, offsets).process(4);
streams = start(topology, topics, offsets);
streams.drain();
System.out.println(streams.values("late").get("van-2"))

// cell 20
topics = new Topics(partition -> new TransactionalLog(new ListLog()));
topics.create("deliveries", 2);
write(topics, "deliveries", "00:01 van-2=late", "00:02 van-2=late", "00:03 van-2=late", "00:04 van-2=late");
var decisions = new ListLog();
new Streams("app", topology, topics, new ExactlyOnce("app", topics, decisions, 7)).process(4);
streams = new Streams("app", topology, topics, new ExactlyOnce("app", topics, decisions, 7));
streams.drain();
System.out.println(streams.values("late"))

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
