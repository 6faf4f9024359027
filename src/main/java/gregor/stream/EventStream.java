package gregor.stream;

import module java.base;

/// A stream of records, each of which is an event of its own. Kafka Streams: `KStream`.
public final class EventStream {
    private final Topology topology;
    private final Node node;
    private final Set<String> topics;
    private final boolean keyChanged;

    EventStream(Topology topology, Node node, Set<String> topics, boolean keyChanged) {
        this.topology = topology;
        this.node = node;
        this.topics = topics;
        this.keyChanged = keyChanged;
    }

    private EventStream then(String name, Processor processor) {
        return new EventStream(topology, node.then(name, processor), topics, keyChanged);
    }

    /// Retains the records that a condition accepts.
    public EventStream filter(Predicate<StreamRecord> condition) {
        return then("filter", (record, context) -> {
            if (condition.test(record)) {
                context.forward(record);
            }
        });
    }

    public EventStream mapValues(Function<StreamRecord, String> value) {
        return then("mapValues", (record, context) -> context.forward(record.withValue(value.apply(record))));
    }

    /// Replaces each key. A count or a join after it first [repartitions][#repartition(String)] the stream, since the
    /// records of one key are in several partitions.
    public EventStream selectKey(Function<StreamRecord, String> key) {
        Node next = node.then("selectKey", (record, context) -> context.forward(record.withKey(key.apply(record))));
        return new EventStream(topology, next, topics, true);
    }

    /// Writes the records to a topic of the program and reads them again, so that all records of a key are in one
    /// partition. Records without a key are dropped.
    ///
    /// @param name the name of the topic on the broker is `<application>-<name>-repartition`
    public EventStream repartition(String name) {
        String topic = name + "-repartition";
        Node source = topology.internalSource(topic);
        node.then("to " + topic, (record, context) -> {
            if (record.key() == null) {
                context.drop();
            } else {
                context.send(topic, record);
            }
        });
        return new EventStream(topology, source, Set.of(topic), false);
    }

    private EventStream byKey(String name) {
        return keyChanged ? repartition(name) : this;
    }

    /// Counts the records of each key. Those without key or value are dropped.
    ///
    /// @param store the name of the store with the counts
    public StreamTable count(String store) {
        topology.addStore(store, false);
        return byKey(store).table("count", store, Counts.byKey(store));
    }

    /// Counts the records of each key and window. Those without key, and those that are late for their window, are
    /// dropped; those without value are counted, as in Kafka Streams. The key of a count is `key@start/end`.
    public StreamTable count(Windows windows, String store) {
        topology.addStore(store, true);
        return byKey(store).table("count in " + text(windows), store, switch (windows) {
            case TimeWindows time -> Counts.byTime(time, store);
            case SessionWindows sessions -> Counts.bySession(sessions, store);
        });
    }

    private static String text(Windows windows) {
        String kind = switch (windows) {
            case TimeWindows time when time.size().equals(time.advance()) -> "windows of " + time.size();
            case TimeWindows time -> "windows of " + time.size() + " every " + time.advance();
            case SessionWindows sessions -> "sessions with gaps of " + sessions.gap();
        };
        return kind + ", grace " + windows.grace();
    }

    /// Makes a table: each record changes the row of its key, and a null value deletes it.
    public StreamTable toTable(String store) {
        topology.addStore(store, false);
        return byKey(store).table("table", store, (record, context) -> {
            if (record.key() == null) {
                context.drop();
            } else {
                context.store(store).put(WindowKey.of(record.key()), record.value(), record.timestamp());
                context.forward(record);
            }
        });
    }

    private StreamTable table(String name, String store, Processor processor) {
        return new StreamTable(then(name + " [" + store + "]", processor), store);
    }

    /// Combines each record with the row that its key has now. A record without a row, key or value is dropped.
    ///
    /// @param name   the name of the topic if the stream has to be repartitioned
    /// @param joiner combines the value of the record and that of the row
    public EventStream join(StreamTable table, String name, BinaryOperator<String> joiner) {
        EventStream byKey = byKey(name);
        topology.join(byKey.topics, table.topics());
        return byKey.then("join [" + table.store() + "]", Joins.withTable(table.store(), joiner));
    }

    /// Combines each record with all records of the other stream that have the same key and a timestamp within a window.
    /// A record without key or value is dropped.
    ///
    /// @param name   the stores with the records of both streams are `<name>-this` and `<name>-other`
    /// @param joiner combines the value of this stream and that of the other one
    public EventStream join(EventStream other, JoinWindow window, String name, BinaryOperator<String> joiner) {
        String left = topology.addStore(name + "-this", true);
        String right = topology.addStore(name + "-other", true);
        EventStream one = byKey(left);
        EventStream two = other.byKey(right);
        topology.join(one.topics, two.topics);
        var result = new Node(
                "join within " + window.before() + " before and " + window.after() + " after, grace " + window.grace(),
                (record, context) -> context.forward(record));
        one.node.then("buffer [" + left + "]", Joins.withStream(left, right, window, joiner)).next().add(result);
        two.node.then("buffer [" + right + "]",
                Joins.withStream(right, left, window.reversed(), (mine, theirs) -> joiner.apply(theirs, mine))).next()
                .add(result);
        var both = new TreeSet<>(one.topics);
        both.addAll(two.topics);
        return new EventStream(topology, result, both, false);
    }

    public void to(String topic) {
        then("to " + topic, (record, context) -> context.send(topic, record));
    }

    Set<String> topics() {
        return topics;
    }
}
