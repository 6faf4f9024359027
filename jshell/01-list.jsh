// A list
// Made from lessons/01-list.adoc by ./gregor author sync; try it with ./gregor jshell list

// cell 1
import gregor.list.*;
import gregor.list.Consumer;   // ours, not that of java.util.function
import java.time.*;
import static gregor.list.Picture.draw;

ListLog numbers(int count) {
    var log = new ListLog();
    for (int i = 0; i < count; i++) {
        log.append(Event.of("" + i));
    }
    return log;
}

// == What does a number mean?

// cell 2
var list = new ArrayList<>(List.of("0", "1", "2", "3", "4", "5"));
int position = 0;
while (position < 3) {
    System.out.println("C reads " + list.get(position));
    position++;
}

// cell 3: C remembers 3, and has not read event 3 yet. Which event does it read now?
list.removeFirst();
System.out.println(list.get(position))

// == What is in a log?

// cell 4
System.out.println(Event.of("truck-1", "delivered").at(Instant.parse("2026-03-02T08:15:00Z")))

// cell 5
byte[] photo = {-1, 0, 7};
System.out.println(new Event(Event.NO_TIMESTAMP, null, photo, List.of()));
System.out.println(Event.of("truck-1", null));
var signed = Event.of("truck-1", "delivered").with("driver", "Anna");
System.out.println(signed.headers().getFirst().key());

// cell 6
var log = numbers(6);
System.out.println("offset " + log.append(Event.of("six")));
draw(log);

// cell 7
var tidied = numbers(6);
var reader = new Consumer("C", tidied);
reader.poll(3);
tidied.deleteBefore(1);
System.out.println(reader.next().get())

// == What does reading change?

// cell 8
var c = new Consumer("C", log);
System.out.println(c.poll(100))

// cell 9: C has read seven events. How many events does the log hold now?
System.out.println(log.entries(0).size())

// cell 10
var queue = new ArrayDeque<>(List.of("0", "1", "2", "3", "4", "5"));
System.out.println("Ann reads " + queue.poll() + queue.poll() + queue.poll());
System.out.println("Bob reads " + queue.poll() + queue.poll() + queue.poll());

// == Where is C after the latest event?

// cell 11
int remembered = -1;
int next = remembered + 1;
System.out.println("C goes on at " + next + ": " + log.entries(next));

// cell 12: The latest event has offset 6. After `newest` has read it, what is its position?
var newest = new Consumer("newest", log);
System.out.println(newest.latest().get());
System.out.println(newest.position())

// cell 13
log.append(Event.of("seven"));
System.out.println("newest reads " + newest.next().get());
var late = new Consumer("late", log);
late.poll(2);
draw(log, c, late, newest);

// cell 14: C had read seven events. How many events does the new C read with its first `poll(100)`?
c = new Consumer("C", log);
System.out.println(c.poll(100).size())

// == What is before the start and after the end?

// cell 15
System.out.println(newest.poll(10))

// cell 16
System.out.println(newest.at(99))

// cell 17
System.out.println(new Consumer("lonely", new ListLog()).earliest())

// cell 18: The event `six` has three bytes. How many batches does a read of at most one byte return?
System.out.println(log.read(6, 1).size())

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
