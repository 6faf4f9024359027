// A deque that spills
// Made from lessons/03-deque.adoc by ./gregor author sync; try it with ./gregor jshell deque

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.deque.*;
import java.time.*;
import static gregor.list.Picture.draw;

var growing = new ListLog();
for (int month = 1; month <= 4; month++) {
    Sample.deliveries().forEach(growing::append);
    System.out.println("after month " + month + ": " + growing.sizeInBytes() / 1000 + " kB, and it will not stop");
}

// == Dropping the first ten

// cell 2
var list = new ArrayList<String>();
for (char letter = 'a'; letter < 'z'; letter++) {
    list.add("" + letter);
}
System.out.println("before: place 12 holds " + list.get(12));
list.subList(0, 10).clear();
System.out.println("after:  place 12 holds " + list.get(12));

// cell 3
long base = 10;
System.out.println(list.get((int) (12 - base)))

// cell 4
var deque = new ArrayDeque<>(list);
System.out.println(deque.get(2))

// == The ring

// cell 5
var log = new DequeLog();
for (char letter = 'a'; letter < 'z'; letter++) {
    log.append(Event.of("" + letter));
}
log.deleteBefore(10);
draw(log);

// cell 6: Ten letters have left. What is at offset 12 now?
System.out.println(new Consumer("C", log).at(12).get().event().text())

// == Who must go

// cell 7
Retention twenty = Retention.count(20, 10);
var small = new DequeLog();
for (int i = 0; i < 20; i++) {
    small.append(Event.of("" + i));
}
System.out.println("of 20 events, the first that stays is " + twenty.firstRetainedOffset(small, Instant.EPOCH));
small.append(Event.of("20"));
System.out.println("of 21 events, the first that stays is " + twenty.firstRetainedOffset(small, Instant.EPOCH));

// cell 8
Instant noon = Instant.parse("2026-03-02T12:00:00Z");
var aging = new DequeLog();
for (int minute = 0; minute < 10; minute++) {
    aging.append(Event.of("" + minute).at(noon.plusSeconds(60 * minute)));
}
Retention fiveMinutes = Retention.age(Duration.ofMinutes(5));
for (int minute : new int[] {0, 5, 8, 60}) {
    System.out.println("at 12:00 plus " + minute + " min, kept from offset "
            + fiveMinutes.firstRetainedOffset(aging, noon.plusSeconds(60 * minute)));
}

// cell 9
Retention either = Retention.bytes(8).or(Retention.age(Duration.ofHours(1)));
System.out.println(aging.sizeInBytes() + " bytes, kept from offset " + either.firstRetainedOffset(aging, noon));

// == What leaves is kept as CSV

// cell 10
Path folder = Files.createTempDirectory("gregor");
Path file = folder.resolve("letters.csv");
var archive = CsvArchive.open(file);
archive.add(List.of(
        new Entry(0, Event.of("truck-1", "on time").at(noon)),
        new Entry(1, Event.of("a, \"b\"\nand 🚚")),
        new Entry(2, Event.of("truck-1", null)),
        new Entry(3, Event.of("")),
        new Entry(4, new Event(noon.toEpochMilli(), null, new byte[] {-1, 0, 7}, List.of()))));
System.out.println(Files.readString(file));

// cell 11
System.out.println(CsvArchive.entries(file).toList())

// == In the log, or in the archive, never in neither

// cell 12
var spilled = CsvArchive.open(folder.resolve("numbers.csv"));
var spilling = new SpillingLog(new DequeLog(), Retention.count(20, 10), spilled, () -> noon);
for (int i = 0; i < 20; i++) {
    spilling.append(Event.of("" + i));
}
var slow = new Consumer("slow", spilling);
slow.poll(4);
draw(spilling, slow);

// cell 13: How many events does the log hold after the 21st append?
spilling.append(Event.of("20"));
draw(spilling, slow);
System.out.println(spilling.end() - spilling.start())

// cell 14
System.out.println(Files.readString(spilled.file()));

// == Does the log wait for slow readers?

// cell 15
System.out.println(slow.poll(1))

// cell 16: `slow` goes on with the earliest event that is there. How many events has it missed?
long wanted = slow.position();
List<Entry> got = OffsetReset.EARLIEST.poll(slow, 1);
System.out.println("wanted offset " + wanted + ", got " + got);
System.out.println(got.getFirst().offset() - wanted)

// cell 17
System.out.println(CsvArchive.entries(spilled.file()).filter(entry -> entry.offset() >= wanted).toList())

// == A crash in the middle of a row

// cell 18
String whole = Files.readString(spilled.file());
Files.writeString(spilled.file(), whole.substring(0, whole.length() - 11));
try {
    CsvArchive.open(spilled.file());
} catch (ArchiveException e) {
    System.out.println(e.getMessage().replace(folder + File.separator, "").lines().findFirst().get());
}

// cell 19
String torn = Files.readString(spilled.file());
Files.writeString(spilled.file(), torn.substring(0, torn.lastIndexOf('\n') + 1));
var reopened = CsvArchive.open(spilled.file());
var ten = new ArrayList<Entry>();
for (int i = 0; i < 10; i++) {
    ten.add(new Entry(i, Event.of("" + i)));
}
reopened.add(ten);
System.out.println(CsvArchive.entries(reopened.file()).map(Entry::offset).toList())

// cell 20
try {
    CsvArchive.open(reopened.file()).add(List.of(new Entry(3, Event.of("not the 3 that you know"))));
} catch (ArchiveException e) {
    System.out.println(e.getMessage().replace(folder + File.separator, ""));
}

// == What real Kafka does differently

// == The story on real data

// == Your turn

// == Before you go on
