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
Event report(String text) {
    return Event.of(text.split("=")[0], text.split("=")[1]);
}
void append(Log log, String... texts) {
    for (String text : texts) {
        log.append(report(text));
    }
}
long about(String key, Log log) {
    return log.entries(log.start()).stream().filter(entry -> Utf8.show(entry.event().key()).equals(key)).count();
}
String[] reports = {"piano=packed", "cat=packed", "cat=sent", "cat=Lyon", "cat=Paris", "cat=Cork", "cat=asleep"};

// cell 2
var napkin = new ListLog();
append(napkin, "piano=packed", "cat=packed", "cat=escaped", "piano=delivered", "cat=delivered");
var latest = new TreeMap<String, Entry>();
napkin.entries(0).forEach(entry -> latest.put(Utf8.show(entry.event().key()), entry));
System.out.println(latest.values())

// cell 3
var forgetful = new DequeLog();
append(forgetful, reports);
forgetful.deleteBefore(Retention.count(6, 3).firstRetainedOffset(forgetful, noon));
draw(forgetful);

// cell 4: How many events about the piano does the log hold?
System.out.println(about("piano", forgetful))

// == What is the latest event of each key?

// cell 5
var log = new CompactedLog(new DequeLog());
append(log, reports);
var table = Table.of(log);
System.out.println(table);
append(log, "piano=sent");
System.out.println(table.update() + " event was new; the piano: " + table.text("piano").get());

// == What does a compaction remove?

// cell 6
var now = new Instant[] {noon};
var compactor = new Compactor(log, CompactionSettings.DEFAULT, () -> now[0]);
append(log, "lute=packed");
draw(log);
compactor.compact();
draw(log);

// cell 7: Consumer C has written down that it reads offset 2 next. Which offset does it get?
var c = new Consumer("C", log);
System.out.println(c.at(2).get().offset())

// cell 8: The piano goes to Vienna, to Prague, and home, one event each. Then a compaction runs. How many events about the piano are in the log?
append(log, "piano=Vienna", "piano=Prague", "piano=home");
compactor.compact();
draw(log);
System.out.println(about("piano", log))

// == When does a compaction run?

// cell 9
var busy = new DequeLog();
for (int i = 0; i <= 10; i++) {
    append(busy, "k" + i + "=0");
}
var cleaner = new Compactor(busy, CompactionSettings.DEFAULT, () -> now[0]);
cleaner.compact();
int version = 1;
while (version <= 5) {
    append(busy, "k0=" + version);
    System.out.printf("k0 is %d, and the ratio %.2f%n", version++, cleaner.dirtyRatio());
}

// cell 10: A compaction is due when the ratio is above 0.5. How many values of `k0` does the log hold then?
while (!cleaner.isDue()) {
    append(busy, "k0=" + version++);
}
draw(busy);
System.out.println(about("k0", busy))

// == How does a key end?

// cell 11
log.append(Event.of("cat", null));
append(log, "drum=packed");
compactor.compact();
draw(log);
System.out.println(Table.of(log));

// cell 12: `deleteRetention` is 24 hours. A compaction runs after one day, and another one after two. How many tombstones are left?
for (int day = 1; day <= 2; day++) {
    now[0] = now[0].plus(Duration.ofDays(1));
    compactor.compact();
    System.out.print("day " + day + "  ");
    draw(log);
}
System.out.println(log.entries(0).stream().filter(entry -> entry.event().value() == null).count())

// cell 13
var pets = new DequeLog();
append(pets, "cat=asleep", "dog=awake");
var holiday = Table.of(pets);
pets.append(Event.of("cat", null));
append(pets, "dog=tired");
var sweeper = new Compactor(pets, CompactionSettings.DEFAULT, () -> now[0]);
sweeper.compact();
now[0] = now[0].plus(Duration.ofHours(24));
sweeper.compact();
draw(pets);

// cell 14: The reader comes back and updates its table. How many rows does the table have?
holiday.update();
System.out.println("back from holiday: " + holiday);
System.out.println("a new reader:      " + Table.of(pets));
System.out.println(holiday.rows().size())

// cell 15
System.out.println(sweeper.cleanPoints())

// == Which events does it keep?

// cell 16: Before each batch, `compact` asks a function of ours whether to continue. We use it to count the events of the log. Before the compaction the log holds 9 events, after it 6. How many different counts do we see during the compaction?
var steady = new DequeLog();
for (String key : "a b a c d a e b z".split(" ")) {
    append(steady, key + "=" + steady.end());
}
var seen = new TreeSet<Integer>();
new Compactor(steady, CompactionSettings.DEFAULT, () -> now[0]).compact(() -> {
    seen.add(steady.entries(0).size());
    return true;
});
System.out.println("during the compaction " + seen + ", after it " + steady.entries(0).size());
System.out.println(seen.size())

// == Can a table become a log?

// cell 17
var changes = new CompactedLog(new DequeLog());
var counts = Table.of(changes);
for (Event delivery : Sample.deliveries()) {
    if (delivery.text().contains("--late--")) {
        String vehicle = Utf8.show(delivery.key());
        int late = Integer.parseInt(counts.text(vehicle).orElse("0"));
        append(changes, vehicle + "=" + (late + 1));
        counts.update();
    }
}
System.out.println(changes.end() + " changes, " + counts.rows().size() + " vehicles");
System.out.println("truck-5 was late " + counts.text("truck-5").get() + " times");

// cell 18: There are 60 vehicles. How many events must the next process read to know all counts?
new Compactor(changes, CompactionSettings.DEFAULT, () -> now[0]).compact();
var recovered = new Table(new Consumer("recovered", changes));
long read = recovered.update();
System.out.println(recovered.rows().equals(counts.rows()) + ", truck-5: " + recovered.text("truck-5").get());
System.out.println(read)

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
