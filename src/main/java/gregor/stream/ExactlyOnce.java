package gregor.stream;

import module java.base;

import gregor.compact.Table;
import gregor.guarantee.TransactionalLog;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.ControlRecord;
import gregor.packed.PackedBatch;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;

/// Appends events, changelogs and offsets in one transaction: after a crash, all of it is visible, or none. The program
/// reads committed events only. Kafka Streams: `exactly_once_v2`.
///
/// The decision to commit is an event in a log of its own. The markers follow from it; a program that starts after a
/// crash writes those that are missing. It does so with a new epoch, and any older instance of it is fenced.
public final class ExactlyOnce implements ProcessingGuarantee {
    private static final String BEGIN = "begin";
    private static final String COMMIT = "commit";

    private final String application;
    private final Topics topics;
    private final TopicPartition offsets;
    private final Log decisions;
    private final long producerId;
    private final short epoch;
    private final SortedMap<TopicPartition, Integer> sequences = new TreeMap<>();
    private final SortedMap<TopicPartition, List<Event>> collected = new TreeMap<>();

    /// Ends the transaction of the instance before this one.
    ///
    /// @param application the name of the program; its offsets are in the topic `<application>-offsets`
    /// @param topics      topics whose logs are each a [TransactionalLog]
    /// @param decisions   the log of the transaction coordinator, for this program only
    /// @param producerId  the number that the program has as a producer
    public ExactlyOnce(String application, Topics topics, Log decisions, long producerId) {
        this.application = application;
        this.topics = topics;
        this.decisions = decisions;
        this.producerId = producerId;
        offsets = new TopicPartition(application + "-offsets", 0);
        if (topics.find(offsets.topic()).isEmpty()) {
            topics.create(offsets.topic(), 1);
        }
        Optional<String> last = Table.of(decisions).text(application);
        epoch = (short) (last.map(text -> Integer.parseInt(text.split(" ")[0])).orElse(-1) + 1);
        boolean commit = last.isPresent() && last.get().endsWith(COMMIT);
        for (String topic : topics.names()) {
            for (int partition = 0; partition < topics.topic(topic).partitions(); partition++) {
                end(new TopicPartition(topic, partition), commit);
            }
        }
        decide(BEGIN);
    }

    private void decide(String decision) {
        decisions.append(Event.of(application, epoch + " " + decision));
    }

    private void end(TopicPartition partition, boolean commit) {
        log(partition).end(new Origin(producerId, epoch, -1),
                commit ? ControlRecord.Type.COMMIT : ControlRecord.Type.ABORT);
    }

    private TransactionalLog log(TopicPartition partition) {
        if (topics.log(partition) instanceof TransactionalLog log) {
            return log;
        }
        throw new IllegalArgumentException(
                partition + " cannot have transactions; make the topics with TransactionalLog");
    }

    @Override
    public Log readable(TopicPartition partition) {
        return log(partition).committed();
    }

    @Override
    public void send(TopicPartition partition, Event event) {
        collected.computeIfAbsent(partition, each -> new ArrayList<>()).add(event);
    }

    @Override
    public OptionalLong committed(TopicPartition partition) {
        return Table.of(readable(offsets)).text(partition.toString()).stream().mapToLong(Long::parseLong).findFirst();
    }

    @Override
    public void commit(Map<TopicPartition, Long> next) {
        next.forEach((partition, offset) -> send(offsets, Event.of(partition.toString(), offset.toString())));
        if (collected.isEmpty()) {
            return;
        }
        collected.forEach(this::append);
        decide(COMMIT);
        collected.keySet().forEach(partition -> end(partition, true));
        decide(BEGIN);
        collected.clear();
    }

    private void append(TopicPartition partition, List<Event> events) {
        int sequence = sequences.merge(partition, events.size(), Integer::sum) - events.size();
        var origin = new Origin(producerId, epoch, sequence);
        log(partition).append(PackedBatch.of(ListBatch.of(origin, events), Codec.NONE).transactional());
    }
}
