// Groups
// Made from lessons/05-group.adoc by ./gregor author sync; try it with ./gregor jshell group

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.deque.*;
import gregor.topic.*;
import gregor.group.*;
import static gregor.lesson.Check.expect;
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
Map<String, Subscription> crew(String... names) {
    var crew = new TreeMap<String, Subscription>();
    for (String name : names) {
        crew.put(name, Subscription.to("letters"));
    }
    return crew;
}
var club = new GroupOffsets("club", topics, new MemoryOffsetStore());
TopicConsumer join(String name, OffsetReset reset, TopicPartition partition) {
    var consumer = new TopicConsumer(name, topics, reset);
    consumer.assign(List.of(partition));
    if (club.committed(partition).isPresent()) {
        consumer.seek(partition, club.committed(partition).get().offset());
    } else if (reset == OffsetReset.LATEST) {
        consumer.seekToEnd(partition);
    }
    return consumer;
}
void commit(TopicConsumer consumer, TopicPartition partition) {
    var next = CommittedOffset.of(consumer.position(partition));
    club.commit(Map.of(partition, next));
}

// == What did they agree on?

// cell 2
send("a b c d e f g h");
var anna = new TopicConsumer("Anna", topics);
anna.assign(List.of(part(0), part(1)));
var ben = new TopicConsumer("Ben", topics);
ben.assign(List.of(part(2), part(3)));
System.out.println("Anna reads " + anna.poll(3));
System.out.println("Ben reads " + ben.poll(3));

// cell 3: How many of the sixteen letters has neither of them read?
send("i j k l m n o p");
anna.poll(100);
draw(letters, anna, ben);
letters.partition(2).end() - ben.position(part(2))
        + letters.partition(3).end() - ben.position(part(3))

// == What did lunch leave out?

// cell 4
var range = new RangeAssignor();
var four = Map.of("letters", 4);
var two = range.assign(four, crew("Anna", "Ben"));
var alone = range.assign(four, crew("Anna"));
System.out.println(two);
System.out.println(alone);

// cell 5: Five members share the four partitions. How many partitions does the fifth, E, read?
var five = range.assign(four, crew("A", "B", "C", "D", "E"));
System.out.println(five);
System.out.println(five.get("E").size())

// == What does a new member cost?

// cell 6: The assignor is `RangeAssignor`. How many of the twelve partitions change their owner?
int moved(Assignor assignor) {
    var twelve = Map.of("letters", 12);
    var before = assignor.assign(twelve, crew("A", "B"));
    var three = crew("A", "B", "C");
    before.forEach((member, owned) ->
            three.put(member, three.get(member).owning(owned, 1)));
    var after = assignor.assign(twelve, three);
    before.forEach((member, owned) -> owned.removeAll(after.get(member)));
    return before.values().stream().mapToInt(Set::size).sum();
}
System.out.println(moved(range))

// cell 7
var moves = new LinkedHashMap<String, Integer>();
var sticky = new StickyAssignor(false);
Assignor[] assignors = {range, new RoundRobinAssignor(), sticky};
for (Assignor assignor : assignors) {
    moves.put(assignor.name(), moved(assignor));
}
bars(moves);

// == Where does Anna start?

// cell 8: Which letter of letters-2 does Anna read first?
anna.assign(alone.get("Anna"));
System.out.println(anna.poll(1).getFirst().entry().event().text())

// cell 9
var cleo = new TopicConsumer("Cleo", topics);
cleo.assign(List.of(part(0)));
System.out.println(cleo.poll(3));
club.commit(Map.of(part(0), CommittedOffset.of(cleo.position(part(0)))));

// cell 10: Cleo has read offsets 0, 1 and 2 of letters-0, and has committed. What is the committed offset?
System.out.println(club.committed(part(0)).get().offset())

// cell 11
long committed = club.committed(part(0)).get().offset();
expect("the committed offset is the next offset", 3, committed);
expect("lag is the end minus the committed offset", 1,
        club.lag("letters").getFirst().events());

// cell 12: letters-0 holds a, e, i and m. Which letter does Dora read first?
var dora = join("Dora", OffsetReset.EARLIEST, part(0));
System.out.println(dora.poll(1).getFirst().entry().event().text())

// == When should a member commit?

// cell 13
List<PartitionEntry> autoPoll(TopicConsumer member, TopicPartition partition) {
    commit(member, partition);
    return member.poll(2);
}

// cell 14: Fay takes over letters-1. How many letters does she read?
var emil = join("Emil", OffsetReset.EARLIEST, part(1));
System.out.println("to the pool: " + autoPoll(emil, part(1)));
System.out.println("to the pool: " + autoPoll(emil, part(1)));
autoPoll(emil, part(1));
var fay = join("Fay", OffsetReset.EARLIEST, part(1));
System.out.println(fay.poll(100).size())

// cell 15: Hal takes over letters-2. Which letter does he read first?
var gus = join("Gus", OffsetReset.EARLIEST, part(2));
System.out.println("processed: " + gus.poll(2));
var hal = join("Hal", OffsetReset.EARLIEST, part(2));
System.out.println(hal.poll(1).getFirst().entry().event().text())

// == How far behind is a group?

// cell 16
club.lag("letters").forEach(System.out::println);
draw(letters, club);

// cell 17
var auditors = new GroupOffsets("auditors", topics, new MemoryOffsetStore());
System.out.println(auditors.lag("letters").getFirst())

// cell 18: What is the lag of partition 3 after ten hours?
Topic parcels = topics.create("parcels", 4);
var drivers = new TopicProducer("D", parcels, new RoundRobinPartitioner());
for (int number = 0; number < 4; number++) {
    var partition = new TopicPartition("parcels", number);
    var member = new TopicConsumer("member-" + number, topics);
    member.assign(List.of(partition));
    for (int hour = 0; hour < 10; hour++) {
        for (int arriving = number == 3 ? 4 : 1; arriving > 0; arriving--) {
            drivers.send(number, Event.of("parcel"));
        }
        member.poll(2);
        commit(member, partition);
    }
}
var lags = new TreeMap<TopicPartition, Long>();
for (Lag lag : club.lag("parcels")) {
    if (lag.partition().topic().equals("parcels")) {
        lags.put(lag.partition(), lag.events());
    }
}
bars(lags);
System.out.println(lags.lastEntry().getValue())

// cell 19
club.commit(Map.of(part(0), CommittedOffset.of(99)));

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
