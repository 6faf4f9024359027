package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A broker with many partitions, all open: it stops in time, and starts again with all of them. Prints what they take.
/// 200 partitions, 7,000 with `-Dgregor.prove=true`, which take 14,000 open files.
class ManyPartitionsTest {
    private static final int PARTITIONS = Attack.PROVE ? 7_000 : 200;
    private static final int MAX_KEPT_KILOBYTES = 20;

    @TempDir
    private Path folder;

    private BrokerProcess start() throws Exception {
        long begin = System.nanoTime();
        var broker = BrokerProcess.start(folder, "512m", "--max-partitions", "" + (PARTITIONS + 100));
        print("start", begin);
        return broker;
    }

    private static void print(String what, long begin) {
        System.out.println("ManyPartitionsTest: " + what + " " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    }

    @Test
    void aBrokerWithManyPartitionsStopsAndStartsAgain() throws Exception {
        long live;
        try (var broker = start(); Admin admin = admin(broker)) {
            live = broker.liveMegabytes();
            long begin = System.nanoTime();
            admin.createTopics(List.of(new NewTopic("many", PARTITIONS, (short) 1))).all().get();
            print("create", begin);
            stop(broker);
        }
        for (String which : List.of("first", "second")) {
            try (var broker = start(); Admin admin = admin(broker)) {
                assertThat(admin.describeTopics(List.of("many")).allTopicNames().get().get("many").partitions())
                        .hasSize(PARTITIONS);
                long more = broker.liveMegabytes() - live;
                System.out.println("ManyPartitionsTest: " + more + " MiB for " + PARTITIONS + " partitions, "
                        + broker.files() + " open files");
                assertThat(more * 1024).as("KiB after the %s start", which)
                        .isLessThan(8_192 + MAX_KEPT_KILOBYTES * PARTITIONS);
                stop(broker);
            }
        }
    }

    private static void stop(BrokerProcess broker) throws Exception {
        Duration took = broker.stop();
        System.out.println("ManyPartitionsTest: SIGTERM " + took.toMillis() + " ms");
        assertThat(took).isLessThan(Duration.ofSeconds(10));
        assertThat(broker.errors()).as("standard error").isEmpty();
    }

    private static Admin admin(BrokerProcess broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.address(), "request.timeout.ms", 200_000,
                "default.api.timeout.ms", 300_000));
    }
}
