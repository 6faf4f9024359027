// What left is data
// Made from lessons/11-archive.adoc by ./gregor author sync; try it with ./gregor jshell archive

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.deque.*;
import gregor.archive.*;
import java.time.*;
import tech.tablesaw.api.*;
import tech.tablesaw.plotly.api.*;

Path folder = Files.createTempDirectory("gregor");
Path file = folder.resolve("deliveries").resolve("0.csv");
var log = new SpillingLog(new DequeLog(), Retention.count(1000, 1000), CsvArchive.open(file), () -> Instant.EPOCH);
Sample.deliveries().forEach(log::append);

// cell 2
System.out.println("of " + log.end() + " deliveries the log holds " + (log.end() - log.start()));

// cell 3
System.out.println(new Consumer("upstairs", log).at(0).get())

// == What does a library read?

// cell 4
Path three = folder.resolve("three.csv");
CsvArchive.open(three).add(List.of(new Entry(0, Event.of("NA", "elephants")), new Entry(1, Event.of("007", "martinis")), new Entry(2, Event.of(null, "silence"))));
System.out.println(Files.readString(three));

// cell 5: One of the three events has no key. How many keys does Tablesaw find missing?
Table naive = Table.read().csv(three.toFile());
System.out.println(naive.selectColumns("offset", "key", "value"));
System.out.println(naive.column("key").countMissing())

// cell 6
import tech.tablesaw.io.csv.CsvReadOptions;

var types = new ColumnType[] {ColumnType.LONG, ColumnType.STRING, ColumnType.STRING, ColumnType.STRING, ColumnType.STRING};
Table alone = Table.read().usingOptions(CsvReadOptions.builder(three.toFile()).columnTypes(types).missingValueIndicator(""));
System.out.println(alone.selectColumns("offset", "key", "value"));
System.out.println(alone.column("key").countMissing())

// cell 7
log.deleteBefore(log.end());
ArchivedTopic topic = Archive.at(folder).topic("deliveries");
Table table = ArchiveTable.of(topic);
System.out.println(table.selectColumns("offset", "time", "key", "status", "bytes").first(4));

// == At what hour are we late?

// cell 8
Table late = table.where(table.stringColumn("status").isEqualTo("late"));
int[] all = new int[24];
int[] lateOnes = new int[24];
table.dateTimeColumn("time").hour().forEach(hour -> all[hour]++);
late.dateTimeColumn("time").hour().forEach(hour -> lateOnes[hour]++);
for (int hour = 6; hour < 21; hour += 2) {
    int percent = 100 * lateOnes[hour] / all[hour];
    System.out.printf("%02d  %2d%%  %s%n", hour, percent, "#".repeat(percent));
}

// cell 9
System.out.println(table.stringColumn("key").countByCategory().sortDescendingOn("Count").first(5));

// == Is a log ordered by time?

// cell 10: All 19,133 deliveries are in the order of their offsets. How many of them happened _earlier_ than one that precedes them?
var behind = table.longColumn("behind");
System.out.println("the worst: " + Duration.ofMillis((long) behind.max()));
System.out.println(behind.isGreaterThan(0).size())

// == Is a gap a loss?

// cell 11
var compacted = new DequeLog();
for (String report : "1 packed, 2 packed, 1 shipped, 1 arrived, 3 packed".split(", ")) {
    compacted.append(Event.of("parcel-" + report.charAt(0), report.substring(2)));
}
List<Entry> before = compacted.entries(0);
compacted.replace(4, List.of(new ListBatch(Origin.UNKNOWN, List.of(before.get(1), before.get(3)))));
var parcelFile = CsvArchive.open(folder.resolve("parcels").resolve("0.csv"));
new SpillingLog(compacted, Retention.forever(), parcelFile, () -> Instant.EPOCH).deleteBefore(5);
Table parcels = ArchiveTable.of(Archive.at(folder).topic("parcels"));
System.out.println(parcels.selectColumns("offset", "key", "gap"));

// cell 12: The archive has the offsets 1, 3 and 4. For how many of the three parcels has the latest report been lost?
var known = new HashSet<String>(parcels.stringColumn("key").asList());
System.out.println("missing offsets between the first and the last row: " + (long) parcels.longColumn("gap").sum());
System.out.println(before.stream().map(entry -> Utf8.show(entry.event().key())).distinct().filter(key -> !known.contains(key)).count())

// == What does an average hide?

// cell 13: Night and day, from Monday to Sunday, there is a delivery every two minutes on average: 19,133 in 28 days. Half of the intervals between two deliveries are shorter than how many seconds?
ArchiveSummary answers = new TablesawEngine().answer(topic);
System.out.println(answers.intervals().median().toSeconds())

// cell 14
new ArchiveReport(answers).sentences().forEach(System.out::println);

// cell 15
List<Chart> charts = Chart.of(answers);
System.out.println(charts.getFirst())

// cell 16
System.out.println(charts.get(4))

// cell 17
System.out.println(VerticalBarPlot.create("How they ended", table.stringColumn("status").countByCategory(), "Category", "Count"))

// == Can archived events come back?

// cell 18
var empty = new ListLog();
System.out.println(Restore.into(empty, topic, 0));

// cell 19
Path second = folder.resolve("again.csv");
new SpillingLog(empty, Retention.forever(), CsvArchive.open(second), () -> Instant.EPOCH).deleteBefore(empty.end());
System.out.println(Files.mismatch(file, second))

// cell 20: A log already holds 5 events. We restore the archive into it, whose first event has offset 0. Which offset does that event get?
var used = new ListLog();
for (int i = 0; i < 5; i++) {
    used.append(Event.of("mine"));
}
Restore restored = Restore.into(used, topic, 0);
System.out.println(restored);
System.out.println(restored.restored())

// cell 21: It is November. A log keeps events for seven days. We restore the 19,133 deliveries of March. How many does it hold in the end?
var november = CsvArchive.open(folder.resolve("november.csv"));
var week = new SpillingLog(new DequeLog(), Retention.age(Duration.ofDays(7)), november, () -> Instant.parse("2026-11-22T12:00:00Z"));
Restore.into(week, topic, 0);
System.out.println("archived again: " + november.end());
System.out.println(week.end() - week.start())

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
