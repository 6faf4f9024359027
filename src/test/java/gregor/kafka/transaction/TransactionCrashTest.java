package gregor.kafka.transaction;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.broker.Partition;
import gregor.file.FaultyDisk;
import gregor.group.CommittedOffset;
import gregor.guarantee.CommittedLog;
import gregor.kafka.ProducerStates;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import gregor.packed.PackedFormat;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Transactions over two partitions and a group's offsets, cut off at any operation of the disk: each is whole or
/// absent, and what was acknowledged holds. It is cut off at each operation of a commit and at a seventh of the others;
/// with `-Dgregor.prove=true` at all.
class TransactionCrashTest {
    private static final boolean PROVE = Boolean.getBoolean("gregor.prove");
    private static final List<TopicPartition> PARTITIONS = List.of(new TopicPartition("t", 0),
            new TopicPartition("t", 1));
    private static final int TRANSACTIONS = 6;

    /// A broker with the parts that transactions need.
    private static final class Life implements AutoCloseable {
        private final Broker broker;
        private final ProducerStates producers;
        private final TransactionCoordinator coordinator;

        Life(FaultyDisk disk) {
            broker = Broker.open(BrokerSettings.in(disk.path("/data")).with(new PackedFormat()));
            producers = new ProducerStates(broker.settings());
            coordinator = new TransactionCoordinator(broker, producers);
            broker.setMaintenance(new TransactionMaintenance(coordinator, producers));
        }

        void write(Origin producer, TopicPartition name, String text, boolean add) {
            Partition partition = broker.partition(name);
            int sequence = producer.sequence();
            PackedBatch batch = PackedBatch
                    .of(ListBatch.of(new Origin(producer.producerId(), producer.epoch(), sequence),
                            List.of(Event.of(text))), Codec.NONE)
                    .transactional();
            long offset = coordinator.append("id", producer, name, add, () -> producers.append(partition, batch, add));
            partition.awaitForced(offset + 1);
        }

        List<String> committed(TopicPartition name) {
            Partition partition = broker.partition(name);
            var log = new CommittedLog(partition, producers.transactions(partition));
            var texts = new ArrayList<String>();
            log.read(log.start(), 1 << 20)
                    .forEach(batch -> batch.forEach((Entry entry) -> texts.add(entry.event().text())));
            return texts;
        }

        @Override
        public void close() {
            broker.close();
        }
    }

    /// What was acknowledged: whether each transaction was committed; the last one may be missing.
    private static final class Told {
        private final Map<Integer, Boolean> ends = new TreeMap<>();
        private final BitSet commitOperations = new BitSet();
        private boolean created;
    }

    /// @param bump whether the producer uses the newer protocol
    private static boolean live(FaultyDisk disk, boolean bump, Told told) {
        try (var life = new Life(disk)) {
            life.broker.createTopic("t", 2, Map.of());
            told.created = true;
            Origin producer = life.coordinator.init("id", 60_000, Origin.UNKNOWN);
            for (int number = 0; number < TRANSACTIONS; number++) {
                boolean commit = number % 3 != 1;
                if (!bump) {
                    life.coordinator.addPartitions("id", producer, PARTITIONS);
                    life.coordinator.addGroup("id", producer, "g");
                }
                int sequence = bump ? 0 : number;
                for (TopicPartition partition : PARTITIONS) {
                    life.write(new Origin(producer.producerId(), producer.epoch(), sequence), partition, "" + number,
                            bump);
                }
                life.coordinator.addOffsets("id", producer, "g",
                        Map.of(PARTITIONS.getFirst(), CommittedOffset.of(number + 1)), bump);
                int before = disk.operations();
                Origin next = life.coordinator.end("id", producer, commit, bump);
                told.commitOperations.set(before, commit ? disk.operations() : before);
                told.ends.put(number, commit);
                producer = next;
                if (number == 3) {
                    life.broker.keepHouse();
                }
            }
            return true;
        } catch (FaultyDisk.PowerCut cut) {
            return false;
        }
    }

    private static void check(FaultyDisk disk, Told told, String what) {
        try (var life = new Life(disk)) {
            if (life.broker.partitions("t") == 0) {
                assertThat(told.created).as(what).isFalse();
                return;
            }
            life.coordinator.init("id", 60_000, Origin.UNKNOWN);
            List<String> first = life.committed(PARTITIONS.getFirst());
            assertThat(life.committed(PARTITIONS.getLast())).as(what).isEqualTo(first);
            var expected = new ArrayList<String>();
            told.ends.forEach((number, committed) -> {
                if (committed) {
                    expected.add("" + number);
                }
            });
            var more = new ArrayList<>(expected);
            more.add("" + told.ends.size());
            assertThat(first).as(what).isIn(expected, more);
            for (TopicPartition name : PARTITIONS) {
                Partition partition = life.broker.partition(name);
                assertThat(life.producers.transactions(partition).lastStableOffset(partition.end())).as(what)
                        .isEqualTo(partition.end());
            }
            CommittedOffset offset = life.broker.groups().committedOffsets("g").get(PARTITIONS.getFirst());
            assertThat(offset == null ? 0 : offset.offset()).as(what)
                    .isEqualTo(first.isEmpty() ? 0 : Long.parseLong(first.getLast()) + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPowerCutAtAnyOperationLeavesTransactionsWhole(boolean bump) {
        var whole = new FaultyDisk();
        var all = new Told();
        assertThat(live(whole, bump, all)).isTrue();
        int operations = whole.operations();
        for (int cut = 0; cut < operations; cut++) {
            if (!PROVE && cut % 7 > 0 && !all.commitOperations.get(cut)) {
                continue;
            }
            var told = new Told();
            var disk = new FaultyDisk().with(FaultyDisk.Fault.CUT, cut);
            live(disk, bump, told);
            check(disk.afterPowerCut(new Random(cut)), told, "cut at operation " + cut + " of " + operations);
        }
    }

    @Test
    void theEndOfTheProcessAtAnyByteLeavesTransactionsWhole() {
        var whole = new FaultyDisk();
        live(whole, true, new Told());
        for (long bytes = 0; bytes < whole.bytesWritten(); bytes += PROVE ? 1 : 151) {
            var told = new Told();
            var disk = new FaultyDisk().cutAfterBytes(bytes);
            live(disk, true, told);
            check(disk.afterProcessEnd(), told, "cut after byte " + bytes);
        }
    }
}
