// What left is data
// Made from lessons/11-archive.adoc by ./gregor author sync; try it with ./gregor jshell archive

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.deque.*;
import gregor.archive.*;
import java.time.*;
import tech.tablesaw.api.*;

Path folder = Files.createTempDirectory("gregor");
Path file = folder.resolve("deliveries").resolve("0.csv");
var log = new SpillingLog(new DequeLog(), Retention.count(1000, 1000), CsvArchive.open(file), () -> Instant.EPOCH);
Sample.deliveries().forEach(log::append);
System.out.println("of " + log.end() + " deliveries the log holds " + (log.end() - log.start()));

// cell 2
System.out.println(new Consumer("upstairs", log).at(0).get())

// == Somebody else's idea of nothing

// cell 3
Path three = folder.resolve("three.csv");
CsvArchive.open(three).add(List.of(new Entry(0, Event.of("NA", "elephants")), new Entry(1, Event.of("007", "martinis")), new Entry(2, Event.of(null, "silence"))));
System.out.println(Files.readString(three));

// cell 4: One of the three events has no key. How many keys does Tablesaw find missing?
Table naive = Table.read().csv(three.toFile());
System.out.println(naive.selectColumns("offset", "key", "value"));
System.out.println(naive.column("key").countMissing())

// cell 5
log.deleteBefore(log.end());
ArchivedTopic topic = Archive.at(folder).topic("deliveries");
Table table = ArchiveTable.of(topic);
System.out.println(table.selectColumns("offset", "time", "key", "status", "bytes").first(4));

// == Asking

// cell 6
Table late = table.where(table.stringColumn("status").isEqualTo("late"));
long[] all = new long[24];
long[] lateOnes = new long[24];
table.dateTimeColumn("time").hour().forEach(hour -> all[hour]++);
late.dateTimeColumn("time").hour().forEach(hour -> lateOnes[hour]++);
for (int hour = 6; hour < 21; hour++) {
    System.out.printf("%02d  %2d%%  %s%n", hour, 100 * lateOnes[hour] / all[hour], "#".repeat((int) (100 * lateOnes[hour] / all[hour])));
}

// cell 7
System.out.println(table.stringColumn("key").countByCategory().sortDescendingOn("Count").first(5));

// cell 8: All 19,133 deliveries are in the order of their offsets. How many of them happened _earlier_ than one that stands before them?
var behind = table.longColumn("behind");
System.out.println("the worst: " + Duration.ofMillis((long) behind.max()));
System.out.println(behind.isGreaterThan(0).size())

// == Gaps

// cell 9
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

// cell 10: The archive has the offsets 1, 3 and 4. Of how many parcels do we no longer know where they are?
var known = new HashSet<String>(parcels.stringColumn("key").asList());
System.out.println("missing offsets between the first and the last row: " + (long) parcels.longColumn("gap").sum());
System.out.println(before.stream().map(entry -> Utf8.show(entry.event().key())).distinct().filter(key -> !known.contains(key)).count())

// == All questions at once

// cell 11: From Monday to Sunday, night and day, there is a delivery every two minutes on average: 19,133 in 28 days. Half of the waits for the next one are shorter than how many seconds?
ArchiveSummary answers = new TablesawEngine().answer(topic);
System.out.println(answers.intervals().median().toSeconds())

// cell 12
new ArchiveReport(answers).sentences().forEach(System.out::println);

// cell 13
List<Chart> charts = Chart.of(answers);
System.out.println(charts.getFirst())

// cell 14
System.out.println(charts.get(1))

// cell 15
System.out.println(charts.get(4))

// cell 16
import tech.tablesaw.plotly.api.*;

System.out.println(VerticalBarPlot.create("How they ended", table.stringColumn("status").countByCategory(), "Category", "Count"))

// cell 17
var report = new ArchiveReport(answers);
System.out.println(folder.relativize(report.html(folder)));
System.out.println(Files.readString(folder.resolve("deliveries.html")).contains("src=\"http"));

// == The way back

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

// cell 21: It is November. A log keeps seven days. We restore the 19,133 deliveries of March. How many does it hold when we are done?
var november = CsvArchive.open(folder.resolve("november.csv"));
var week = new SpillingLog(new DequeLog(), Retention.age(Duration.ofDays(7)), november, () -> Instant.parse("2026-11-22T12:00:00Z"));
System.out.println(Restore.into(week, topic, 0));
System.out.println("archived again: " + november.end());
System.out.println(week.end() - week.start())

// == Larger than the memory

// == What real Kafka does differently

// == The story on real data

// == Your turn

// == Before you go on
