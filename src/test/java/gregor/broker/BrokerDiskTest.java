package gregor.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.deque.CsvArchive;
import gregor.file.FaultyDisk;
import gregor.file.FaultyDisk.Fault;
import gregor.file.StorageException;
import gregor.group.CommittedOffset;
import gregor.group.Subscription;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.rebalance.Group;
import gregor.rebalance.JoinRequest;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A broker whose disk is full, fails while it archives, or cannot be written. A root may write everywhere, so that
/// rights of folders would prove nothing here.
class BrokerDiskTest {
    private static final int EVENTS = 40;
    private static final TopicPartition PLACE = new TopicPartition("a", 0);
    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

    private static Broker open(FaultyDisk disk) {
        return Broker.open(BrokerSettings.in(disk.path("/data")).with(() -> NOW));
    }

    /// All that is in the topic is too old to stay.
    private static Broker filled(FaultyDisk disk) {
        Broker broker = open(disk);
        broker.createTopic("a", 1,
                Map.of("retention.ms", "1000", "archive", "csv", "segment.bytes", "1024", "max.message.bytes", "1000"));
        for (int i = 0; i < EVENTS; i++) {
            broker.append(PLACE, ListBatch.of(Event.of("k" + i, "v".repeat(50)).at(NOW.minusSeconds(60))));
        }
        return broker;
    }

    /// What the archive and the log have; an event that the log has let go of must be in the archive.
    private static List<Long> offsets(FaultyDisk disk, Broker broker) {
        Path file = disk.path("/data/archive/a/0.csv");
        long start = broker.partition(PLACE).start();
        try (Stream<Entry> archived = start == 0 ? Stream.empty() : CsvArchive.entries(file)) {
            return Stream.concat(archived.limit(start).map(Entry::offset),
                    broker.partition(PLACE).entries(start).stream().map(Entry::offset)).toList();
        }
    }

    private static List<Long> all() {
        return LongStream.range(0, EVENTS).boxed().toList();
    }

    /// Whichever operation of the night it is that fails, nothing is lost, and the night after makes up for it.
    @ParameterizedTest
    @EnumSource(names = {"FULL", "SHORT_WRITE", "FAILED_FORCE"})
    void whileItArchivesAnyOperationMayFail(Fault fault) {
        var probe = new FaultyDisk();
        int begin;
        int end;
        try (Broker broker = filled(probe)) {
            begin = probe.operations();
            broker.keepHouse();
            end = probe.operations();
            assertThat(broker.partition(PLACE).start()).isEqualTo(EVENTS);
        }
        int told = 0;
        for (int at = begin; at < end; at++) {
            String what = fault + " at " + probe.history().get(at) + ", operation " + (at - begin);
            var disk = new FaultyDisk().with(fault, at);
            Broker broker = filled(disk);
            broker.keepHouse();
            assertThat(offsets(disk, broker)).as(what).isEqualTo(all());
            told += broker.troubles().isEmpty() ? 0 : 1;
            checkPowerCut(disk.afterPowerCut(new Random(at)), what);
            checkNextNight(disk.afterProcessEnd(), what);
            checkPowerCut(disk.afterPowerCut(new Random(at)), what + ", and after the next night");
        }
        assertThat(told > 0).as("somebody is told of it").isEqualTo(fault != Fault.SHORT_WRITE);
    }

    private static void checkNextNight(FaultyDisk disk, String what) {
        try (Broker broker = open(disk)) {
            assertThat(offsets(disk, broker)).as(what).isEqualTo(all());
            broker.keepHouse();
            assertThat(broker.partition(PLACE).start()).as(what + broker.troubles()).isEqualTo(EVENTS);
            assertThat(offsets(disk, broker)).as(what).isEqualTo(all());
        }
    }

    /// It may have spoiled rows in the middle of the file that nobody counted on yet: then retention waits for a person.
    private static void checkPowerCut(FaultyDisk disk, String what) {
        try (Broker broker = open(disk)) {
            for (int night = 0; night < 2; night++) {
                assertThat(offsets(disk, broker)).as(what + ", and then a power cut").isEqualTo(all());
                broker.keepHouse();
            }
            assertThat(broker.partition(PLACE).start() == EVENTS
                    || broker.troubles().stream().anyMatch(trouble -> trouble.contains("0.csv"))).as(what).isTrue();
        }
    }

