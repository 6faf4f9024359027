// Topics and partitions
// Made from lessons/04-topic.adoc by ./gregor author sync; try it with ./gregor jshell topic

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.producer.*;
import gregor.deque.*;
import gregor.topic.*;
import java.time.*;
import static gregor.list.Origin.UNKNOWN;
import static gregor.topic.TopicPicture.draw;
import static gregor.topic.TopicPicture.bars;

Instant noon = Instant.parse("2026-03-02T12:00:00Z");
var topics = new Topics(partition -> new DequeLog());
// a producer that collects ten events for each partition
TopicProducer batching(Topic topic, Partitioner partitioner) {
    return new TopicProducer("P", topic, partitioner, 10, UNKNOWN, () -> noon);
}
// chooses partitions as Kafka's producer does by default
Partitioner likeKafka = new KeyPartitioner(new StickyPartitioner(10, 1915));

// == How much must a reader read?

// cell 2
var everything = new DequeLog();
Sample.deliveries().forEach(everything::append);
Sample.shipping().forEach(everything::append);
var dispatcher = new Consumer("dispatcher", everything);
int read = 0;
int lost = 0;
for (Entry entry : dispatcher.poll(1_000_000)) {
    read++;
    lost += entry.event().text().startsWith("parcel--lost") ? 1 : 0;
}
System.out.println("read " + read + " events, found " + lost + " lost parcels");

// cell 3: Two dispatchers read the same log, 1000 events each. How many different events have they read together?
var anna = new Consumer("Anna", everything);
var ben = new Consumer("Ben", everything);
var different = new HashSet<Long>();
anna.poll(1000).forEach(entry -> different.add(entry.offset()));
ben.poll(1000).forEach(entry -> different.add(entry.offset()));
System.out.println(different.size())

// cell 4
var three = new Topic("letters", 3, partition -> new DequeLog());
three.partition(0).append(Event.of("a"));
three.partition(2).append(Event.of("b"));
three.partition(2).append(Event.of("c"));
draw(three);

// == Where does an event go?

// cell 5
Topic letters = topics.create("letters", 3);
var p = new TopicProducer("P", letters, new RoundRobinPartitioner());
for (String letter : "a b c d e f".split(" ")) {
    p.send(Event.of(letter));
}
draw(letters, p);

// cell 6: A consumer reads the whole topic. Which letter does it read second?
var c = new TopicConsumer("C", topics);
c.assign("letters");
var arrivals = c.poll(100);
System.out.println(arrivals);
System.out.println(arrivals.get(1).entry().event().text())

// == Which events belong together?

// cell 7
Topic stops = topics.create("stops", 3);
Partitioner byKey = new KeyPartitioner(new RoundRobinPartitioner());
var driver = new TopicProducer("driver", stops, byKey);
String[] trucks = {"truck-1", "van-2", "bike-4", "truck-1", "van-2", "truck-1"};
for (String truck : trucks) {
    driver.send(Event.of(truck, "stop"));
}
draw(stops);

// cell 8: So far bike-4 has gone to partition 1. The topic grows from 3 to 4 partitions, and bike-4 stops once more. Which partition does this stop go to?
stops.addPartitions(4);
System.out.println(driver.send(Event.of("bike-4", "stop")))

// cell 9
draw(stops);

// cell 10
var moved = new LinkedHashMap<String, Long>();
for (int more = 4; more <= 7; more++) {
    int now = more;
    moved.put("from 3 to " + more, IntStream.range(0, 1000)
            .mapToObj(i -> Utf8.bytes("truck-" + i))
            .filter(k -> Murmur2.partition(k, 3) != Murmur2.partition(k, now)).count());
}
bars(moved);

// cell 11
stops.addPartitions(2);

// == And an event without a key?

// cell 12: P sends ten events without a key to a topic of three partitions, and flushes. How many partitions have received an event?
Topic keyless = topics.create("keyless", 3);
var tenAtATime = batching(keyless, likeKafka);
for (int i = 0; i < 10; i++) {
    tenAtATime.send(Event.of("" + i));
}
tenAtATime.flush();
System.out.println(IntStream.range(0, 3).filter(i -> keyless.partition(i).end() > 0).count())

// cell 13
void compare(String name, Partitioner partitioner) {
    Topic topic = topics.create(name, 3);
    var producer = batching(topic, partitioner);
    int waiting = 0;
    for (int i = 0; i < 3000; i++) {
        producer.send(Event.of("" + i));
        waiting += producer.collected();
    }
    producer.flush();
    draw(topic);
    System.out.println(waiting / 3000.0 + " events were waiting, on average");
}
compare("dealt-out", new RoundRobinPartitioner());
compare("like-kafka", likeKafka);

// == Are all partitions equally busy?

// cell 14
SequencedMap<String, Integer> count(Partitioner partitioner) {
    var counts = new TreeMap<String, Integer>();
    IntStream.range(0, 4).forEach(i -> counts.put("partition " + i, 0));
    for (Event event : Sample.deliveries()) {
        int partition = partitioner.partition("deliveries", event, 4);
        counts.merge("partition " + partition, 1, Integer::sum);
    }
    return counts;
}
bars(count(byKey));
byte[] truck1 = Utf8.bytes("truck-1");
long its = Sample.deliveries().stream()
        .filter(event -> Arrays.equals(event.key(), truck1)).count();
System.out.println("truck-1: " + its + ", in partition " + Murmur2.partition(truck1, 4));

// cell 15: The status is one of three words. How many of the four partitions receive an event?
Partitioner byStatus = (topic, event, partitions) -> {
    String status = event.text().split("--")[1];
    return Murmur2.partition(Utf8.bytes(status), partitions);
};
var byWord = count(byStatus);
bars(byWord);
System.out.println(byWord.values().stream().filter(events -> events > 0).count())

// == Which topics exist?

// cell 16
topics.create("../../etc", 1);

// cell 17
topics.configure("stops", Map.of("retention.ms", "one hour"));

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
