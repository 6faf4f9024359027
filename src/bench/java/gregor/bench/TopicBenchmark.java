package gregor.bench;

import module java.base;

import gregor.deque.DequeLog;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.list.Sample;
import gregor.topic.KeyPartitioner;
import gregor.topic.Murmur2;
import gregor.topic.StickyPartitioner;
import gregor.topic.Topic;
import gregor.topic.TopicProducer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What does it cost that somebody chooses a partition by key and collects, beside appending the same batches to the
/// same logs in the same order?
///
/// Each invocation writes the sample's deliveries and lets go of them again, so that the logs stay small. The garbage
/// collector is that of `gregor`; with G1, which writes down what points where, both are slower. Promised: `keyed`
/// reaches 0.7 of `bare`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgs = "-XX:+UseSerialGC")
public class TopicBenchmark {
    private static final int EVENTS = 16_000;
    private static final int PARTITIONS = 4;

    /// How many events make a batch.
    @Param({"1", "10", "50"})
    public int batchSize;

    private List<Event> events;
    private Topic topic;
    private TopicProducer producer;
    private List<Ready> ready;

    /// What a producer would have collected for a partition.
    private record Ready(int partition, List<Event> events) {}

    /// Makes a topic of four logs in memory. `gregor.home` must be this project's folder, for the sample.
    @Setup
    public void make() {
        events = List.copyOf(Sample.deliveries().subList(0, EVENTS));
        topic = new Topic("deliveries", PARTITIONS, partition -> new DequeLog());
        producer = new TopicProducer("P", topic, new KeyPartitioner(new StickyPartitioner(50, 1)), batchSize,
                Origin.UNKNOWN, InstantSource.system());
        ready = new ArrayList<>();
        var open = new HashMap<Integer, Ready>();
        for (Event event : events) {
            int partition = Murmur2.partition(event.key(), PARTITIONS);
            Ready batch = open.computeIfAbsent(partition, number -> new Ready(number, new ArrayList<>()));
            batch.events().add(event);
            if (batch.events().size() == batchSize) {
                ready.add(open.remove(partition));
            }
        }
        ready.addAll(open.values());
    }

    /// Keyed produce through topic and partitioner.
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void keyed() {
        for (Event event : events) {
            producer.send(event);
        }
        producer.flush();
        forget();
    }

    /// The same batches to the same logs, without anybody choosing or collecting.
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void bare() {
        for (Ready batch : ready) {
            topic.partition(batch.partition()).append(ListBatch.of(Origin.UNKNOWN, batch.events()));
        }
        forget();
    }

    private void forget() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Log log = topic.partition(partition);
            log.deleteBefore(log.end());
        }
    }
}
