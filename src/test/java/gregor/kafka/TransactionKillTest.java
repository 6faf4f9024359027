package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.kafka.TransactionHistory.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a broker while transactional producers write to it and readers of committed events read: no aborted read, no
/// lost or doubled write, no torn transaction. Every other kill comes as soon as the broker listens again, while it
/// completes what the last one interrupted. 50 kills; 500 with `-Dgregor.prove=true`.
class TransactionKillTest {
    private static final int KILLS = Boolean.getBoolean("gregor.prove") ? 500 : 50;

    @TempDir
    private Path folder;
    @TempDir
    private Path cacheFolder;

    @Test
    void transactionsAreWholeAfterKills() throws Exception {
        int port = KafkaKillTest.freePort();
        var workload = new TransactionWorkload(port);
        var cache = new VictimCache(cacheFolder);
        Process victim = cache.train(folder, port);
        try {
            workload.start();
            workload.await(20);
            victim.destroy();
            for (int kill = 0; kill < KILLS; kill++) {
                assertThat(victim.waitFor(60, TimeUnit.SECONDS)).isTrue();
                victim = cache.start(folder, port);
                if (kill % 2 == 0) {
                    workload.await(workload.done() + 2 + kill % 7);
                }
                victim.destroyForcibly();
            }
            assertThat(victim.waitFor(60, TimeUnit.SECONDS)).isTrue();
            victim = cache.start(folder, port);
            workload.await(workload.done() + 5);
            assertThat(workload.violations()).isEmpty();
            assertThat(workload.count(Outcome.COMMITTED)).isGreaterThan(KILLS);
            assertThat(workload.count(Outcome.ABORTED)).isPositive();
            System.out.println("kills among transactions: " + KILLS + ", transactions: " + workload.done());
        } finally {
            workload.stop();
            victim.destroyForcibly();
        }
    }
}
