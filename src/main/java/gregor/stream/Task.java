package gregor.stream;

import module java.base;

import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.topic.TopicPartition;

/// One partition of a program: the same partition of each topic that it reads, with its own stores.
final class Task {
    /// As Kafka Streams' `buffered.records.per.partition`.
    private static final int MAX_QUEUE = 1000;

    private final Map<String, StateStore> stores;
    private final BiConsumer<String, StreamRecord> output;
    private final Map<Node, Context> contexts = new HashMap<>();
    private final SequencedMap<TopicPartition, Source> sources = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> positions = new TreeMap<>();
    private long dropped;

    /// What is read of a topic and not processed yet.
    private record Source(Node node, Consumer consumer, Queue<Entry> queue) {
        OptionalLong timestamp() {
            if (queue.isEmpty()) {
                queue.addAll(consumer.poll(MAX_QUEUE));
            }
            Entry next = queue.peek();
            return next == null ? OptionalLong.empty() : OptionalLong.of(next.event().timestamp());
        }
    }

    /// @param output writes a record to a topic
    Task(Map<String, StateStore> stores, BiConsumer<String, StreamRecord> output) {
        this.stores = stores;
        this.output = output;
    }

    void read(TopicPartition partition, Node node, Consumer consumer) {
        sources.put(partition, new Source(node, consumer, new ArrayDeque<>()));
    }

    /// Processes one record: of the next ones of each topic, the one with the smallest timestamp. Returns whether there
    /// was one.
    boolean step() {
        TopicPartition earliest = null;
        long time = Long.MAX_VALUE;
        for (Map.Entry<TopicPartition, Source> source : sources.entrySet()) {
            OptionalLong timestamp = source.getValue().timestamp();
            if (timestamp.isPresent() && timestamp.getAsLong() < time) {
                earliest = source.getKey();
                time = timestamp.getAsLong();
            }
        }
        if (earliest == null) {
            return false;
        }
        Source source = Objects.requireNonNull(sources.get(earliest));
        Entry entry = source.queue().remove();
        process(source.node(), record(earliest, entry));
        positions.put(earliest, entry.offset() + 1);
        return true;
    }

    private static StreamRecord record(TopicPartition partition, Entry entry) {
        try {
            return StreamRecord.of(entry.event());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the event at offset " + entry.offset() + " of " + partition + " " + e.getMessage(), e);
        }
    }

    private void process(Node node, StreamRecord record) {
        node.processor().process(record, contexts.computeIfAbsent(node, NodeContext::new));
    }

    /// Returns the offsets that it reads next, in the partitions of which it has processed a record.
    Map<TopicPartition, Long> positions() {
        return positions;
    }

    StateStore store(String name) {
        return Objects.requireNonNull(stores.get(name));
    }

    long dropped() {
        return dropped;
    }

    private final class NodeContext implements Context {
        private final Node node;

        NodeContext(Node node) {
            this.node = node;
        }

        @Override
        public void forward(StreamRecord record) {
            node.next().forEach(next -> process(next, record));
        }

        @Override
        public StateStore store(String name) {
            return Objects.requireNonNull(stores.get(name));
        }

        @Override
        public void send(String topic, StreamRecord record) {
            output.accept(topic, record);
        }

        @Override
        public void drop() {
            dropped++;
        }
    }
}
