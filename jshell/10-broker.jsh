// The broker
// Made from lessons/10-broker.adoc by ./gregor author sync; try it with ./gregor jshell broker

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.deque.*;
import gregor.topic.*;
import gregor.group.*;
import gregor.file.*;
import gregor.broker.*;
import java.time.*;
import static gregor.list.Picture.draw;

Path folder = Files.createTempDirectory("gregor");
var byHand = new Topics(partition -> FileLog.open(folder.resolve("byhand").resolve(partition.toString())));
byHand.create("letters", 2, Map.of("retention.ms", "3600000"));
byHand.log(new TopicPartition("letters", 1)).append(Event.of("a", "hello"));
for (int i = 0; i < 2; i++) {
    ((FileLog) byHand.log(new TopicPartition("letters", i))).close();
}

var nextMorning = new Topics(partition -> FileLog.open(folder.resolve("byhand").resolve(partition.toString())));
System.out.println("topics: " + nextMorning.names());
Files.list(folder.resolve("byhand")).sorted().map(Path::getFileName).forEach(System.out::println);

// == All of it

// cell 2
Instant[] now = {Instant.parse("2026-03-02T06:00:00Z")};
BrokerSettings settings = BrokerSettings.in(folder.resolve("data")).with(() -> now[0]);
Broker broker = Broker.open(settings);
broker.createTopic("letters", 2, Map.of("retention.ms", "3600000"));
broker.append(new TopicPartition("letters", 1), ListBatch.of(Event.of("a", "hello").at(now[0])));
broker.close();

broker = Broker.open(settings);
System.out.println(broker.topicNames());
System.out.println(broker.describe("letters").configuration().overrides());
gregor.topic.TopicPicture.draw(broker.topics().topic("letters"));

// == What a broker knows

// cell 3
String short_(Object text) {
    return text.toString().replaceAll("\"id\":\"[^\"]*\"", "\"id\":…").replaceAll(",?\"time\":\"[^\"]*\",?", "");
}

broker.createTopic("parcels", 1, Map.of("cleanup.policy", "compact"));
broker.alterTopic("letters", Map.of("retention.ms", "7200000"));
broker.close();
var format = FileSettings.defaults().with(BatchFormats.defaultFormat());
try (var catalog = FileLog.open(folder.resolve("data/catalog"), format)) {
    catalog.entries(catalog.start()).stream().filter(entry -> !entry.toString().contains("/_")).map(e -> short_(e)).forEach(System.out::println);
}

// cell 4: The catalog holds six events, 0 to 5. The topic `parcels` is deleted. How many does it hold now?
broker = Broker.open(settings);
broker.deleteTopic("parcels");
broker.close();
var catalog = FileLog.open(folder.resolve("data/catalog"), format);
List<Entry> known = catalog.entries(catalog.start());
catalog.close();
System.out.println(short_(known.getLast()));
System.out.println(known.size())

// == In which order?

// cell 5
Files.createDirectories(folder.resolve("data/topics/from-an-old-backup-0"));
broker = Broker.open(settings);
broker.troubles().forEach(trouble -> System.out.println(trouble.replace(folder + "/", "")));

// == One broken log

// cell 6
for (int i = 0; i < 2; i++) {
    broker.append(new TopicPartition("letters", i), ListBatch.of(Event.of("k", "before").at(now[0])));
}
broker.close();
Files.move(folder.resolve("data/topics/letters-0"), folder.resolve("somewhere else"));
broker = Broker.open(settings);
broker.openAll((done, all) -> {});
broker.append(new TopicPartition("letters", 1), ListBatch.of(Event.of("k", "after").at(now[0])));
broker.describe("letters").partitions().forEach(part -> System.out.println("partition " + part.partition() + ", end " + part.end()
        + (part.trouble().isPresent() ? ", not available" : "")));

// cell 7
try {
    broker.append(new TopicPartition("letters", 0), ListBatch.of(Event.of("k", "after").at(now[0])));
} catch (PartitionUnavailableException e) {
    System.out.println(e.getMessage().replace(folder + "/", ""));
}

// cell 8
broker.close();
Files.move(folder.resolve("somewhere else"), folder.resolve("data/topics/letters-0"));
broker = Broker.open(settings);
draw(broker.partition("letters", 0));

// == Committed offsets are events

// cell 9
for (int i = 1; i <= 3; i++) {
    var commit = Map.of(new TopicPartition("letters", 1), CommittedOffset.of(i));
    broker.groups().in("postmen", group -> {
        group.reset(commit);
        return null;
    });
}
broker.partition("__consumer_offsets", 0).entries(0).forEach(entry -> System.out.println(short_(entry)));

// cell 10
broker.close();
broker = Broker.open(settings);
System.out.println("postmen go on at " + broker.groups().in("postmen", group -> group.committed(new TopicPartition("letters", 1))).get());

// == The housekeeper

// cell 11
void everyTenMinutes(int events) {
    for (int i = 0; i < events; i++) {
        broker.append(new TopicPartition("news", 0), ListBatch.of(Event.of("k", "at " + now[0].toString().substring(11, 16)).at(now[0])));
        now[0] = now[0].plusSeconds(600);
    }
}

broker.createTopic("news", 1, Map.of("retention.ms", "7200000", "archive", "csv"));
everyTenMinutes(18);

// cell 12: Three hours have gone by, and events are kept for two. The housekeeper comes. How many of the 18 are left?
broker.keepHouse();
System.out.println(broker.partition("news", 0).entries(broker.partition("news", 0).start()).size())

// cell 13
broker.alterTopic("news", Map.of("segment.bytes", "1024", "max.message.bytes", "1000"));
everyTenMinutes(30);
broker.keepHouse();
draw(broker.partition("news", 0));

// cell 14: For a day nobody writes to `news`. Then the housekeeper comes. The last segment is the one that grows. How many events are left?
now[0] = now[0].plus(Duration.ofDays(1));
broker.keepHouse();
System.out.println(broker.partition("news", 0).end() - broker.partition("news", 0).start())

// cell 15
Files.lines(folder.resolve("data/archive/news/0.csv")).limit(4).forEach(System.out::println);
System.out.println("and so on, " + Files.lines(folder.resolve("data/archive/news/0.csv")).count() + " lines");

// == What it did, it wrote down

// cell 16
broker.partition("__journal", 0).entries(0).stream().map(e -> short_(e.event())).filter(line -> line.contains("news")).forEach(System.out::println);
var statistics = broker.partition("_kaf", 0).entries(0).getFirst().event().text();
System.out.println(statistics);

// == A photograph

// cell 17
void copy(Path from, Path to) throws IOException {
    for (Path path : Files.walk(from).toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
    }
}

broker.append(new TopicPartition("letters", 1), ListBatch.of(Event.of("k", "the last one").at(now[0])));
copy(folder.resolve("data"), folder.resolve("photograph"));
broker.append(new TopicPartition("letters", 1), ListBatch.of(Event.of("k", "one more").at(now[0])));

try (Broker after = Broker.open(BrokerSettings.in(folder.resolve("photograph")).with(() -> now[0]))) {
    System.out.println(after.topicNames());
    System.out.println("the last letter is " + after.partition("letters", 1).entries(0).getLast());
    System.out.println("postmen: " + after.groups().in("postmen", group -> group.committed(new TopicPartition("letters", 1))).get());
}

// cell 18
broker.close();

// == What real Kafka does differently

// == The whole story

// == Your turn

// == Before you go on
