package gregor.stream;

import module java.base;

/// A program that reads topics, computes and writes topics, as a graph of steps. [Streams] runs it.
/// Kafka Streams: `StreamsBuilder` and `Topology`.
///
/// ```
/// var topology = new Topology();
/// topology.stream("deliveries").filter(record -> record.value().contains("late")).count("late").toStream().to("counts");
/// ```
public final class Topology {
    private final SequencedMap<String, Node> sources = new LinkedHashMap<>();
    private final SequencedMap<String, Boolean> stores = new LinkedHashMap<>();
    private final Set<String> internal = new HashSet<>();
    private final List<Set<String>> joined = new ArrayList<>();

    public EventStream stream(String topic) {
        return new EventStream(this, source(topic), Set.of(topic), false);
    }

    /// Reads a topic as a table: each event changes the row of its key, and a null value deletes it.
    ///
    /// @param store the name of the table's store
    /// @throws IllegalArgumentException if another store has the name
    public StreamTable table(String topic, String store) {
        return stream(topic).toTable(store);
    }

    private Node source(String topic) {
        return sources.computeIfAbsent(topic, name -> new Node(name, (record, context) -> context.forward(record)));
    }

    /// Reads a topic that only this program writes, and whose name on the broker begins with that of the program.
    Node internalSource(String topic) {
        if (!internal.add(topic)) {
            throw new IllegalArgumentException("two steps have the name " + topic + "; give each its own");
        }
        return source(topic);
    }

    /// @param windowed whether its rows are about windows
    String addStore(String store, boolean windowed) {
        if (stores.putIfAbsent(store, windowed) != null) {
            throw new IllegalArgumentException("two stores have the name " + store + "; give each its own");
        }
        return store;
    }

    /// Remembers topics that must have the same number of partitions, since equal keys have to meet in one.
    void join(Set<String> one, Set<String> other) {
        var both = new TreeSet<>(one);
        both.addAll(other);
        joined.add(both);
    }

    List<Set<String>> joined() {
        return joined;
    }

    SequencedMap<String, Node> sources() {
        return sources;
    }

    /// Returns the names of its stores, and whether their rows are about windows.
    SequencedMap<String, Boolean> stores() {
        return stores;
    }

    boolean isInternal(String topic) {
        return internal.contains(topic);
    }

    /// Draws it: each topic that it reads, with the steps that follow.
    @Override
    public String toString() {
        return sources.values().stream().map(source -> source.draw(0)).collect(Collectors.joining()).stripTrailing();
    }
}
