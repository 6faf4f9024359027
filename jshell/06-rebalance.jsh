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
"abcdefghijklmnop".chars().forEach(letter -> p.send(Event.of("" + (char) letter)));
TopicPartition part(int partition) {
    return new TopicPartition("letters", partition);
}
Instant[] now = {Instant.parse("2026-03-02T12:00:00Z")};
var commits = new MemoryOffsetStore();
Group group(String name) {
    return new Group(name, topics, commits, () -> now[0]);
}
Member member(String name, Group group, MemberSettings how) {
    return new Member(name, group, topics, how, () -> now[0]);
}
var settings = MemberSettings.of("letters").with(OffsetReset.EARLIEST).manualCommit();
draw(letters, p);

// cell 2
var anna = new TopicConsumer("Anna", topics);
anna.assign(List.of(part(0), part(1)));
anna.poll(100);
draw(letters, anna);

// == How do members agree?

// cell 3
Group readers = group("readers");
var ann = member("Ann", readers, settings);
System.out.println(ann.poll(3));
System.out.println(readers);

// cell 4
var bob = member("Bob", readers, settings);
System.out.println("Bob gets " + bob.poll(3) + ", and the group is " + readers.state());
System.out.println("Ann gets " + ann.poll(3));
System.out.println("Bob gets " + bob.poll(3));
System.out.println("Ann gets " + ann.poll(3));
System.out.println(readers);

// == What did Ann read twice?

// cell 5: Erin takes over. How many of the four orders that Dan's friend has not processed does she get?
Topic orders = topics.create("orders", 1);
Stream.of("o0", "o1", "o2", "o3").forEach(order -> orders.partition(0).append(Event.of(order)));
Group shop = group("shop");
var auto = MemberSettings.of("orders").with(OffsetReset.EARLIEST);
var dan = member("Dan", shop, auto);
System.out.println("Dan hands over " + dan.poll(4));
now[0] = now[0].plusSeconds(6);
dan.poll(4);
now[0] = now[0].plusSeconds(46);
System.out.println(member("Erin", shop, auto).poll(4).size())

// cell 6: Gil takes over from Fay. How many of the four orders does he pack a second time?
Group store = group("store");
var fay = member("Fay", store, auto);
fay.poll(4).forEach(arrival -> System.out.println("Fay has packed " + arrival.entry()));
now[0] = now[0].plusSeconds(3);
fay.heartbeat();
now[0] = now[0].plusSeconds(46);
var packedTwice = member("Gil", store, auto).poll(4);
System.out.println(packedTwice.size())

// == Where does a new member start?

// cell 7: Cleo has committed offset 3 in letters-0, and leaves. Hal joins with `OffsetReset.EARLIEST`. What is the offset of the first letter that he reads from letters-0?
Group club = group("club");
var cleo = member("Cleo", club, settings);
System.out.println("Cleo reads " + cleo.poll(3));
cleo.commit();
cleo.leave();
var hal = member("Hal", club, settings.with(OffsetReset.EARLIEST));
var first = hal.poll(1).getFirst();
System.out.println("Hal reads " + first);
System.out.println(first.entry().offset())

// cell 8
club.reset(Map.of(part(0), CommittedOffset.of(0)));

// cell 9
hal.leave();
club.reset(Map.of(part(0), CommittedOffset.of(0)));
System.out.println("Ida reads " + member("Ida", club, settings).poll(4));
System.out.println("Jan, in a new group, reads " + member("Jan", group("auditors"), settings).poll(4));

// == Who is alive?

// cell 10: Four minutes pass, with a heartbeat every three seconds and no poll. How many members does the group have?
Group stuck = group("stuck");
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

// cell 11
beat(kim, 63);
System.out.println(stuck)

// == May a late member still commit?

// cell 12
Group desk = group("desk");
var leo = member("Leo", desk, settings);
leo.poll(2);
now[0] = now[0].plusSeconds(60);
var mia = member("Mia", desk, settings);
mia.poll(100);
mia.commit();
System.out.println(desk);

// cell 13
leo.commit();

// cell 14
leo.poll(1);
mia.poll(1);
leo.poll(1);
System.out.println(desk);

// == How much does a rebalance cost?

// cell 15
topics.create("busy", 6);
IntStream.range(0, 6000).forEach(i -> topics.topic("busy").partition(i % 6).append(Event.of("" + i)));
String cost(Assignor assignor) {
    int[] revoked = {0};
    int empty = 0;
    Group group = group(assignor.name());
    var how = MemberSettings.of("busy").with(OffsetReset.EARLIEST).manualCommit().with(assignor)
            .with(new RebalanceListener() {
                public void revoked(SortedSet<TopicPartition> partitions) {
                    revoked[0] += partitions.size();
                }
            });
    var three = Stream.of("A", "B", "C").map(name -> member(name, group, how)).toList();
    IntStream.range(0, 5).forEach(i -> three.forEach(each -> each.poll(1)));
    revoked[0] = 0;
    var d = member("D", group, how);
    for (int i = 0; i < 5; i++) {
        d.poll(1);
        for (Member each : three.reversed()) {
            empty += each.poll(1).isEmpty() ? 1 : 0;
        }
    }
    return revoked[0] + " revoked, " + empty + " empty polls, generation " + group.generation();
}

// cell 16: With `RangeAssignor`, which Kafka's consumer uses by default: D needs one partition. How many of the six are revoked?
String eager = cost(new RangeAssignor());
System.out.println(eager);
System.out.println(eager.split(" ")[0])

// cell 17: The same with a cooperative assignor. How many of the six are revoked?
String cooperative = cost(new StickyAssignor(true));
System.out.println(cooperative);
System.out.println(cooperative.split(" ")[0])

// == What does a restart cost?

// cell 18
Group office = group("office");
var ned = member("Ned", office, settings.named("desk-1"));
var ola = member("Ola", office, settings.named("desk-2"));
IntStream.range(0, 3).forEach(i -> Stream.of(ned, ola).forEach(each -> each.poll(1)));
System.out.println(office);
ned.leave();
var nedAgain = member("Ned", office, settings.named("desk-1"));
nedAgain.poll(1);
System.out.println(office);

// cell 19
var impostor = member("Impostor", office, settings.named("desk-1"));
impostor.poll(1);

// cell 20
nedAgain.poll(1);

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
