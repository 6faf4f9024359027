// What "delivered" means
// Made from lessons/14-guarantee.adoc by ./gregor author sync; try it with ./gregor jshell guarantee

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.guarantee.*;
import gregor.packed.*;
import static gregor.packed.ControlRecord.Type.*;

PackedBatch event(int producer, int epoch, int sequence, String text) {
    var origin = new Origin(producer, (short) epoch, sequence);
    return PackedBatch.of(ListBatch.of(origin, List.of(Event.of(text))), Codec.NONE);
}
Origin producer(int id, int epoch) {
    return new Origin(id, (short) epoch, -1);
}
class Replicas {
    final Set<String> inSync = new TreeSet<>(Set.of("leader", "second", "third"));
    final int minInSync = 2;

    int waitsFor(String acks) {
        if (acks.equals("all") && inSync.size() < minInSync) {
            throw new IllegalStateException("NOT_ENOUGH_REPLICAS");
        }
        return switch (acks) {
            case "0" -> 0;
            case "1" -> 1;
            default -> inSync.size();
        };
    }
}
List<String> texts(Log log) {
    var entries = new Consumer("C", log).poll(100);
    return entries.stream().map(entry -> entry.event().text()).toList();
}

// cell 2
var plain = new ListLog();
plain.append(event(7, 0, 0, "rent"));   // stored, but the answer is lost
plain.append(event(7, 0, 0, "rent"));   // so the producer tries again
System.out.println(texts(plain))

// == What does an answer promise?

// cell 3: `min.insync.replicas` is 2, and all three replicas are in sync. How many of them have a batch before `acks=all` is answered?
var replicas = new Replicas();
System.out.println(replicas.waitsFor("all"))

// cell 4
replicas.inSync.remove("third");
System.out.println("two are in sync: waits for " + replicas.waitsFor("all"));
replicas.inSync.remove("second");

// cell 5
System.out.println(replicas.waitsFor("all"))

// == Which duplicates can a broker recognise?

// cell 6
var log = new TransactionalLog(new ListLog());
System.out.println("the rent is at offset " + log.append(event(7, 0, 0, "rent")));
System.out.println("tried again: offset " + log.append(event(7, 0, 0, "rent")));
System.out.println(texts(log))

// cell 7
System.out.println(log.append(event(7, 0, 2, "gas")))

// cell 8: His program calls `send` a second time with the same event. How many rents does the log hold now?
log.append(event(7, 0, 1, "rent"));
System.out.println(texts(log).size())

// == Can several partitions change at once?

// cell 9
var otto = new TransactionalLog(new ListLog());
var ada = new TransactionalLog(new ListLog());
otto.append(event(9, 0, 0, "-100").transactional());
// the program crashes; it would have appended +100 to Ada's log
System.out.println("all events:       " + texts(otto) + " " + texts(ada));
System.out.println("committed events: " + texts(otto.committed()) + " " + texts(ada.committed()));

// cell 10: How many events does a reader of committed events get from Otto's log?
otto.append(event(4, 0, 0, "+3000"));
System.out.println(texts(otto.committed()).size())

// cell 11
otto.end(producer(9, 0), ABORT);
System.out.println(texts(otto.committed()))

// cell 12: The transaction has been aborted. How many events of -100 are in Otto's log?
System.out.println(texts(otto).stream().filter(text -> text.equals("-100")).count())

// cell 13
Batch first = otto.read(0, 1000).iterator().next();
PackedDump.lines(((PackedBatch) first).bytes()).lines().skip(5).filter(line -> line.matches(".*(attributes|producer|sequence) .*")).forEach(System.out::println);

// cell 14
otto.append(event(9, 1, 0, "-100").transactional());
ada.append(event(9, 1, 0, "+100").transactional());
otto.end(producer(9, 1), COMMIT);
ada.end(producer(9, 1), COMMIT);
System.out.println(texts(otto.committed()) + " " + texts(ada.committed()));

// cell 15: A reader of committed events has read all of Otto's log. How many of the log's offsets did it not get as an event?
System.out.println(otto.end() - texts(otto.committed()).size())

// cell 16
System.out.println(otto.append(event(9, 0, 1, "-100").transactional()))

// == Does "exactly once" cover my database?

// cell 17
var salary = new TransactionalLog(new ListLog());
salary.append(event(4, 0, 0, "3000").transactional());
salary.end(producer(4, 0), COMMIT);

int balance = 0;
long committed = 0;
void process(boolean crash) {
    var consumer = new Consumer("bank", salary.committed());
    consumer.seek(committed);
    for (Entry entry : consumer.poll(100)) {
        balance += Integer.parseInt(entry.event().text());
    }
    if (!crash) {
        committed = consumer.position();
    }
}

// cell 18: The salary of 3000 was written in a transaction, exactly once. The program crashes before it commits its offset, and then runs again. What is the balance?
process(true);
process(false);
System.out.println(balance)

// cell 19
record Account(int balance, long next) {}
var account = new Account(0, 0);
void processTogether(boolean crash) {
    var consumer = new Consumer("bank", salary.committed());
    consumer.seek(account.next());
    int sum = account.balance();
    for (Entry entry : consumer.poll(100)) {
        sum += Integer.parseInt(entry.event().text());
    }
    if (!crash) {
        account = new Account(sum, consumer.position());
    }
}
processTogether(true);
processTogether(false);
processTogether(false);
System.out.println(account)

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
