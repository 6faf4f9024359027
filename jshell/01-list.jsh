// A list
// Made from lessons/01-list.adoc by ./gregor author sync; try it with ./gregor jshell list

// == One list, one writer, one reader

// cell 1
var list = new ArrayList<String>();
for (int i = 0; i < 6; i++) {
    list.add("" + i);
}
System.out.println(list)

// cell 2
System.out.println(list.getFirst() + ", " + list.getLast() + ", " + list.get(3))

// cell 3
int position = 0;
while (position < 3) {
    System.out.println("C reads " + list.get(position));
    position++;
}
System.out.println(position)

// == Where a plain list fails

// cell 4: C remembers position 3, and has not read event 3 yet. Which event does it read now?
list.removeFirst();
System.out.println(list.get(position))

// cell 5
var queue = new ArrayDeque<>(List.of("0", "1", "2", "3", "4", "5"));
System.out.println("Ann reads " + queue.poll() + ", " + queue.poll() + ", " + queue.poll());
System.out.println("Bob reads " + queue.poll() + ", " + queue.poll() + ", " + queue.poll());

// == An event

// == A log

// cell 6
import gregor.list.*;
import gregor.list.Consumer;
import static gregor.list.Picture.draw;

var log = new ListLog();
for (int i = 0; i < 6; i++) {
    log.append(Event.of("" + i));
}
draw(log);

// cell 7
System.out.println(log.append(Event.of("six")))

// == A consumer

// cell 8
var c = new Consumer("C", log);
System.out.println(c.poll(100))

// cell 9: C has read seven events. How many events does the log hold now?
System.out.println(log.entries(0).size())

// cell 10
var late = new Consumer("late", log);
late.poll(2);
draw(log, c, late);

// == The latest

// cell 11
int remembered = -1;
remembered = remembered + 1;
System.out.println("next, C reads from " + remembered + " on: " + log.entries(remembered));

// cell 12: The latest event has offset 6. After C has read it, what is C's position?
var newest = new Consumer("newest", log);
System.out.println(newest.latest().get());
System.out.println(newest.position())

// cell 13
log.append(Event.of("seven"));
System.out.println(newest.next().get())

// == The edges

// cell 14
System.out.println(newest.poll(10))

// cell 15
System.out.println(newest.at(99))

// cell 16
System.out.println(new Consumer("lonely", new ListLog()).earliest())

// == What real Kafka does differently

// == The story on real data

// == Your turn

// == Before you go on
