package gregor.graduate;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/// Properties of a cluster's size, whatever the formula.
class ClusterSizeTest {
    private static final double DISK = 0.7;
    private static final double NETWORK = 0.5;
    private static final Percentage ROUNDING = Percentage.withPercentage(1e-6);
    /// 1 MB a second, 100 s, three replicas, two readers, twice as much in the peak.
    private static final Workload LOAD = new Workload(1_000, 2_000, 0.5, 2, Duration.ofSeconds(100), 3, 2);
    private static final ClusterSize.Machine LARGE = new ClusterSize.Machine(1e15, 1e12);

    private static Stream<Workload> loads() {
        var random = new Random(17);
        return Stream.generate(() -> new Workload(random.nextDouble(1, 1e6), random.nextDouble(10, 5_000),
                random.nextDouble(0.1, 1), random.nextDouble(1, 5), Duration.ofHours(random.nextInt(1, 500)),
                random.nextInt(1, 6), random.nextDouble(0, 6))).limit(300);
    }

    private static Stream<ClusterSize.Machine> machines() {
        var random = new Random(18);
        return Stream
                .generate(() -> new ClusterSize.Machine(random.nextDouble(1e11, 2e13), random.nextDouble(1e7, 3e9)))
                .limit(20);
    }

    private static boolean carries(int brokers, Workload load, ClusterSize size, ClusterSize.Machine machine) {
        int left = load.replicas() == 1 ? brokers : brokers - 1;
        return size.storedBytes() <= brokers * DISK * machine.diskBytes()
                && size.bytesIn() <= left * NETWORK * machine.network()
                && size.bytesOut() <= left * NETWORK * machine.network();
    }

    @Test
    void allReplicasOfTheAverageAreStored() {
        assertThat(ClusterSize.of(LOAD, LARGE).storedBytes()).as("bytes of 100 s of 1 MB in three replicas")
                .isCloseTo(300e6, ROUNDING);
    }

    @Test
    void eachReplicaIsReceivedOnce() {
        assertThat(ClusterSize.of(LOAD, LARGE).bytesIn()).as("received in the peak of 2 MB/s with three replicas")
                .isCloseTo(6e6, ROUNDING);
    }

    @Test
    void theLeaderSendsToFollowersAndReaders() {
        assertThat(ClusterSize.of(LOAD, LARGE).bytesOut())
                .as("sent in the peak of 2 MB/s to two followers and two readers").isCloseTo(8e6, ROUNDING);
        assertThat(ClusterSize.of(LOAD.withReplicas(1), LARGE).bytesOut()).as("sent to two readers, without followers")
                .isCloseTo(4e6, ROUNDING);
    }

    @Test
    void thereIsABrokerForEachReplica() {
        for (int replicas = 1; replicas <= 5; replicas++) {
            assertThat(ClusterSize.of(LOAD.withReplicas(replicas), LARGE).brokers())
                    .as("large brokers for %d replicas", replicas).isEqualTo(replicas);
        }
    }

    @Test
    void theBrokersCarryTheLoadAlsoWithoutOneOfThem() {
        loads().forEach(load -> machines().forEach(machine -> {
            ClusterSize size = ClusterSize.of(load, machine);
            assertThat(carries(size.brokers(), load, size, machine))
                    .as("%d brokers %s carry %s, and may lose one", size.brokers(), machine, load).isTrue();
        }));
    }

    @Test
    void fewerBrokersWouldNotCarryIt() {
        loads().forEach(load -> machines().forEach(machine -> {
            ClusterSize size = ClusterSize.of(load, machine);
            assertThat(size.brokers() > load.replicas() && carries(size.brokers() - 1, load, size, machine))
                    .as("one less than %d brokers %s would carry %s, too", size.brokers(), machine, load).isFalse();
        }));
    }

    @Test
    void theNumbersHaveUnits() {
        assertThat(new ClusterSize(1.84e12, 999_999, 12, 1))
                .hasToString("1.8 TB stored, 1.0 MB/s in, 12.0 B/s out: " + "1 broker");
    }
}
