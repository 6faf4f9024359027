// A deque that spills
// Made from lessons/03-deque.adoc by ./gregor author sync; try it with ./gregor jshell deque

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.deque.*;
import java.time.*;
import static gregor.list.Picture.draw;

Instant noon = Instant.parse("2026-03-02T12:00:00Z");
Path folder = Files.createTempDirectory("gregor");

// == What does the file say?

// cell 2
var messages = List.of("on time", "late", "left at gate 3, Melbourne",
        "no one at home\nsecond try tomorrow");
Path sketch = folder.resolve("sketch.csv");
try (var rows = Files.newBufferedWriter(sketch)) {
    for (int offset = 0; offset < messages.size(); offset++) {
        rows.write(offset + "," + messages.get(offset) + "\n");
    }
}
for (String row : Files.readAllLines(sketch)) {
    System.out.println(Arrays.toString(row.split(",")));
}

// == How does a list lose its start?

// cell 3
var deque = new ArrayDeque<>(List.of("k", "l", "m", "n"));
System.out.println(deque.get(2))

// cell 4
var log = new DequeLog();
for (char letter = 'a'; letter <= 'y'; letter++) {
    log.append(Event.of("" + letter));
}
log.deleteBefore(10);
draw(log);

// cell 5: 25 letters were appended, 10 were deleted, 15 remain. Which offset does `z` get?
System.out.println(log.append(Event.of("z")))

// == Which events expire?

// cell 6
Retention twenty = Retention.count(20, 10);
var small = new DequeLog();
for (int i = 0; i < 20; i++) {
    small.append(Event.of("" + i));
}
System.out.println("of 20, from " + twenty.firstRetainedOffset(small, noon));
small.append(Event.of("20"));
System.out.println("of 21, from " + twenty.firstRetainedOffset(small, noon));

// cell 7
Event at(int minute) {
    return Event.of("12:0" + minute).at(noon.plusSeconds(60 * minute));
}
Retention fiveMinutes = Retention.age(Duration.ofMinutes(5));
Instant tenPast = noon.plusSeconds(600);
var morning = new DequeLog();
morning.append(ListBatch.of(at(0), at(1), at(9)));

// cell 8: It is 12:10. Which is the first event that `fiveMinutes` retains?
long firstRetained = fiveMinutes.firstRetainedOffset(morning, tenPast);
System.out.println(new Consumer("C", morning).at(firstRetained).get().event().text())

// cell 9: At 12:10 an event with yesterday's timestamp is appended to an empty log. How many events does `fiveMinutes` retain at 12:10?
var backfill = new DequeLog();
backfill.append(Event.of("yesterday").at(noon.minus(Duration.ofDays(1))));
System.out.println(backfill.end() - fiveMinutes.firstRetainedOffset(backfill, tenPast))

// cell 10
Retention either = Retention.bytes(8).or(Retention.age(Duration.ofHours(1)));
System.out.println(small.sizeInBytes() + " bytes, from "
        + either.firstRetainedOffset(small, noon));

// == What goes into the file?

// cell 11
byte[] photo = {-1, 0, 7};
var entries = List.of(
        new Entry(0, Event.of("truck-1", "gate 3, Melbourne").at(noon)),
        new Entry(1, Event.of("a \"b\"\nand 🚚")),
        new Entry(2, Event.of("truck-1", null)),
        new Entry(3, Event.of("")),
        new Entry(4, new Event(noon.toEpochMilli(), null, photo, List.of())));
Path file = folder.resolve("letters.csv");
CsvArchive.open(file).add(entries);
System.out.println(Files.readString(file));
System.out.println(CsvArchive.entries(file).toList().equals(entries))

// == In which order?

// cell 12
var archive = CsvArchive.open(folder.resolve("numbers.csv"));
var spilling = new SpillingLog(new DequeLog(), twenty, archive, () -> noon);
for (int i = 0; i < 20; i++) {
    spilling.append(Event.of("" + i));
}
var slow = new Consumer("slow", spilling);
slow.poll(4);
draw(spilling, slow);

// cell 13: How many events does the log hold after the 21st append?
spilling.append(Event.of("20"));
System.out.println(spilling.end() - spilling.start())

// cell 14
System.out.println(CsvArchive.entries(archive.file()).map(Entry::offset).toList())

// == What about slow readers?

// cell 15: It polls for everything else. Of the 21 events in all, how many can it still read?
System.out.println(spilling.end() - Math.max(slow.position(), spilling.start()))

// cell 16
slow.poll(1);

// cell 17: `slow` wanted offset 4, and takes the earliest event that it can get. How many events has it missed?
long wanted = slow.position();
System.out.println(OffsetReset.EARLIEST.poll(slow, 1).getFirst().offset() - wanted)

// cell 18
System.out.println(CsvArchive.entries(archive.file()).skip(wanted).toList())

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
