package gregor.replica;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Long random histories: messages are delayed, lost and repeated, brokers crash, pause and are cut off. 200 of them,
/// 100,000 with `-Dgregor.prove=true`; `-Dgregor.seed` repeats one.
class RandomFaultsTest {
    private static final int HISTORIES = Boolean.getBoolean("gregor.prove") ? 100_000 : 200;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Test
    void noHistoryBreaksAPromise() {
        long first = Long.getLong("gregor.seed", 0);
        // In 90660 the leader's clock tells it to look for slow followers while a proposal is on its way.
        long faults = first > 0 ? 0 : new History(90_660).live();
        for (long seed = first; seed < first + (first > 0 ? 1 : HISTORIES); seed++) {
            faults += new History(seed).live();
        }
        System.out.println("RandomFaultsTest: " + HISTORIES + " histories with " + faults + " faults");
    }

    /// One history.
    private static final class History {
        private final long seed;
        private final RandomGenerator random;
        private final Cluster cluster;
        private final ClusterProducer ann;
        private final ClusterConsumer cid;
        private boolean lost;
        private int faults;

        History(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            cluster = new Cluster(ClusterSettings.of(3).minInsync(2).seed(seed));
            ann = cluster.producer("Ann", Acks.ALL);
            cid = cluster.consumer("Cid");
            if (Long.getLong("gregor.seed", 0) > 0) {
                cluster.observe(message -> System.out.println(message.message() + "\n" + cluster.toString().indent(4)));
            }
            cluster.network().delay(Duration.ofMillis(1), Duration.ofMillis(random.nextInt(2, 2_000)));
            cluster.network().lose(random.nextDouble() / 20);
            cluster.network().repeat(random.nextDouble() / 20);
        }

        int live() {
            for (int i = 0; i < 15; i++) {
                ann.send("e" + i);
                cluster.run(Duration.ofMillis(random.nextInt(4_000)));
                fault(1 + random.nextInt(3));
            }
            recover();
            assertThat(cluster.runUntil(this::isComplete, LIMIT) || cluster.metrics().uncleanLeaderElections() > 0)
                    .as("seed %d ends well: %s\n%s", seed, ann, cluster).isTrue();
            // Kafka treats a killed broker as one that may have lost events; if none is left, the last leader is elected,
            // which may really have lost some.
            if (cluster.metrics().uncleanLeaderElections() == 0) {
                assertThat(cluster.invariants().broken()).as("seed %d", seed).isEmpty();
                assertThat(cid.read()).as("seed %d: what the consumer has read", seed).doesNotHaveDuplicates();
            }
            return faults;
        }

        private void fault(int broker) {
            faults++;
            switch (random.nextInt(9)) {
                case 0 -> cluster.crash(broker);
                case 1 -> cluster.brokers().keySet().stream().filter(each -> !cluster.broker(each).isRunning())
                        .forEach(cluster::restart);
                case 2 -> cluster.network().part(List.of(broker), List.of(0, 1, 2, 3, -1, -2));
                case 3 -> cluster.network().cut(broker, random.nextInt(4));
                case 4, 5 -> cluster.network().heal();
                case 6 -> cluster.pause(broker);
                case 7 -> cluster.resume(broker);
                default -> failPower(broker);
            }
        }

        /// At most one disk loses events: fewer than `min.insync.replicas`.
        private void failPower(int broker) {
            if (!lost && cluster.broker(broker).isRunning()) {
                lost = true;
                cluster.failPower(broker);
            }
        }

        private void recover() {
            cluster.network().heal();
            cluster.network().lose(0);
            for (int broker : cluster.brokers().keySet()) {
                cluster.resume(broker);
                if (!cluster.broker(broker).isRunning()) {
                    cluster.restart(broker);
                }
            }
        }

        private boolean isComplete() {
            List<String> texts = cluster.broker(1).replica().texts();
            return ann.waiting() == 0 && cluster.state().isr().size() == 3 && cid.read().size() >= 15
                    && cluster.brokers().values().stream().allMatch(broker -> broker.replica().texts().equals(texts));
        }
    }
}
