// Many threads
// Made from lessons/08-thread.adoc by ./gregor author sync; try it with ./gregor jshell thread

// == Three steps

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.producer.*;
import gregor.deque.*;
import gregor.thread.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.time.*;
import java.util.concurrent.atomic.*;
import static gregor.list.Picture.draw;

var polite = new ListLog();
Race.of(polite, Event.of("a"), Event.of("b")).play("1 1 1 2 2 2").forEach(System.out::println);
draw(polite);

// cell 2: Both writers append one event, and both are told that it worked. How many events does a reader find?
var log = new ListLog();
Race.of(log, Event.of("a"), Event.of("b")).play("1 2 1 2 1 2").forEach(System.out::println);
System.out.println(new Consumer("C", log).poll(100).size())

// cell 3
System.out.println("held:  " + log.entries(0));
System.out.println("end:   " + log.end());
System.out.println("found: " + new Consumer("C", log).poll(100));

// cell 4
var mine = new ListLog();
var race = Race.of(mine, Event.of("a"), Event.of("b"));
System.out.println(race.step(2));
System.out.println(race.step(2));
System.out.println(race.step(1));
System.out.println("the end is " + mine.end());

// cell 5
List<String> schedules = Race.schedules(2, 3);
for (int i = 0; i < schedules.size(); i++) {
    System.out.print(schedules.get(i) + (i % 4 == 3 ? "\n" : "   "));
}
System.out.println("an event is lost in " + Race.losses(ListLog::new) + " of " + schedules.size());

// == Volatile is enough?

// cell 6
class VolatileLog {
    final String[] slots = new String[2];
    volatile int end;

    void append(String event) {
        int seen = end;
        Race.pause("has read the end: " + seen);
        slots[seen] = event;
        Race.pause("has written to slot " + seen);
        end = seen + 1;
    }
}

// cell 7: The same 20 schedules. In how many of them is an event lost now?
int lost = 0;
for (String schedule : schedules) {
    var risky = new VolatileLog();
    new Race(() -> risky.append("a"), () -> risky.append("b")).play(schedule);
    lost += 2 - risky.end;
}
System.out.println(lost)

// == A lock

// cell 8
var shared = new SharedLog(new ListLog());
Race.of(shared, Event.of("a"), Event.of("b")).play("1 2 1 2 1 2").forEach(System.out::println);
draw(shared);
System.out.println("an event is lost in " + Race.losses(() -> new SharedLog(new ListLog())) + " of 20");

// == A lock is slow?

// cell 9: One writer, and a lock that nobody else wants. Does an append take more than twice as long as without a lock?
double bare = Stopwatch.append(behind -> behind, 1, 100_000);
double lock = Stopwatch.append(SharedLog::new, 1, 100_000);
System.out.println(lock > 2 * bare)

// == Readers who wait

// cell 10
var news = new SharedLog(new ListLog());
int asked = 0;
while (asked < 1_000_000 && news.end() == 0) {
    asked++;
}
System.out.println("asked " + asked + " times: nothing");

// cell 11
var told = new LinkedBlockingQueue<String>();
Thread.startVirtualThread(() -> {
    var reader = new Consumer("reader", news);
    try {
        while (news.awaitEnd(reader.position(), Duration.ofMinutes(5))) {
            told.add("the reader has read " + reader.poll(100));
        }
    } catch (LogClosedException e) {
        told.add("the reader was told: " + e.getMessage());
    }
});
news.append(Event.of("a"));
System.out.println(told.take());
news.append(Event.of("b"));
System.out.println(told.take());

// cell 12: The log has two events, 0 and 1. A reader with position 2 waits for 20 milliseconds, and nobody writes. Does it find something to read?
System.out.println(news.awaitEnd(2, Duration.ofMillis(20)))

// cell 13
var dormitory = new SharedLog(new ListLog());
var awake = new CountDownLatch(10_000);
for (int i = 0; i < 10_000; i++) {
    Thread.startVirtualThread(() -> {
        dormitory.awaitEnd(0, Duration.ofMinutes(5));
        awake.countDown();
    });
}
while (dormitory.waiting() < 10_000) {
    Thread.sleep(1);
}
System.out.println("asleep: " + dormitory.waiting());
dormitory.append(Event.of("good morning"));
awake.await();
System.out.println("asleep: " + dormitory.waiting());

