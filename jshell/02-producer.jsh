// Many writers, many readers
// Made from lessons/02-producer.adoc by ./gregor author sync; try it with ./gregor jshell producer

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.producer.*;
import java.time.*;
import static gregor.list.Origin.UNKNOWN;
import static gregor.list.Picture.draw;

Instant noon = Instant.parse("2026-03-02T12:00:00Z");

// == How many trips?

// cell 2
class CountingLog extends ForwardingLog<ListLog> {
    int trips;
    CountingLog() {
        super(new ListLog());
    }
    @Override
    public long append(Batch batch) {
        trips++;
        return super.append(batch);
    }
}
var counting = new CountingLog();
for (int i = 0; i < 1000; i++) {
    counting.append(Event.of("" + i));
}
System.out.println(counting.trips)

// cell 3
for (int batchSize : new int[] {1, 10, 100}) {
    counting = new CountingLog();
    var sender = new Producer("P", counting, batchSize, UNKNOWN, () -> noon);
    for (int i = 0; i < 1000; i++) {
        sender.send(Event.of("" + i));
    }
    System.out.println(batchSize + " a batch: " + counting.trips + " trips");
}

// == What is the price?

// cell 4
var batched = new ListLog();
var collector = new Producer("P", batched, 3, UNKNOWN, () -> noon);

// cell 5: P sends a and b. What is the end of the log now?
collector.send(Event.of("a"));
collector.send(Event.of("b"));
System.out.println(batched.end())

// cell 6
collector.send(Event.of("c"));
collector.send(Event.of("d"));
System.out.println("collected: " + collector.collected());
collector.flush();
System.out.println(batched.read(0, 1000))

// == Whose order is it?

// cell 7
ListLog interleave(long seed) {
    var log = new ListLog();
    var p1 = new Producer("P1", log);
    var p2 = new Producer("P2", log);
    var chance = new Random(seed);
    int number = 0;
    char letter = 'a';
    while (number < 8 || letter <= 'h') {
        if (letter > 'h' || number < 8 && chance.nextBoolean()) {
            p1.send(Event.of("" + number++));
        } else {
            p2.send(Event.of("" + letter++));
        }
    }
    return log;
}
for (long seed = 1; seed <= 3; seed++) {
    draw(interleave(seed));
}

// cell 8: Cross out the digits in each of the three logs. How many different sequences of letters remain?
List<String> letters(ListLog log) {
    return log.entries(0).stream().map(entry -> entry.event().text())
            .filter(text -> text.matches("[a-z]")).toList();
}
var sequences = new HashSet<List<String>>();
for (long seed = 1; seed <= 3; seed++) {
    sequences.add(letters(interleave(seed)));
}
System.out.println(sequences.size())

// cell 9: P1 appends an event of 09:00. Then P2 appends one of 08:00. Which hour comes first in the log, 08:00 or 09:00?
var clocks = new ListLog();
Instant nine = Instant.parse("2026-03-02T09:00:00Z");
Instant eight = Instant.parse("2026-03-02T08:00:00Z");
new Producer("P1", clocks).send(Event.of("09:00").at(nine));
new Producer("P2", clocks).send(Event.of("08:00").at(eight));
System.out.println(clocks.entries(0).getFirst().event().text())

// == What does a batch keep together?

// cell 10: Which event gets offset 0?
var both = new ListLog();
var n = new Producer("N", both, 3, UNKNOWN, () -> noon);
var l = new Producer("L", both, 2, UNKNOWN, () -> noon);
for (int i = 0; i < 6; i++) {
    n.send(Event.of("" + i));
    l.send(Event.of("" + (char) ('a' + i)));
}
draw(both, n, l);
System.out.println(both.entries(0).getFirst().event().text())

// == Where does a new consumer start?

// cell 11
var log = interleave(1);
var first = new Consumer("first", log);
var middle = new Consumer("middle", log);
middle.seek(6);
var last = new Consumer("last", log);
last.seekToEnd();
draw(log, first, middle, last);

// cell 12: P sends two more events. How many events does `last` read?
var p = new Producer("P", log);
p.send(Event.of("x"));
p.send(Event.of("y"));
System.out.println(last.poll(100).size())

// == Whose batch is it?

// cell 13
class LosesFirstAnswer extends ForwardingLog<ListLog> {
    boolean first = true;
    LosesFirstAnswer() {
        super(new ListLog());
    }
    @Override
    public long append(Batch batch) {
        long offset = super.append(batch);
        if (first) {
            first = false;
            throw new IllegalStateException("no answer");
        }
        return offset;
    }
}

// cell 14: Otto sends one event, gets no answer, and flushes again. How many events does the log hold?
var unreliable = new LosesFirstAnswer();
var origin = new Origin(7, (short) 0, 0);
var otto = new Producer("Otto", unreliable, 1, origin, () -> noon);
try {
    otto.send(Event.of("pay 100 euros"));
} catch (IllegalStateException e) {
    otto.flush();
}
System.out.println(unreliable.end())

// cell 15
for (Batch batch : unreliable.read(0, 1000)) {
    System.out.println(batch + " " + batch.origin());
}

// cell 16
var named = new ListLog();
var hers = new Origin(41, (short) 0, 0);
var anna = new Producer("Anna", named, 2, hers, () -> noon);
for (String word : "one morning a list woke".split(" ")) {
    anna.send(Event.of(word));
}
anna.flush();
for (Batch batch : named.read(0, 1000)) {
    System.out.println(batch + " " + batch.origin());
}

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
