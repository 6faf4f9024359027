// A log that outlives its process
// Made from lessons/09-file.adoc by ./gregor author sync; try it with ./gregor jshell file

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.deque.*;
import gregor.file.*;
import java.time.*;
import static gregor.list.Picture.draw;

ProcessBuilder process(String main, Object... args) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = Path.of(Log.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    var command = new ArrayList<>(List.of(java, "-cp", classes, "-Dgregor.home=" + Sample.home(), main));
    Stream.of(args).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command);
}
Path folder = Files.createTempDirectory("gregor").resolve("words");
void show(Path in) throws IOException {
    try (var files = Files.list(in)) {
        files.map(path -> path.getFileName().toString()).filter(name -> !name.equals("lock")).sorted().forEach(System.out::println);
    }
}

// cell 2
var other = process("gregor.list.Lesson").start();
String last = new String(other.getInputStream().readAllBytes()).lines().reduce("nothing", (a, b) -> b);
other.waitFor();
System.out.println("The other process said: " + last);
System.out.println("Here is all that is left of it: " + new ListLog());

// cell 3
var log = FileLog.open(folder);
for (String word : "hello this is a log".split(" ")) {
    log.append(Event.of(word));
}
draw(log);
log.close();

// cell 4: The log is closed, and this object is of no more use. Another one opens the folder. Which offset does the next event get?
log = FileLog.open(folder);
System.out.println(log.append(Event.of("again")))

// == What is in the file?

// cell 5
log.close();
Path file = folder.resolve("00000000000000000000.log");
SegmentDump.draw(file);

// cell 6
byte[] bytes = Files.readAllBytes(file);
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
System.out.println("after the damage: " + reader.poll(10));

// == Who finished the last batch?

// cell 9
log.close();
bytes[227] = 'i';
Files.write(file, bytes);
Files.write(file, Arrays.copyOf(bytes, 79 - 20), StandardOpenOption.APPEND);
SegmentDump.draw(file);

// cell 10: A process opens this log. Which offset does the next event get?
log = FileLog.open(folder);
log.repairs().forEach(repair -> System.out.println(repair.replace(folder + File.separator, "")));
System.out.println(log.append(Event.of("whole")))

// cell 11
Path target = folder.resolveSibling("victim");
var victim = process("gregor.file.CrashTestWriter", target, 100_000).start();
var printed = victim.inputReader();
long acknowledged = -1;
while (acknowledged < 5000) {
    acknowledged = Long.parseLong(printed.readLine());
}
victim.toHandle().destroyForcibly();
victim.waitFor();
try (var left = FileLog.open(target)) {
    List<Entry> entries = left.entries(left.start());
    System.out.println("everything acknowledged is there: " + (left.end() > acknowledged));
    System.out.println("each event has its own offset: " + entries.stream().allMatch(entry -> entry.event().text().equals("" + entry.offset())));
    System.out.println("no event is missing in between: " + (entries.size() == left.end() - left.start()));
}

// cell 12
var second = process("gregor.file.CrashTestWriter", folder, 100_000).start();
String refusal = new String(second.getInputStream().readAllBytes());
System.out.print(refusal.replace(folder.toString(), "words").replace("" + ProcessHandle.current().pid(), "(this one)"));

// == Why is a log many files?

// cell 13
log.close();
Path rows = folder.resolveSibling("rows");
var settings = FileSettings.defaults().withSegmentBytes(320).withIndexBytes(100).with(FsyncPolicy.never());
log = FileLog.open(rows, settings);
for (int i = 0; i < 10; i++) {
    log.append(Event.of("" + i).at(Instant.EPOCH.plusSeconds(60 * i)));
}
show(rows);

// cell 14
System.out.println("at offset 7: " + log.entries(7).getFirst());
System.out.println("the first event from 00:05 on has offset " + log.offsetAt(Instant.EPOCH.plusSeconds(300)).getAsLong());

// cell 15: Segments of four events, and we delete everything before offset 6. Which offset does the first event have that is still on the disk?
log.deleteBefore(6);
draw(log);
String first;
try (var files = Files.list(rows)) {
    first = files.map(path -> path.getFileName().toString()).filter(name -> name.endsWith(".log")).min(Comparator.naturalOrder()).get();
}
System.out.println("the first file is " + first);
System.out.println(Long.parseLong(first.substring(0, 20)))

// == How do several files change at once?

// cell 16
log.close();
Files.readAllLines(rows.resolve("manifest")).stream().filter(line -> line.startsWith("s")).forEach(line -> System.out.println(line.substring(0, Math.min(28, line.length()))));

// == Where is an acknowledged event?

// cell 17: A thousand events are appended under the policy `never`, which is Kafka's. All are acknowledged. Before which offset does the disk have everything for certain?
log = FileLog.open(folder.resolveSibling("thousand"), FileSettings.defaults().with(FsyncPolicy.never()));
for (int i = 0; i < 1000; i++) {
    log.append(Event.of("" + i));
}
System.out.println("acknowledged before offset " + log.end());
System.out.println(log.forcedEnd())

// cell 18
try (var group = GroupCommit.open(folder.resolveSibling("group"), FileSettings.defaults())) {
    var writers = new ArrayList<Thread>();
    for (int i = 0; i < 64; i++) {
        writers.add(Thread.ofVirtual().start(() -> IntStream.range(0, 20).forEach(n -> group.append(Event.of("" + n)))));
    }
    for (Thread writer : writers) {
        writer.join();
    }
    System.out.println("64 writers, 20 events each, each forced before its append returned: " + group.end());
}

// == What about the archive?

// cell 19
Path csv = folder.resolveSibling("spilled.csv");
try (var archive = DurableArchive.open(csv)) {
    archive.add(log.entries(998));
}
Files.writeString(csv, "1000,20", StandardOpenOption.APPEND);
try (var archive = DurableArchive.open(csv)) {
    System.out.println("set aside: " + Files.readString(archive.torn().get()));
}
System.out.println(Files.readAllLines(csv).size() + " lines, one of them the header");

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
