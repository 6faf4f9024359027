// Compaction
// Made from lessons/07-compact.adoc by ./gregor author sync; try it with ./gregor jshell compact

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.deque.*;
import gregor.compact.*;
import java.time.*;
import static gregor.list.Picture.draw;

var noon = Instant.parse("2026-03-02T12:00:00Z");
var forgetful = new DequeLog();
String[] reports = {"piano=packed", "cat=packed", "cat=sent", "cat=Lyon", "cat=Paris", "cat=Cork", "cat=asleep"};
for (String report : reports) {
    String[] parts = report.split("=");
    forgetful.append(Event.of(parts[0], parts[1]));
}
forgetful.deleteBefore(Retention.count(6, 3).firstRetainedOffset(forgetful, noon));
draw(forgetful);

// cell 2: How many events about the piano does the log hold?
System.out.println(forgetful.entries(forgetful.start()).stream().filter(entry -> entry.toString().contains("piano")).count())

// == The latest event of each key

// cell 3
var log = new CompactedLog(new DequeLog());
for (String report : reports) {
    String[] parts = report.split("=");
    log.append(Event.of(parts[0], parts[1]));
}
var table = Table.of(log);
System.out.println(table);
log.append(Event.of("piano", "sent"));
System.out.println(table.update() + " event was new; the piano: " + table.text("piano").get());

// == A pass

// cell 4
var now = new Instant[] {noon};
var compactor = new Compactor(log, CompactionSettings.DEFAULT, () -> now[0]);
log.append(Event.of("lute", "packed"));
draw(log);
compactor.compact();
draw(log);

// cell 5: C wrote down that it reads offset 2 next. Which offset does it get?
var c = new Consumer("C", log);
System.out.println(c.at(2).get().offset())

// cell 6: The piano goes to Vienna, to Prague, and home, an event each. Then a pass runs. How many events about the piano are in the log?
for (String place : List.of("Vienna", "Prague", "home")) {
    log.append(Event.of("piano", place));
}
compactor.compact();
draw(log);
System.out.println(log.entries(0).stream().filter(entry -> entry.toString().contains("piano")).count())

// cell 7
var aging = new DequeLog();
for (int minute = 0; minute < 10; minute++) {
    aging.append(Event.of("k", "" + minute).at(noon.plusSeconds(60 * minute)));
}
var patient = new CompactionSettings(0.5, Duration.ofMinutes(3), Duration.ofHours(24), 1000);
new Compactor(aging, patient, () -> noon.plusSeconds(60 * 9)).compact();
draw(aging);

// == When

// cell 8
var busy = new DequeLog();
for (int i = 0; i <= 10; i++) {
    busy.append(Event.of("k" + i, "0"));
}
var cleaner = new Compactor(busy, CompactionSettings.DEFAULT, () -> now[0]);
cleaner.compact();
System.out.printf("after a pass %.2f%n", cleaner.dirtyRatio());
int version = 1;
while (version <= 5) {
    busy.append(Event.of("k0", "" + version));
    System.out.printf("k0 is %d, and the ratio %.2f%n", version++, cleaner.dirtyRatio());
}

// cell 9: Kafka's default is 0.5. How many values of `k0` does the log hold when the next pass becomes due?
while (!cleaner.isDue()) {
    busy.append(Event.of("k0", "" + version++));
}
draw(busy);
System.out.println(busy.entries(0).stream().filter(entry -> entry.toString().contains("k0=")).count())

// == A tombstone

// cell 10
log.append(Event.of("cat", null));
log.append(Event.of("drum", "packed"));
compactor.compact();
draw(log);
System.out.println(Table.of(log));

// cell 11: A day and a pass later, and another day and another pass: how many tombstones are left?
for (int day = 1; day <= 2; day++) {
    now[0] = now[0].plus(Duration.ofDays(1));
    compactor.compact();
    System.out.print("day " + day + "  ");
    draw(log);
}
System.out.println(log.entries(0).stream().filter(entry -> entry.event().value() == null).count())

