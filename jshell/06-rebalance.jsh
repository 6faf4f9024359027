// Members come and go
// Made from lessons/06-rebalance.adoc by ./gregor author sync; try it with ./gregor jshell rebalance

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.deque.*;
import gregor.topic.*;
import gregor.group.*;
import gregor.rebalance.*;
import java.time.*;
import static gregor.topic.TopicPicture.draw;

var topics = new Topics(partition -> new DequeLog());
Topic letters = topics.create("letters", 4);
var p = new TopicProducer("P", letters, new RoundRobinPartitioner());
for (String letter : "a b c d e f g h i j k l m n o p".split(" ")) {
    p.send(Event.of(letter));
}
TopicPartition part(int partition) {
    return new TopicPartition("letters", partition);
}
draw(letters, p);

// == A group

// cell 2
Instant[] now = {Instant.parse("2026-03-02T12:00:00Z")};
var commits = new MemoryOffsetStore();
Group readers = new Group("readers", topics, commits, () -> now[0]);
var settings = MemberSettings.of("letters").with(OffsetReset.EARLIEST).manualCommit();
Member member(String name, Group group, MemberSettings how) {
    return new Member(name, group, topics, how, () -> now[0]);
}
var ann = member("Ann", readers, settings);
System.out.println(ann.poll(3));
System.out.println(readers);

// cell 3
var bob = member("Bob", readers, settings);
System.out.println("Bob gets " + bob.poll(3));
System.out.println(readers.state());
System.out.println("Ann gets " + ann.poll(3));
System.out.println("Bob gets " + bob.poll(3));
System.out.println("Ann gets " + ann.poll(3));
System.out.println(readers);

// == Auto-commit

// cell 4: Erin takes over. How many of the four orders that Dan's friend has not processed does she get?
Topic orders = topics.create("orders", 1);
for (String order : "o0 o1 o2 o3".split(" ")) {
    orders.partition(0).append(Event.of(order));
}
Group shop = new Group("shop", topics, commits, () -> now[0]);
var auto = MemberSettings.of("orders").with(OffsetReset.EARLIEST);
var dan = member("Dan", shop, auto);
System.out.println("Dan forwards " + dan.poll(4));
now[0] = now[0].plusSeconds(6);
dan.poll(4);
now[0] = now[0].plusSeconds(46);
System.out.println(member("Erin", shop, auto).poll(4).size())

// cell 5
Group store = new Group("store", topics, commits, () -> now[0]);
var fay = member("Fay", store, auto);
fay.poll(4).forEach(arrival -> System.out.println("Fay has packed " + arrival.entry()));
now[0] = now[0].plusSeconds(3);
fay.heartbeat();
now[0] = now[0].plusSeconds(46);
member("Gil", store, auto).poll(4).forEach(arrival -> System.out.println("Gil packs " + arrival.entry()));

// == Earliest means replay

// cell 6
Group club = new Group("club", topics, commits, () -> now[0]);
var cleo = member("Cleo", club, settings);
System.out.println(cleo.poll(3));
cleo.commit();

// cell 7: Cleo has committed 3 in letters-0, and leaves. Hal joins with `OffsetReset.EARLIEST` and polls one letter of letters-0. Which offset does it have?
cleo.leave();
var hal = member("Hal", club, settings.with(OffsetReset.EARLIEST));
var first = hal.poll(1).getFirst();
System.out.println(first);
System.out.println(first.entry().offset())

// cell 8
club.reset(Map.of(part(0), CommittedOffset.of(0)));

// cell 9
hal.leave();
club.reset(Map.of(part(0), CommittedOffset.of(0)));
System.out.println(member("Ida", club, settings).poll(100))

// cell 10
Group auditors = new Group("auditors", topics, commits, () -> now[0]);
System.out.println(member("Jan", auditors, settings).poll(100).size() + " letters for the auditors, all of them");

// == A heartbeat means healthy

// cell 11: Four minutes pass, with a heartbeat every three seconds and no poll. How many members does the group have?
Group stuck = new Group("stuck", topics, commits, () -> now[0]);
var kim = member("Kim", stuck, settings);
kim.poll(1);
void beat(Member member, int seconds) {
    for (int i = 0; i < seconds; i += 3) {
        now[0] = now[0].plusSeconds(3);
        member.heartbeat();
    }
}
beat(kim, 240);
System.out.println(stuck.lag().getFirst());
System.out.println(stuck.members().size())

// cell 12
beat(kim, 63);
System.out.println(stuck)

// == Zombies

// cell 13
Group desk = new Group("desk", topics, commits, () -> now[0]);
var leo = member("Leo", desk, settings);
leo.poll(2);
now[0] = now[0].plusSeconds(60);
var mia = member("Mia", desk, settings);
mia.poll(100);
mia.commit();
System.out.println(desk);

// cell 14
leo.commit();

// cell 15
leo.poll(1);
mia.poll(1);
leo.poll(1);
System.out.println(desk);

// == A rebalance stops the world

// cell 16
topics.create("busy", 6);
for (int i = 0; i < 6000; i++) {
    topics.topic("busy").partition(i % 6).append(Event.of("" + i));
}
String count(Assignor assignor) {
    int[] counts = new int[2];
    var group = new Group(assignor.name(), topics, commits, () -> now[0]);
    var how = MemberSettings.of("busy").with(OffsetReset.EARLIEST).manualCommit().with(assignor)
            .with(new RebalanceListener() {
                public void revoked(SortedSet<TopicPartition> partitions) {
                    counts[0] += partitions.size();
                }
            });
    var members = new ArrayList<>(Stream.of("A", "B", "C").map(name -> member(name, group, how)).toList());
    for (int i = 0; i < 5; i++) {
        members.forEach(each -> each.poll(1));
    }
    counts[0] = 0;
    members.add(member("D", group, how));
    for (int i = 0; i < 5; i++) {
        for (Member each : members.reversed()) {
            counts[1] += each.poll(1).isEmpty() && each != members.getLast() ? 1 : 0;
        }
    }
    return counts[0] + " taken away, " + counts[1] + " polls in vain, generation " + group.generation();
}
System.out.println("eager:       " + count(new StickyAssignor(false)));

// cell 17: The same with members that cooperate. How many of the six partitions are taken away from a member?
String counted = count(new StickyAssignor(true));
System.out.println("cooperative: " + counted);
System.out.println(counted.split(" ")[0])

// == The same desk every morning

// cell 18
Group office = new Group("office", topics, commits, () -> now[0]);
var ned = member("Ned", office, settings.named("desk-1"));
var ola = member("Ola", office, settings.named("desk-2"));
for (int i = 0; i < 3; i++) {
    ned.poll(1);
    ola.poll(1);
}
System.out.println(office);
ned.leave();
var nedAgain = member("Ned", office, settings.named("desk-1"));
nedAgain.poll(1);
System.out.println(office);

// cell 19
var other = member("Impostor", office, settings.named("desk-1"));
other.poll(1);

// cell 20
nedAgain.poll(1);

// == What real Kafka does differently

// == The story on real data

// == Your turn

// == Before you go on
