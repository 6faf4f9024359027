// Topics and partitions
// Made from lessons/04-topic.adoc by ./gregor author sync; try it with ./gregor jshell topic

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.producer.*;
import gregor.deque.*;
import gregor.topic.*;
import gregor.ancestor.wafka.*;
import java.time.*;
import static gregor.list.Picture.draw;
import static gregor.topic.TopicPicture.draw;
import static gregor.topic.TopicPicture.bars;

var everything = new DequeLog();
Sample.deliveries().forEach(everything::append);
Sample.shipping().forEach(everything::append);
var dispatcher = new Consumer("dispatcher", everything);
int read = 0;
int wanted = 0;
for (var some = dispatcher.poll(1000); !some.isEmpty(); some = dispatcher.poll(1000)) {
    for (Entry entry : some) {
        read++;
        wanted += entry.event().text().startsWith("parcel--lost") ? 1 : 0;
    }
}
System.out.println("read " + read + " events to find " + wanted + " lost parcels");

// cell 2: Two dispatchers read the same log, 1000 events each. How many different events have been read between them?
var anna = new Consumer("Anna", everything);
var ben = new Consumer("Ben", everything);
var different = new HashSet<Long>();
anna.poll(1000).forEach(entry -> different.add(entry.offset()));
ben.poll(1000).forEach(entry -> different.add(entry.offset()));
System.out.println(different.size())

// == A topic

// cell 3
var three = new Topic("letters", 3, partition -> new DequeLog());
three.partition(0).append(Event.of("a"));
three.partition(2).append(Event.of("b"));
three.partition(2).append(Event.of("c"));
draw(three);

// == Who decides where an event goes?

// cell 4
var topics = new Topics(partition -> new DequeLog());
Topic letters = topics.create("letters", 3);
var p = new TopicProducer("P", letters, new RoundRobinPartitioner());
for (String letter : "a b c d e f".split(" ")) {
    p.send(Event.of(letter));
}
draw(letters, p);

// == A topic is ordered, surely

// cell 5: A consumer reads all of the topic. Which letter does it read second?
var c = new TopicConsumer("C", topics);
c.assign("letters");
var arrivals = c.poll(100);
System.out.println(arrivals);
System.out.println(arrivals.get(1).entry().event().text())

// == By key

// cell 6
Topic stops = topics.create("stops", 3);
var driver = new TopicProducer("driver", stops, new KeyPartitioner(new RoundRobinPartitioner()));
String[] trucks = {"truck-1", "van-2", "bike-4", "truck-1", "van-2", "truck-1"};
for (String truck : trucks) {
    int partition = driver.send(Event.of(truck, "stop"));
    System.out.println(truck + " goes to partition " + partition);
}

// == Forever?

// cell 7: So far `bike-4` has gone to partition 1. The topic grows from 3 to 4 partitions, and bike-4 stops once more. Which partition does this stop go to?
stops.addPartitions(4);
System.out.println(driver.send(Event.of("bike-4", "stop")))

// cell 8
draw(stops);

// cell 9
var moved = new LinkedHashMap<String, Long>();
for (int more = 4; more <= 7; more++) {
    int now = more;
    moved.put("from 3 to " + more, IntStream.range(0, 1000).mapToObj(i -> Utf8.bytes("truck-" + i))
            .filter(key -> Murmur2.partition(key, 3) != Murmur2.partition(key, now)).count());
}
bars(moved);

// cell 10
stops.addPartitions(2);

// == No key, no order

// cell 11: P has bags of 10, sends 10 events without a key to a topic of 3 partitions, and partitions by `StickyPartitioner`. How many partitions have got something?
var noon = Instant.parse("2026-03-02T12:00:00Z");
Topic sticky = topics.create("sticky", 3);
var bags = new TopicProducer("P", sticky, new KeyPartitioner(new StickyPartitioner(10, 1915)), 10, Origin.UNKNOWN, () -> noon);
for (int i = 0; i < 10; i++) {
    bags.send(Event.of("" + i));
}
draw(sticky);
System.out.println(IntStream.range(0, 3).filter(i -> sticky.partition(i).end() > 0).count())

// cell 12
for (Partitioner partitioner : new Partitioner[] {new RoundRobinPartitioner(), new StickyPartitioner(10, 1915)}) {
    Topic topic = topics.create("bags-" + partitioner.getClass().getSimpleName(), 3);
    var producer = new TopicProducer("P", topic, partitioner, 10, Origin.UNKNOWN, () -> noon);
    int waiting = 0;
    for (int i = 0; i < 3000; i++) {
        producer.send(Event.of("" + i));
        waiting += producer.collected();
    }
    producer.flush();
    System.out.printf("%-26s %s events; on average %.1f were waiting in bags%n", topic.name(),
            List.of(topic.partition(0).end(), topic.partition(1).end(), topic.partition(2).end()), waiting / 3000.0);
}

// == By a field

// cell 13
var byVehicle = new ByField(FieldExtractor.json("vehicle"));
System.out.println(byVehicle.partition("t", Event.of("{\"vehicle\": \"truck-1\", \"late\": true}"), 4));
System.out.println(byVehicle.partition("t", Event.of("{\"late\": false, \"vehicle\": \"truck-1\"}"), 4));
System.out.println(new KeyPartitioner(byVehicle).partition("t", Event.of("truck-1", "the same as by key"), 4));

// cell 14
System.out.println(byVehicle.partition("t", Event.of("{\"vessel\": \"Titanic\"}"), 4))

// == Skew

// cell 15
SequencedMap<String, Integer> count(Partitioner partitioner, int partitions) {
    var counts = new TreeMap<String, Integer>();
    for (int i = 0; i < partitions; i++) {
        counts.put("partition " + i, 0);
    }
    for (Event event : Sample.deliveries()) {
        counts.merge("partition " + partitioner.partition("deliveries", event, partitions), 1, Integer::sum);
    }
    return counts;
}
bars(count(new KeyPartitioner(new RoundRobinPartitioner()), 4));

// cell 16
var busiest = new TreeMap<String, Integer>();
Sample.deliveries().forEach(event -> busiest.merge(Utf8.show(event.key()), 1, Integer::sum));
busiest.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).limit(4)
        .forEach(e -> System.out.println(e.getKey() + ": " + e.getValue() + " events, in partition "
                + Murmur2.partition(Utf8.bytes(e.getKey()), 4)));

// cell 17: The status of a delivery is one of three words. Of the 4 partitions, how many get any event at all?
var byStatus = count(new ByField(FieldExtractor.part("--", 1)), 4);
bars(byStatus);
System.out.println(byStatus.values().stream().filter(events -> events > 0).count())

// == Topics by name

// cell 18
topics.create("../../etc", 1);

// cell 19
topics.create("stops", 1);

// cell 20
System.out.println(topics)

// cell 21
topics.configure("stops", Map.of("retention.ms", "3600000"));
System.out.println(topics.topic("stops").configuration().values())

// cell 22
topics.configure("stops", Map.of("retention.ms", "one hour"));

// == Who owns a partition?

// cell 23
System.out.println(WafkaBrokerView.of(topics, 1).json());

// cell 24
p.send(Event.of("g"));
System.out.println(WafkaBrokerView.of(topics, 1).partitions().get("letters"))

// == What real Kafka does differently

// == The story on real data

// == Your turn

// == Before you go on
