// Many writers, many readers
// Made from lessons/02-producer.adoc by ./gregor author sync; try it with ./gregor jshell producer

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.producer.*;
import java.time.*;
import static gregor.list.Picture.draw;

Instant noon = Instant.parse("2026-03-02T12:00:00Z");

// == Whose order is it?

// cell 2
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

// cell 3: Cross out the digits in each of the three logs. How many different sequences of letters remain?
List<String> letters(ListLog log) {
    return log.entries(0).stream().map(entry -> entry.event().text()).filter(text -> text.matches("[a-z]")).toList();
}
System.out.println(LongStream.rangeClosed(1, 3).mapToObj(seed -> letters(interleave(seed))).distinct().count())

// cell 4: P1 appends an event of 09:00. Then P2 appends one of 08:00. Which hour comes first in the log, 08:00 or 09:00?
var clocks = new ListLog();
new Producer("P1", clocks).send(Event.of("09:00").at(Instant.parse("2026-03-02T09:00:00Z")));
new Producer("P2", clocks).send(Event.of("08:00").at(Instant.parse("2026-03-02T08:00:00Z")));
System.out.println(clocks.entries(0).getFirst().event().text())

// == Where does a new consumer start?

// cell 5
var log = interleave(1);
var first = new Consumer("first", log);
var middle = new Consumer("middle", log);
middle.seek(6);
var last = new Consumer("last", log);
last.seekToEnd();
draw(log, first, middle, last);

// cell 6: P sends two more events. How many events does `last` read?
var p = new Producer("P", log);
p.send(Event.of("x"));
p.send(Event.of("y"));
System.out.println(last.poll(100).size())

// == Is it in the log?

// cell 7
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
for (int batchSize : new int[] {1, 10, 100}) {
    var counting = new CountingLog();
    var sender = new Producer("P", counting, batchSize, Origin.UNKNOWN, () -> noon);
    for (int i = 0; i < 1000; i++) {
        sender.send(Event.of("" + i));
    }
    System.out.println("batches of " + batchSize + ": " + counting.trips + " trips for " + counting.end() + " events");
}

// cell 8
var batched = new ListLog();
var collector = new Producer("P", batched, 3, Origin.UNKNOWN, () -> noon);

// cell 9: P sends a and b. What is the end of the log now?
collector.send(Event.of("a"));
collector.send(Event.of("b"));
System.out.println(batched.end())

// cell 10
collector.send(Event.of("c"));
collector.send(Event.of("d"));
System.out.println("collected: " + collector.collected());
collector.flush();
System.out.println(batched.read(0, 1000))

// == What does a batch keep together?

// cell 11: Which event gets offset 0?
var both = new ListLog();
var n = new Producer("N", both, 3, Origin.UNKNOWN, () -> noon);
var l = new Producer("L", both, 2, Origin.UNKNOWN, () -> noon);
for (int i = 0; i < 6; i++) {
    n.send(Event.of("" + i));
    l.send(Event.of("" + (char) ('a' + i)));
}
draw(both, n, l);
System.out.println(both.entries(0).getFirst().event().text())

// == Whose batch is it?

// cell 12
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

// cell 13: Otto sends one event, gets no answer, and flushes again. How many events does the log hold?
var unreliable = new LosesFirstAnswer();
var otto = new Producer("Otto", unreliable, 1, new Origin(7, (short) 0, 0), () -> noon);
try {
    otto.send(Event.of("pay 100 euros"));
} catch (IllegalStateException e) {
    otto.flush();
}
System.out.println(unreliable.end())

// cell 14
for (Batch batch : unreliable.read(0, 1000)) {
    System.out.println(batch + " " + batch.origin());
}

// cell 15
var named = new ListLog();
var anna = new Producer("Anna", named, 2, new Origin(41, (short) 0, 0), () -> noon);
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
