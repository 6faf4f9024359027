// Many threads
// Made from lessons/08-thread.adoc by ./gregor author sync; try it with ./gregor jshell thread

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.deque.*;
import gregor.thread.*;
import module java.base;   // every package that the JDK's base module exports
import static gregor.list.Picture.draw;

// == How many steps is an append?

// cell 2
var polite = new ListLog();
Race.of(polite, Event.of("a"), Event.of("b")).play("1 1 1 2 2 2").forEach(System.out::println);
draw(polite);

// cell 3: Both writers append one event, and both calls return without an error. How many events does a reader find?
var log = new ListLog();
Race.of(log, Event.of("a"), Event.of("b")).play("1 2 1 2 1 2").forEach(System.out::println);
System.out.println(new Consumer("C", log).poll(100).size())

// cell 4
List<String> schedules = Race.schedules(2, 3);
System.out.println("an event is lost in " + Race.losses(ListLog::new) + " of " + schedules.size());

// == Is volatile enough?

// cell 5
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

// cell 6: In how many of the same 20 schedules is an event lost now?
int lost = 0;
for (String schedule : schedules) {
    var risky = new VolatileLog();
    new Race(() -> risky.append("a"), () -> risky.append("b")).play(schedule);
    lost += 2 - risky.end;
}
System.out.println(lost)

// == What does a lock promise?

// cell 7
var shared = new SharedLog(new ListLog());
Race.of(shared, Event.of("a"), Event.of("b")).play("1 2 1 2 1 2").forEach(System.out::println);
System.out.println("an event is lost in " + Race.losses(() -> new SharedLog(new ListLog())) + " of 20");

// cell 8: One writer, and a lock that no other thread wants. Does an append take more than three times as long as without a lock?
double bare = Stopwatch.append(behind -> behind, 1, 100_000);
double lock = Stopwatch.append(SharedLog::new, 1, 100_000);
System.out.println(lock > 3 * bare)

// == What does a reader do at the end?

// cell 9
var news = new SharedLog(new ListLog());
int asked = 0;
while (asked < 1_000_000 && news.end() == 0) {
    asked++;
}
System.out.println("asked " + asked + " times: nothing");

// cell 10
var reports = new LinkedBlockingQueue<String>();
Thread.startVirtualThread(() -> {
    var reader = new Consumer("reader", news);
    try {
        while (news.awaitEnd(reader.position(), Duration.ofMinutes(5))) {
            reports.add("the reader has read " + reader.poll(100));
        }
    } catch (LogClosedException e) {
        reports.add("the reader got: " + e.getMessage());
    }
});
news.append(Event.of("a"));
System.out.println(reports.take());
news.append(Event.of("b"));
System.out.println(reports.take());

// cell 11: The log has two events, 0 and 1. A reader with position 2 waits for 20 milliseconds, and no event arrives. What does `awaitEnd` return: true or false?
System.out.println(news.awaitEnd(2, Duration.ofMillis(20)))

// cell 12
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

// == Could the log have a thread of its own?

// cell 13: A lock, or a hand-over from one thread to another and back: does an append through the hand-over take more than five times as long?
var own = new LogThread(new ListLog());
System.out.println("an event is lost in " + Race.losses(() -> new LogThread(new ListLog())) + " of 20");
double thread = Stopwatch.append(LogThread::new, 1, 2_000);
System.out.println(thread > 5 * lock)

// cell 14
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

// cell 15: Five writers came; this disk waits for our permission before each append. We permit two. For how many writers has `append` returned?
disk.release(2);
while (written.get() < 2 || disk.getQueueLength() == 0) {
    Thread.sleep(1);
}
System.out.println(written.get())

// == And when the program ends?

// cell 16
disk.release(3);
news.close();
System.out.println(reports.take());

// cell 17
news.append(Event.of("c"));

// cell 18
Path file = folder.resolve("two.txt");
var first = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
var second = FileChannel.open(file, StandardOpenOption.WRITE);
long end1 = first.size();
long end2 = second.size();
first.write(ByteBuffer.wrap("truck-1 ".getBytes()), end1);
second.write(ByteBuffer.wrap("truck-2 ".getBytes()), end2);
System.out.println(Files.readString(file))

// cell 19
var held = first.tryLock();
try {
    second.tryLock();
} catch (OverlappingFileLockException e) {
    System.out.println("the second does not get the lock: " + e.getClass().getSimpleName());
}
held.release();
System.out.println(second.tryLock().isValid())

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
