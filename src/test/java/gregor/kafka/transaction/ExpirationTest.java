package gregor.kafka.transaction;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.broker.Partition;
import gregor.file.FaultyDisk;
import gregor.kafka.ProducerStates;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import gregor.packed.PackedFormat;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.Test;

/// Weeks of producers that each write once: the broker forgets them after the times of its settings.
class ExpirationTest {
    private static final int A_DAY = 20;

    private final FaultyDisk disk = new FaultyDisk();
    private final Instant[] now = {Instant.parse("2026-03-02T00:00:00Z")};
    private Broker broker;
    private ProducerStates producers;
    private TransactionCoordinator coordinator;
    private int number;

    private void open(UnaryOperator<BrokerSettings> how) {
        broker = Broker
                .open(how.apply(BrokerSettings.in(disk.path("/data")).with(new PackedFormat()).with(() -> now[0])));
        producers = new ProducerStates(broker.settings());
        coordinator = new TransactionCoordinator(broker, producers);
        broker.setMaintenance(new TransactionMaintenance(coordinator, producers));
    }

    private void write(Origin origin) {
        Partition partition = broker.partition("t", 0);
        partition.awaitForced(1 + producers.append(partition,
                PackedBatch.of(ListBatch.of(origin, List.of(Event.of("x").at(now[0]))), Codec.NONE), false));
    }

    /// Lets a day pass in which new producers with and without a transactional id write.
    private void day() {
        for (int i = 0; i < A_DAY; i++) {
            Origin origin = coordinator.init("id-" + number, 60_000, Origin.UNKNOWN);
            write(new Origin(origin.producerId(), origin.epoch(), 0));
            write(new Origin(1_000_000 + number++, (short) 0, 0));
        }
        pass(Duration.ofDays(1));
    }

    private void pass(Duration time) {
        now[0] = now[0].plus(time);
        broker.keepHouse();
    }

    private int known() {
        return producers.active(broker.partition("t", 0)).size();
    }

    @Test
    void weeksOfShortLivedProducersAreForgotten() {
        open(UnaryOperator.identity());
        broker.createTopic("t", 1, Map.of());
        for (int day = 0; day < 28; day++) {
            day();
            assertThat(known()).isLessThanOrEqualTo(2 * 2 * A_DAY);
            assertThat(coordinator.all()).hasSizeLessThanOrEqualTo(8 * A_DAY);
            if (day % 3 == 1) {
                broker.close();
                open(UnaryOperator.identity());
            }
        }
        assertThat(coordinator.all()).hasSizeGreaterThanOrEqualTo(7 * A_DAY);
        pass(Duration.ofDays(7).plusMillis(1));
        assertThat(known()).isZero();
        assertThat(coordinator.all()).isEmpty();
        broker.close();
    }

    @Test
    void restartsDoNotKeepAProducer() {
        open(UnaryOperator.identity());
        broker.createTopic("t", 1, Map.of());
        write(new Origin(7, (short) 0, 0));
        for (int restart = 0; restart < 3; restart++) {
            pass(Duration.ofHours(7));
            assertThat(known()).isOne();
            broker.close();
            open(UnaryOperator.identity());
        }
        assertThat(known()).isOne();
        pass(Duration.ofHours(4));
        assertThat(known()).isZero();
        broker.close();
    }

    @Test
    void theTimesAreSettings() {
        open(settings -> settings.withExpiration(Duration.ofMinutes(10), Duration.ofMinutes(5)));
        broker.createTopic("t", 1, Map.of());
        day();
        assertThat(known()).isZero();
        assertThat(coordinator.all()).isEmpty();
        Origin producer = coordinator.init("open", 900_000, Origin.UNKNOWN);
        coordinator.addPartitions("open", producer, List.of(new TopicPartition("t", 0)));
        pass(Duration.ofMinutes(11));
        assertThat(coordinator.all()).as("its transaction is open").containsOnlyKeys("open");
        pass(Duration.ofMinutes(5));
        assertThat(coordinator.all()).as("its transaction was aborted, which is a use").containsOnlyKeys("open");
        pass(Duration.ofMinutes(11));
        assertThat(coordinator.all()).isEmpty();
        broker.close();
    }
}
