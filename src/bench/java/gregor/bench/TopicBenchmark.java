package gregor.bench;

import gregor.deque.DequeLog;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.list.Sample;
import gregor.topic.ByKey;
import gregor.topic.Sticky;
import gregor.topic.Topic;
import gregor.topic.TopicProducer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/// What does it cost that somebody chooses a partition by key, beside appending the same batches to the same logs?
///
/// Each invocation writes the sample's deliveries and lets go of them again, so that the logs stay small.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TopicBenchmark {
    private static final int EVENTS = 16_000;
    private static final int PARTITIONS = 4;

    /// How many events make a batch.
    @Param({"1", "50"})
    public int batchSize;

    private List<Event> events;
    private Topic topic;
    private TopicProducer producer;

    /// Makes a topic of four logs in memory. `gregor.home` must be this project's folder, for the sample.
    @Setup
    public void make() {
        events = Sample.deliveries().subList(0, EVENTS);
        topic = new Topic("deliveries", PARTITIONS, partition -> new DequeLog());
        producer = new TopicProducer("P", topic, new ByKey(new Sticky(50, 1)), batchSize, Origin.UNKNOWN, InstantSource.system());
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

    /// The same events in batches of the same size, in turn to the same logs, without anybody choosing.
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void bare() {
        for (int i = 0; i < EVENTS; i += batchSize) {
            topic.partition(i / batchSize % PARTITIONS)
                    .append(ListBatch.of(Origin.UNKNOWN, events.subList(i, i + batchSize)));
        }
        forget();
    }

    private void forget() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Log log = topic.partition(partition);
            log.forget(log.end());
        }
    }
}
