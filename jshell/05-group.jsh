// Groups
// Made from lessons/05-group.adoc by ./gregor author sync; try it with ./gregor jshell group

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.deque.*;
import gregor.topic.*;
import gregor.group.*;
import java.time.*;
import static gregor.topic.TopicPicture.draw;
import static gregor.topic.TopicPicture.bars;

var topics = new Topics(partition -> new DequeLog());
Topic letters = topics.create("letters", 4);
var p = new TopicProducer("P", letters, new RoundRobinPartitioner());
void send(String text) {
    for (String letter : text.split(" ")) {
        p.send(Event.of(letter));
    }
}
TopicPartition part(int partition) {
    return new TopicPartition("letters", partition);
}
send("a b c d e f g h");
var anna = new TopicConsumer("Anna", topics);
anna.assign(List.of(part(0), part(1)));
var ben = new TopicConsumer("Ben", topics);
ben.assign(List.of(part(2), part(3)));
System.out.println("Anna reads " + anna.poll(3));
System.out.println("Ben reads " + ben.poll(3));

// cell 2: Eight more letters arrive. Anna reads all she can. How many of the sixteen letters has nobody read?
send("i j k l m n o p");
anna.poll(100);
draw(letters, anna, ben);
System.out.println(IntStream.of(2, 3).mapToLong(i -> letters.partition(i).end() - ben.position(part(i))).sum())

// == Who reads what?

// cell 3
Map<String, Subscription> crew(String... names) {
    var crew = new TreeMap<String, Subscription>();
    for (String name : names) {
        crew.put(name, Subscription.to("t0", "t1"));
    }
    return crew;
}
var two = Map.of("t0", 3, "t1", 3);
System.out.println("range:       " + new RangeAssignor().assign(two, crew("C0", "C1")));
System.out.println("round robin: " + new RoundRobinAssignor().assign(two, crew("C0", "C1")));

// cell 4
int moved(Map<String, SortedSet<TopicPartition>> before, Map<String, SortedSet<TopicPartition>> after) {
    int moved = 0;
    for (String name : before.keySet()) {
        var lost = new TreeSet<>(before.get(name));
        lost.removeAll(after.get(name));
        moved += lost.size();
    }
    return moved;
}
var twelve = Map.of("t0", 6, "t1", 6);
for (Assignor assignor : List.of(new RangeAssignor(), new RoundRobinAssignor(), new StickyAssignor(false))) {
    var before = assignor.assign(twelve, crew("C0", "C1"));
    var three = crew("C0", "C1", "C2");
    before.forEach((name, owned) -> three.put(name, three.get(name).owning(owned, 1)));
    System.out.println(assignor.name() + ": " + moved(before, assignor.assign(twelve, three)) + " of 12 are taken away");
}

// == More consumers are always faster

// cell 5: Five members share the four partitions of `letters`. How many partitions does the fifth get?
var five = new TreeMap<String, Subscription>();
for (String name : "A B C D E".split(" ")) {
    five.put(name, Subscription.to("letters"));
}
var shares = new RangeAssignor().assign(Map.of("letters", 4), five);
System.out.println(shares);
System.out.println(shares.get("E").size())

// == Committed offsets

// cell 6
var commits = new MemoryOffsetStore();
var club = new GroupOffsets("club", topics, commits);
var cleo = new TopicConsumer("Cleo", topics);
cleo.assign(List.of(part(0)));
System.out.println(cleo.poll(3));
club.commit(Map.of(part(0), CommittedOffset.of(cleo.position(part(0)))));

// cell 7: Cleo has read offsets 0, 1 and 2 of letters-0, and commits. Which offset is written down?
System.out.println(club.committed(part(0)).get().offset())

// cell 8
var dora = new TopicConsumer("Dora", topics);
dora.assign(List.of(part(0)));
dora.seek(part(0), club.committed(part(0)).get().offset());
System.out.println(dora.poll(100))

// cell 9
club.lag("letters").forEach(System.out::println);
draw(letters, club);

// cell 10
import static gregor.lesson.Check.expect;

expect("the committed offset is the next offset", 3, club.committed(part(0)).get().offset());
expect("the lag is the end less the committed offset", letters.partition(0).end() - 3, club.lag("letters").getFirst().events());

// cell 11
club.commit(Map.of(part(0), CommittedOffset.of(99)));

// cell 12
new GroupOffsets("auditors", topics, commits).lag("letters").forEach(System.out::println);

// == What real Kafka does differently

// == The story on real data

// == Your turn

// == Before you go on
