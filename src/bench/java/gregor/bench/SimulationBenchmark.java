package gregor.bench;

import module java.base;

import gregor.replica.Acks;
import gregor.replica.Cluster;
import gregor.replica.Cluster.Pending;
import gregor.replica.ClusterSettings;
import gregor.replica.Message.Disconnected;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// A simulated cluster of three brokers against a bare loop: a queue of as many messages, the earliest of which is
/// replaced by a later one.
///
/// One producer with `acks=all` sends an event every 20 ms, which one consumer reads; all invariants are checked after
/// each message. Messages and alarms count. Promised: a million of them take a few seconds.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(2)
public class SimulationBenchmark {
    @Param({"100000", "1000000"})
    public long messages;

    @Benchmark
    public Cluster simulate() {
        var cluster = new Cluster(ClusterSettings.of(3).minInsync(2));
        var producer = cluster.producer("Ann", Acks.ALL);
        cluster.consumer("Cid");
        var seen = new long[1];
        cluster.observe(_ -> seen[0]++);
        for (int event = 0; seen[0] < messages; event++) {
            producer.send("e" + event);
            cluster.run(Duration.ofMillis(20));
        }
        if (producer.waiting() > 5) {
            throw new IllegalStateException(producer.waiting() + " events are not acknowledged");
        }
        return cluster;
    }

    @Benchmark
    public long bareLoop() {
        var random = new SplittableRandom(0);
        var pending = new TreeSet<Pending>();
        long nanos = 0;
        for (long number = 0; number < messages; number++) {
            if (number >= 25) {
                nanos = pending.removeFirst().at();
            }
            pending.add(new Pending(nanos, nanos + random.nextLong(1_000_000, 5_000_000), number, 1, 2, 0,
                    new Disconnected()));
        }
        return nanos;
    }
}