// cell 12
var pets = new DequeLog();
pets.append(Event.of("cat", "asleep"));
pets.append(Event.of("dog", "awake"));
var holiday = Table.of(pets);

pets.append(Event.of("cat", null));
pets.append(Event.of("dog", "tired"));
var sweeper = new Compactor(pets, CompactionSettings.DEFAULT, () -> now[0]);
sweeper.compact();
now[0] = now[0].plus(Duration.ofHours(24));
sweeper.compact();
draw(pets);

// cell 13: The reader comes back, and updates its table, in which the cat is asleep. How many rows does the table have then?
holiday.update();
System.out.println("the one on holiday: " + holiday);
System.out.println("one who starts now: " + Table.of(pets));
System.out.println(holiday.rows().size())

// == Since when

// cell 14
System.out.println(sweeper.cleanPoints())

// == Too many keys, too little time

// cell 15
var wide = new DequeLog();
for (String key : "a b a c d a e b z".split(" ")) {
    wide.append(Event.of(key, "" + wide.end()));
}
draw(wide);
var narrow = new Compactor(wide, new CompactionSettings(0.5, Duration.ZERO, Duration.ofHours(24), 2), () -> now[0]);
narrow.compact();
draw(wide);
System.out.println(narrow.cleanPoints().stream().map(CleanerCheckpoint::offset).toList());

// cell 16
for (int patience = 0; patience <= 32; patience += 8) {
    var some = new DequeLog();
    for (String key : "a b a c d a e b z".split(" ")) {
        some.append(Event.of(key, "" + some.end()));
    }
    var hurried = new Compactor(some, new CompactionSettings(0.5, Duration.ZERO, Duration.ofHours(24), 2), () -> now[0]);
    int[] left = {patience};
    boolean finished = hurried.compact(() -> left[0]-- > 0);
    System.out.print((finished ? "finished    " : "interrupted ") + "clean up to " + hurried.cleanPoint() + "  ");
    draw(some);
}

// cell 17: We ask the log itself, before each batch of a pass with one round: how many events do you hold? Before the pass it holds 9, after it 6. How many different answers do we get during the pass?
var steady = new DequeLog();
for (String key : "a b a c d a e b z".split(" ")) {
    steady.append(Event.of(key, "" + steady.end()));
}
var seen = new TreeSet<Integer>();
new Compactor(steady, CompactionSettings.DEFAULT, () -> now[0]).compact(() -> seen.add(steady.entries(0).size()) || true);
System.out.println("during the pass " + seen + ", after it " + steady.entries(0).size());
System.out.println(seen.size())

// == Events without a key

// cell 18
System.out.println(log.append(ListBatch.of(Event.of("harp", "packed"), Event.of("something, somewhere"))))

// cell 19
System.out.println(log.end() + ", and the harp: " + Table.of(log).text("harp"))

// == And back

// cell 20
var copy = new DequeLog();
Table.of(log).writeTo(copy);
draw(log);
draw(copy);
System.out.println(Table.of(copy).rows().equals(Table.of(log).rows()))

// cell 21
var changes = new CompactedLog(new DequeLog());
var counts = Table.of(changes);
for (Event delivery : Sample.deliveries()) {
    if (delivery.text().contains("--late--")) {
        String vehicle = Utf8.show(delivery.key());
        int late = Integer.parseInt(counts.text(vehicle).orElse("0"));
        changes.append(Event.of(vehicle, "" + (late + 1)));
        counts.update();
    }
}
System.out.println(changes.end() + " changes, " + counts.rows().size() + " vehicles");
System.out.println("truck-5 was late " + counts.text("truck-5").get() + " times");

// cell 22: There are 60 vehicles. How many events must the next process read to know all counts?
new Compactor(changes, CompactionSettings.DEFAULT, () -> now[0]).compact();
var recovered = new Table(new Consumer("recovered", changes));
long read = recovered.update();
System.out.println(recovered.rows().equals(counts.rows()) + ", truck-5: " + recovered.text("truck-5").get());
System.out.println(read)

// == What real Kafka does differently

// == The story on real data

// == Your turn

// == Before you go on