    @Test
    void whileTheDiskIsFullRetentionWaitsAndAfterwardsGoesOn() {
        var disk = new FaultyDisk();
        try (Broker broker = filled(disk)) {
            disk.full(true);
            for (int night = 0; night < 3; night++) {
                broker.keepHouse();
                assertThat(broker.partition(PLACE).entries(0)).hasSize(EVENTS);
            }
            assertThat(broker.troubles()).anyMatch(trouble -> trouble.contains("a-0") && trouble.contains("archive"));
            assertThatThrownBy(() -> broker.append(PLACE, ListBatch.of(Event.of("one more"))))
                    .isInstanceOf(StorageException.class).hasMessageContaining("room");
            disk.full(false);
            broker.keepHouse();
            assertThat(broker.partition(PLACE).start()).isEqualTo(EVENTS);
            assertThat(offsets(disk, broker)).isEqualTo(all());
            assertThat(broker.append(PLACE, ListBatch.of(Event.of("one more")))).isEqualTo(EVENTS);
        }
    }

    @Test
    @Timeout(20)
    void noCallOfAGroupWaitsForTheDiskOfACommit() throws InterruptedException {
        var disk = new FaultyDisk();
        var forcing = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Broker broker = filled(disk);
        commit(broker, 1);
        disk.beforeForce(() -> {
            forcing.countDown();
            await(goOn);
        });
        Thread committer = Thread.startVirtualThread(() -> commit(broker, 2));
        await(forcing);
        assertThat(broker.groups().in("g", Group::state)).isEqualTo(Group.State.EMPTY);
        String member = broker.groups().in("g", group -> group.join(
                new JoinRequest("anna", "range", Subscription.to("a"), Duration.ofSeconds(10), Duration.ofSeconds(10)))
                .member());
        assertThat(member).startsWith("anna");
        assertThat(committer.isAlive()).as("nothing is committed before the disk has it").isTrue();
        goOn.countDown();
        committer.join();
        try (Broker again = open(disk.afterPowerCut(new Random(3)))) {
            assertThat(again.groups().committedOffsets("g")).containsEntry(PLACE, CommittedOffset.of(2));
        }
    }

    private static void commit(Broker broker, long offset) {
        broker.groups().in("g", group -> {
            group.reset(Map.of(PLACE, CommittedOffset.of(offset)));
            return null;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// While the broker starts or writes its statistics, a client may delete a topic.
    @Test
    void aTopicThatIsDeletedMeanwhileStopsNothing() {
        try (Broker broker = filled(new FaultyDisk())) {
            List.of("b", "c", "d").forEach(topic -> broker.createTopic(topic, 1, Map.of()));
            broker.openAll((done, all) -> {
                if (broker.partitions("d") > 0) {
                    broker.deleteTopic("d");
                }
            });
            assertThat(broker.topicNames()).contains("b", "c").doesNotContain("d");
            broker.append(new TopicPartition("b", 0), ListBatch.of(Event.of("read")));
            Partition deleted = broker.partition("b", 0);
            broker.deleteTopic("b");
            var lines = new ArrayList<String>();
            new Journal((topic, event) -> lines.add(event.text()), () -> NOW)
                    .statistics(List.of(deleted, broker.partition("a", 0)));
            assertThat(lines).singleElement().asString().contains("\"a\"").doesNotContain("\"b\"");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedAndNamed() {
        var empty = new FaultyDisk().readOnly();
        assertThatThrownBy(() -> open(empty)).isInstanceOf(DataFolderException.class).hasMessageContaining("/data")
                .hasMessageContaining("choose a");
        var disk = new FaultyDisk();
        filled(disk).close();
        int operations = disk.operations();
        FaultyDisk left = disk.afterProcessEnd().readOnly();
        assertThatThrownBy(() -> open(left)).isInstanceOf(DataFolderException.class).hasMessageContaining("/data")
                .hasMessageContaining("can be written");
        try (Broker broker = open(disk)) {
            assertThat(broker.partition(PLACE).entries(0)).as("nothing is missing after " + operations).hasSize(EVENTS);
        }
    }
}
