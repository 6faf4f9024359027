// Kafka on one page
// Made from lessons/00-toy.adoc by ./gregor author sync; try it with ./gregor jshell toy

// == What is an event log?

// cell 1
var list = new ArrayList<>(List.of("packed", "loaded", "on the road"));
list.add("delivered");
System.out.println(list.getFirst() + ", " + list.getLast() + ", " + list.get(2))

// cell 2
record Event(int offset, String key, String value) {
    public String toString() { return offset + ":" + key + "=" + value; }
}

interface Log {
    Event append(String key, String value);
    Event read(int offset);    // null at the end
    int start();
    int end();                 // the offset of the next event
}

// cell 3
class ListLog implements Log {
    final List<Event> events = new ArrayList<>();

    public Event append(String key, String value) {
        events.add(new Event(end(), key, value));
        return events.getLast();
    }
    public Event read(int offset) {
        return offset < end() ? events.get(offset) : null;
    }
    public int start() { return 0; }
    public int end() { return events.size(); }
}

Log log = new ListLog();
log.append("piano", "packed");     // the drivers
log.append("cat", "packed");       // the office
log.append("cat", "escaped");      // the drivers
System.out.println(log.append("piano", "loaded"))

// == Who remembers what has been read?

// cell 4
class Consumer {
    final Log log;
    int position;

    Consumer(Log log, int position) {
        this.log = log;
        this.position = position;
    }

    List<Event> poll(int max) {
        var events = new ArrayList<Event>();
        Event event = log.read(position);
        while (event != null && events.size() < max) {
            events.add(event);
            position = event.offset() + 1;
            event = log.read(position);
        }
        return events;
    }
}

// cell 5
var auditor = new Consumer(log, log.start());
var display = new Consumer(log, log.end());
log.append("cat", "found");
System.out.println("the auditor reads " + auditor.poll(2));
System.out.println("the display reads " + display.poll(2));

// cell 6: The auditor reads all the rest. How many events does the log hold after that?
auditor.poll(100);
System.out.println(log.end() - log.start())

// == What if the list grows too long?

// cell 7
class DequeLog implements Log {
    final LinkedList<Event> events = new LinkedList<>();
    final PrintStream csv;
    int start;

    DequeLog(PrintStream csv) { this.csv = csv; }

    public Event append(String key, String value) {
        events.add(new Event(end(), key, value));
        for (int spill = events.size() > 20 ? 10 : 0; spill > 0; spill--) {
            Event old = events.removeFirst();
            csv.println(old.offset() + "," + old.key() + "," + old.value());
            start++;
        }
        return events.getLast();
    }
    public Event read(int offset) {
        return offset < end() ? events.get(offset - start) : null;
    }
    public int start() { return start; }
    public int end() { return start + events.size(); }
}

// cell 8
Path file = Files.createTempFile("evicted", ".csv");
Log deque = new DequeLog(new PrintStream(file.toFile()));
for (int i = 1; i <= 21; i++) {
    deque.append("cat", "nap " + i);
}
int spilled = Files.readAllLines(file).size();
int kept = deque.end() - deque.start();
System.out.println(kept + " in memory, " + spilled + " in the file");

// cell 9: A consumer asks for offset 12. At which index of the linked list is that event now?
System.out.println(((DequeLog) deque).events.indexOf(deque.read(12)))

// cell 10
System.out.println(new Consumer(deque, 3).poll(1))

// == What if one log is not enough?

// cell 11
class Topic {
    final List<Log> partitions = new ArrayList<>();

    Event send(String key, String value) {
        int partition = Math.floorMod(key.hashCode(), partitions.size());
        return partitions.get(partition).append(key, value);
    }
}

var moves = new Topic();
for (int i = 0; i < 3; i++) {
    moves.partitions.add(new ListLog());
}
for (String key : List.of("cat", "piano", "sofa", "lamp")) {
    moves.send(key, "packed");
}
moves.send("cat", "escaped");
moves.send("piano", "loaded");
moves.send("cat", "found");
for (Log partition : moves.partitions) {
    System.out.println(new Consumer(partition, 0).poll(100));
}

// == Can two consumers divide the work?

// cell 12
class Group {
    final Topic topic;
    final List<String> members;
    final int[] committed;

    Group(Topic topic, String... members) {
        this.topic = topic;
        this.members = new ArrayList<>(List.of(members));
        committed = new int[topic.partitions.size()];
    }

    List<Event> poll(String member, int max) {
        var events = new ArrayList<Event>();
        int i = members.indexOf(member);
        for (; i < committed.length; i += members.size()) {
            var reader = new Consumer(topic.partitions.get(i), committed[i]);
            events.addAll(reader.poll(max));
            committed[i] = reader.position;
        }
        return events;
    }
}

// cell 13
var billing = new Group(moves, "Anna", "Ben");
System.out.println("Anna reads " + billing.poll("Anna", 1));
System.out.println("Ben reads " + billing.poll("Ben", 1));

// cell 14: Anna is now the only member, and reads all she can. How many of the seven events does she get?
billing.members.remove("Ben");
System.out.println(billing.poll("Anna", 100).size())

// == What if only the latest event matters?

// cell 15
class DictionaryLog implements Log {
    final TreeMap<Integer, Event> events = new TreeMap<>();
    int end;

    public Event append(String key, String value) {
        events.put(end, new Event(end, key, value));
        return events.get(end++);
    }
    public Event read(int offset) {
        var next = events.ceilingEntry(offset);
        return next == null ? null : next.getValue();
    }
    public int start() { return events.isEmpty() ? end : events.firstKey(); }
    public int end() { return end; }

    void compact() {
        var latest = new HashMap<String, Event>();
        events.values().forEach(event -> latest.put(event.key(), event));
        events.values().retainAll(latest.values());
    }
}

// cell 16
var warehouse = new DictionaryLog();
for (Event event : new Consumer(log, 0).poll(100)) {
    warehouse.append(event.key(), event.value());
}
System.out.println(new Consumer(warehouse, 0).poll(100));

// cell 17: Now the warehouse compacts. Which offset does a consumer that begins at 0 read first?
warehouse.compact();
System.out.println(new Consumer(warehouse, 0).poll(1).getFirst().offset())

// == How does it break?

// == Recap

// == Check yourself

// == Open challenge