// == A thread of its own

// cell 14
var own = new LogThread(new ListLog());
own.append(Event.of("a"));
own.append(Event.of("b"));
draw(own);
System.out.println("an event is lost in " + Race.losses(() -> new LogThread(new ListLog())) + " of 20");

// cell 15
own.read(99, 100);

// cell 16: A lock, or a hand-over from one thread to another and back: does the hand-over take more than five times as long?
double thread = Stopwatch.append(LogThread::new, 1, 2_000);
System.out.println(thread > 5 * lock)

// == When the disk is slow

// cell 17
var mailbox = new LinkedBlockingQueue<Event>();
for (int i = 0; i < 100_000; i++) {
    mailbox.add(Event.of("" + i));
}
System.out.println(mailbox.size() + " events in memory, each of them reported as sent, none of them written");

// cell 18
var disk = new Semaphore(0);
Path folder = Files.createTempDirectory("gregor");
var slow = new LogThread(new SpillingLog(new ListLog(), (behind, now) -> {
    disk.acquireUninterruptibly();
    return behind.start();
}, CsvArchive.open(folder.resolve("slow.csv")), () -> Instant.EPOCH));
var written = new AtomicInteger();
for (int i = 0; i < 5; i++) {
    Thread.startVirtualThread(() -> {
        slow.append(Event.of("x"));
        written.incrementAndGet();
    });
}
while (disk.getQueueLength() == 0) {
    Thread.sleep(1);
}
System.out.println("inside, waiting for the disk: " + disk.getQueueLength() + "; told that it is written: " + written);

// cell 19: Five writers came, and the disk has done nothing. Now it does the work of two appends and stops again. How many writers have been told that their event is written?
disk.release(2);
while (written.get() < 2 || disk.getQueueLength() == 0) {
    Thread.sleep(1);
}
System.out.println(written.get())

// cell 20
disk.release(3);
while (written.get() < 5) {
    Thread.sleep(1);
}
System.out.println(slow.end())

// == Going home

// cell 21
news.close();
System.out.println(told.take());

// cell 22
news.append(Event.of("c"));

// cell 23
var hasty = Thread.ofPlatform().start(() -> {
    Thread.currentThread().interrupt();
    try {
        own.append(Event.of("c"));
    } catch (LogInterruptedException e) {
        System.out.println(e.getMessage());
    }
});
hasty.join();
System.out.println(own.end())

// cell 24: Two threads share a file. One of them is interrupted while it writes. Is the file still open for the other?
var channel = FileChannel.open(folder.resolve("shared.txt"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
var rude = Thread.ofPlatform().start(() -> {
    Thread.currentThread().interrupt();
    try {
        channel.write(ByteBuffer.wrap(new byte[] {1}));
    } catch (IOException e) {
        System.out.println(e.getClass().getSimpleName());
    }
});
rude.join();
System.out.println(channel.isOpen())

// == Another process

// cell 25
Path file = folder.resolve("two.txt");
var first = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
var second = FileChannel.open(file, StandardOpenOption.WRITE);
long end1 = first.size();
long end2 = second.size();
first.write(ByteBuffer.wrap("truck-1 ".getBytes()), end1);
second.write(ByteBuffer.wrap("truck-2 ".getBytes()), end2);
System.out.println(Files.readString(file))

// cell 26
var held = first.tryLock();
Path peek = Files.writeString(folder.resolve("Peek.java"), """
        import java.nio.channels.FileChannel;
        import java.nio.file.*;

        void main(String[] args) throws Exception {
            try (var file = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
                IO.println(file.tryLock() == null ? "somebody has it" : "it is mine");
            }
        }
        """);
String askAnotherProcess() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process = new ProcessBuilder(java, peek.toString(), file.toString()).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes()).strip();
}
System.out.println("the other process says: " + askAnotherProcess());
held.release();
System.out.println("and once we let go: " + askAnotherProcess());

// == What it costs

// == What real Kafka does differently

// == The story on real data

// == Your turn

// == Before you go on
