// Many writers, many readers
// Made from lessons/02-producer.adoc by ./gregor author sync; try it with ./gregor jshell producer

// == Two producers

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.producer.*;
import java.time.*;
import static gregor.list.Picture.draw;

var log = new ListLog();
var p1 = new Producer("P1", log);
var p2 = new Producer("P2", log);
int number = 0;
char letter = 'a';
for (String who : "1 1 1 1 1 1 2 1 1 2 1 2".split(" ")) {
    if (who.equals("1")) {
        p1.send(Event.of("" + number++));
    } else {
        p2.send(Event.of("" + letter++));
    }
}
draw(log, p1, p2);

// cell 2
var c1 = new Consumer("C1", log);
c1.poll(5);
var c2 = new Consumer("C2", log);
draw(log, p1, p2, c1, c2);

// == What order is promised

// cell 3
String interleave(long seed) {
    var log = new ListLog();
    var p1 = new Producer("P1", log);
    var p2 = new Producer("P2", log);
    var chance = new Random(seed);
    int number = 0;
    char letter = 'a';
    for (int i = 0; i < 16; i++) {
        if (chance.nextBoolean()) {
            p1.send(Event.of("" + number++));
        } else {
            p2.send(Event.of("" + letter++));
        }
    }
    return Picture.of(log, p1, p2).text();
}
for (long seed = 1; seed <= 3; seed++) {
    System.out.println(interleave(seed));
}

// cell 4: P1 appends an event of 09:00. Then P2 appends one of 08:00. Which hour stands first in the log, 08:00 or 09:00?
var clocks = new ListLog();
clocks.append(Event.of("P1 at 09:00").at(Instant.parse("2026-03-02T09:00:00Z")));
clocks.append(Event.of("P2 at 08:00").at(Instant.parse("2026-03-02T08:00:00Z")));
System.out.println(clocks.entries(0).getFirst().event().text().substring(6))

// == Where a new consumer starts

// cell 5
var first = new Consumer("first", log);
var middle = new Consumer("middle", log);
middle.seek(6);
var last = new Consumer("last", log);
last.seekToEnd();
draw(log, first, middle, last);

// cell 6: P2 sends d, and then P1 sends 9. How many events does `last` read?
p2.send(Event.of("d"));
p1.send(Event.of("9"));
System.out.println(last.poll(100));
System.out.println(last.position() - 12)

// == A trip for each event?

// cell 7
var noon = Instant.parse("2026-03-02T12:00:00Z");
var bagged = new ListLog();
var p = new Producer("P", bagged, 3, Origin.UNKNOWN, () -> noon);

// cell 8: P collects three events before it goes. It sends a and b. What is the end of the log now?
p.send(Event.of("a"));
p.send(Event.of("b"));
System.out.println(bagged.end())

// cell 9
System.out.println("in the bag: " + p.collected());
p.send(Event.of("c"));
System.out.println("in the bag: " + p.collected());
draw(bagged, p);

// cell 10
p.send(Event.of("d"));
p.flush();
System.out.println(bagged.read(0, 1000))

// == A batch

// cell 11
var both = new ListLog();
var n = new Producer("N", both, 3, Origin.UNKNOWN, () -> noon);
var l = new Producer("L", both, 2, Origin.UNKNOWN, () -> noon);
for (int i = 0; i < 6; i++) {
    n.send(Event.of("" + i));
    l.send(Event.of("" + (char) ('a' + i)));
}
draw(both, n, l);

// == Whose batch is it?

// cell 12
var named = new ListLog();
var anna = new Producer("Anna", named, 2, new Origin(41, (short) 0, 0), () -> noon);
for (String word : "one morning a list woke".split(" ")) {
    anna.send(Event.of(word));
}
anna.flush();
for (Batch batch : named.read(0, 1000)) {
    System.out.println(batch + " from " + batch.origin().producerId() + ", its event " + batch.origin().sequence());
}

// == What real Kafka does differently

// == The story on real data

// == Your turn

// == Before you go on
