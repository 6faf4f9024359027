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
Instant[] now = {Instant.parse("2026-03-02T06:00:00Z")};
TopicPartition letters(int partition) {
    return new TopicPartition("letters", partition);
}

// cell 2
Topics byHand() {
    return new Topics(partition -> FileLog.open(folder.resolve("by-hand").resolve(partition.toString())));
}
var evening = byHand();
evening.create("letters", 2, Map.of("retention.ms", "3600000"));
evening.log(letters(1)).append(Event.of("a", "hello"));
for (int i = 0; i < 2; i++) {
    ((FileLog) evening.log(letters(i))).close();
}
System.out.println("topics the next morning: " + byHand().names());
Files.list(folder.resolve("by-hand")).sorted().map(Path::getFileName).forEach(System.out::println);

// cell 3
BrokerSettings settings = BrokerSettings.in(folder.resolve("data")).with(() -> now[0]);
Broker broker = Broker.open(settings);
broker.createTopic("letters", 2, Map.of("retention.ms", "3600000"));
broker.append(letters(1), ListBatch.of(Event.of("a", "hello").at(now[0])));
broker.close();

broker = Broker.open(settings);
System.out.println(broker.topicNames());
System.out.println(broker.describe("letters").configuration().overrides());
gregor.topic.TopicPicture.draw(broker.topics().topic("letters"));

// == What is a broker made of?

// == Where does a broker write down its topics?

// cell 4
broker.createTopic("parcels", 1, Map.of("cleanup.policy", "compact"));
broker.alterTopic("letters", Map.of("retention.ms", "7200000"));
broker.close();
List<Entry> catalog() {
    try (var log = FileLog.open(folder.resolve("data/catalog"))) {
        return log.entries(log.start());
    }
}
void show(Entry entry) {
    System.out.println(entry.offset() + ": " + Utf8.show(entry.event().key()) + (entry.event().value() == null ? " †" : ""));
}
catalog().forEach(entry -> show(entry));

// cell 5: The catalog holds six events, 0 to 5. The topic `parcels` is deleted. How many does it hold now?
broker = Broker.open(settings);
broker.deleteTopic("parcels");
broker.close();
show(catalog().getLast());
System.out.println(catalog().size())

// == What happens when one log is broken?

// cell 6
broker = Broker.open(settings);
for (int i = 0; i < 2; i++) {
    broker.append(letters(i), ListBatch.of(Event.of("k", "before").at(now[0])));
}
broker.close();
Files.move(folder.resolve("data/topics/letters-0"), folder.resolve("somewhere else"));
broker = Broker.open(settings);
broker.openAll((done, all) -> {});
broker.append(letters(1), ListBatch.of(Event.of("k", "after").at(now[0])));
try {
    broker.append(letters(0), ListBatch.of(Event.of("k", "after").at(now[0])));
} catch (PartitionUnavailableException e) {
    System.out.println(e.getMessage().replace(folder + "/", ""));
}
broker.close();

// == Where are the committed offsets?

// cell 7
Files.move(folder.resolve("somewhere else"), folder.resolve("data/topics/letters-0"));
broker = Broker.open(settings);
for (int i = 1; i <= 3; i++) {
    var commit = Map.of(letters(1), CommittedOffset.of(i));
    broker.groups().in("postmen", group -> {
        group.reset(commit);
        return null;
    });
}
broker.partition("__consumer_offsets", 0).entries(0).forEach(System.out::println);

// cell 8: The broker stops and starts again. At which offset do the postmen continue?
broker.close();
broker = Broker.open(settings);
System.out.println(broker.groups().in("postmen", group -> group.committed(letters(1))).get().offset())

// == When does the broker delete an event?

// cell 9
var news = new TopicPartition("news", 0);
void everyTenMinutes(int events) {
    for (int i = 0; i < events; i++) {
        broker.append(news, ListBatch.of(Event.of("k", "at " + now[0].toString().substring(11, 16)).at(now[0])));
        now[0] = now[0].plusSeconds(600);
    }
}
broker.createTopic("news", 1, Map.of("retention.ms", "7200000", "archive", "csv"));
everyTenMinutes(18);

// cell 10: Three hours have passed, events are kept for two, and the housekeeper runs. How many of the 18 events are left?
broker.keepHouse();
System.out.println(broker.partition("news", 0).entries(broker.partition("news", 0).start()).size())

// cell 11
broker.alterTopic("news", Map.of("segment.bytes", "1024", "max.message.bytes", "1000"));
everyTenMinutes(30);
broker.keepHouse();
draw(broker.partition("news", 0));

// cell 12: For a day no producer writes to `news`. Then the housekeeper runs. The last segment is the active one. How many events are left?
now[0] = now[0].plus(Duration.ofDays(1));
broker.keepHouse();
System.out.println(broker.partition("news", 0).end() - broker.partition("news", 0).start())

// cell 13
Path csv = folder.resolve("data/archive/news/0.csv");
Files.lines(csv).limit(3).forEach(System.out::println);
System.out.println("and so on, " + Files.lines(csv).count() + " lines");

// == What did the broker do last night?

// cell 14
broker.partition("__journal", 0).entries(0).stream().map(entry -> entry.event().text()).filter(line -> line.contains("news")).forEach(System.out::println);
System.out.println(broker.partition("_kaf", 0).entries(0).getFirst().event().text());

// == And if the power fails?

// cell 15
void copy(Path from, Path to) throws IOException {
    for (Path path : Files.walk(from).toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
    }
}
broker.append(letters(1), ListBatch.of(Event.of("k", "the last one").at(now[0])));
copy(folder.resolve("data"), folder.resolve("photograph"));
try (Broker after = Broker.open(BrokerSettings.in(folder.resolve("photograph")).with(() -> now[0]))) {
    System.out.println(after.topicNames());
    System.out.println("the last letter is " + after.partition("letters", 1).entries(0).getLast());
    System.out.println("postmen: " + after.groups().in("postmen", group -> group.committed(letters(1))).get());
}
broker.close();

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
