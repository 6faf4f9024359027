// A log that outlives its process
// Made from lessons/09-file.adoc by ./gregor author sync; try it with ./gregor jshell file

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.file.*;
import java.time.*;
import static gregor.list.Picture.draw;

String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
String classes = Path.of(Log.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
var other = new ProcessBuilder(java, "-cp", classes, "-Dgregor.home=" + Sample.home(), "gregor.list.Lesson").start();
String last = new String(other.getInputStream().readAllBytes()).lines().reduce((a, b) -> b).get();
other.waitFor();
System.out.println("The other process said: " + last);
System.out.println("Here is all that is left of it: " + new ListLog());

// == The same log, in a folder

// cell 2
Path folder = Files.createTempDirectory("gregor").resolve("words");
var log = FileLog.open(folder);
for (String word : "hello this is a log".split(" ")) {
    log.append(Event.of(word));
}
draw(log);
log.close();

// cell 3: The log is closed; the object is of no use any more. Another one opens the folder. Which offset does the next event get?
log = FileLog.open(folder);
System.out.println(log.append(Event.of("again")))

// == A batch as bytes

// cell 4
log.close();
Path file = folder.resolve("00000000000000000000.log");
SegmentDump.draw(file);

// cell 5
byte[] bytes = Files.readAllBytes(file);
var field = new Object() {
    int at = 0;
    void show(String name, int length) {
        System.out.printf("%4d  %-24s %s%n", at, HexFormat.ofDelimiter(" ").formatHex(bytes, at, at + length), name);
        at += length;
    }
};
field.show("length of what follows the checksum", 4);
field.show("checksum", 4);
field.show("first offset", 8);
field.show("last offset, less the first", 4);
field.show("largest timestamp: none", 8);
field.show("bytes of keys, values and headers", 4);
field.show("producer: nobody", 8);
field.show("its epoch", 2);
field.show("its sequence", 4);
field.show("number of events", 4);
field.show("event: its offset, less the first", 4);
field.show("event: its timestamp: none", 8);
field.show("event: length of its key: null", 4);
field.show("event: length of its value", 4);
field.show("event: value", 5);
field.show("event: number of headers", 4);

// cell 6
bytes[227] = 'X';
Files.write(file, bytes);
SegmentDump.draw(file);

// cell 7: The third of six events is damaged. A consumer asks for ten events from the beginning. How many does it get?
log = FileLog.open(folder);
var reader = new Consumer("reader", log);
System.out.println(reader.poll(10).size())

// cell 8
try {
    reader.poll(10);
} catch (CorruptLogException damage) {
    System.out.println(damage.getMessage().replace(folder + File.separator, ""));
}
reader.seek(3);
System.out.println("Behind the damage: " + reader.poll(10));

// cell 9
log.close();
bytes[227] = 'i';
Files.write(file, bytes);
log = FileLog.open(folder);
draw(log);

// == Half a batch

// cell 10
log.close();
byte[] half = Arrays.copyOf(bytes, 79 - 20);
Files.write(file, half, StandardOpenOption.APPEND);
SegmentDump.draw(file);

// cell 11: Somebody opens this log. Which offset does the next event get?
log = FileLog.open(folder);
log.repairs().forEach(repair -> System.out.println(repair.replace(folder + File.separator, "")));
System.out.println(log.append(Event.of("whole")))

// == kill -9

// cell 12
Path target = folder.resolveSibling("victim");
var victim = new ProcessBuilder(java, "-cp", classes, "gregor.file.CrashTestWriter", target.toString(), "100000").start();
var said = victim.inputReader();
long acknowledged = -1;
while (acknowledged < 5000) {
    acknowledged = Long.parseLong(said.readLine());
}
victim.toHandle().destroyForcibly();
victim.waitFor();
try (var left = FileLog.open(target)) {
    List<Entry> entries = left.entries(left.start());
    System.out.println("all that was acknowledged is there: " + (left.end() > acknowledged));
    System.out.println("each event has its own offset: " + entries.stream().allMatch(entry -> entry.event().text().equals("" + entry.offset())));
    System.out.println("none is missing in between: " + (entries.size() == left.end() - left.start()));
}

// == Two processes

// cell 13
var second = new ProcessBuilder(java, "-cp", classes, "gregor.file.CrashTestWriter", folder.toString(), "100000").start();
String refusal = new String(second.getInputStream().readAllBytes());
System.out.print(refusal.replace(folder.toString(), "words").replace("" + ProcessHandle.current().pid(), "(our number)"));

// == Segments

// cell 14
log.close();
Path rows = folder.resolveSibling("rows");
var settings = FileSettings.defaults().withSegmentBytes(320).withIndexBytes(100).with(FsyncPolicy.never());
log = FileLog.open(rows, settings);
for (int i = 0; i < 10; i++) {
    log.append(Event.of("" + i).at(Instant.EPOCH.plusSeconds(60 * i)));
}
void show(Path in) throws IOException {
    try (var files = Files.list(in)) {
        files.map(path -> path.getFileName().toString()).filter(name -> !name.equals("lock")).sorted().forEach(System.out::println);
    }
}
show(rows);

// cell 15
System.out.println("at offset 7: " + log.entries(7).getFirst());
System.out.println("the first event from 00:05 on has offset " + log.offsetAt(Instant.EPOCH.plusSeconds(300)).getAsLong());

// cell 16: Segments of four events, and we forget everything before offset 6. How many of the ten events has the disk let go of?
log.deleteBefore(6);
show(rows);
draw(log);
System.out.println(Long.parseLong(Files.list(rows).map(path -> path.getFileName().toString()).filter(name -> name.endsWith(".log")).sorted().findFirst().get().substring(0, 20)))

// == One name at a time

// cell 17
log.close();
Path fixed = folder.resolveSibling("fixed");
log = FileLog.open(fixed, settings.withSegmentAge(Duration.ofDays(7), () -> Instant.parse("2026-03-02T00:00:00Z")));
for (int i = 0; i < 10; i++) {
    log.append(Event.of("k" + i % 2, "" + i));
}
log.deleteBefore(6);
System.out.print(Files.readString(fixed.resolve("manifest")));

// cell 18
var survivors = new ArrayList<Batch>();
log.read(6, 1000).forEach(batch -> {
    if (batch.baseOffset() == 7) {
        survivors.add(batch);
    }
});
log.replace(9, survivors);
draw(log);
show(fixed);

// == Acknowledged means fsynced

// cell 19: A thousand events are appended under the policy `never`, which is Kafka's. All are acknowledged. Before which offset does the disk have everything for certain?
log.close();
log = FileLog.open(folder.resolveSibling("thousand"), FileSettings.defaults().with(FsyncPolicy.never()));
for (int i = 0; i < 1000; i++) {
    log.append(Event.of("" + i));
}
System.out.println("acknowledged before offset " + log.end());
System.out.println(log.forcedEnd())

// cell 20
log.close();
for (FsyncPolicy policy : List.of(FsyncPolicy.never(), FsyncPolicy.every(300), FsyncPolicy.everyAppend())) {
    try (var some = FileLog.open(folder.resolveSibling("some " + policy.events()), FileSettings.defaults().with(policy))) {
        for (int i = 0; i < 1000; i++) {
            some.append(Event.of("" + i));
        }
        System.out.println("acknowledged: 1000, on the disk: " + some.forcedEnd());
    }
}

// == One fsync for many

// cell 21
try (var group = GroupCommit.open(folder.resolveSibling("group"), FileSettings.defaults())) {
    var writers = new ArrayList<Thread>();
    for (int i = 0; i < 64; i++) {
        writers.add(Thread.ofVirtual().start(() -> {
            for (int n = 0; n < 20; n++) {
                group.append(Event.of("" + n));
            }
        }));
    }
    for (Thread writer : writers) {
        writer.join();
    }
    System.out.println("64 writers, 20 events each, every one forced before its append returned: " + group.end());
}

// == What real Kafka does differently

// == The story on real data

// == Your turn

// == Before you go on
