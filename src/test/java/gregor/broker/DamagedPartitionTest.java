package gregor.broker;

import module java.base;

import static gregor.broker.DamagedFolder.DAMAGED;
import static gregor.broker.DamagedFolder.EVENTS;
import static gregor.broker.DamagedFolder.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.DamagedFolder.Damage;
import gregor.deque.OffsetReset;
import gregor.file.CorruptLogException;
import gregor.group.CommittedOffset;
import gregor.list.Batch;
import gregor.rebalance.Member;
import gregor.rebalance.MemberSettings;
import gregor.topic.PartitionEntry;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One bad partition is one bad partition: listings, groups and maintenance of the others go on.
class DamagedPartitionTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> damages() {
        return Stream.of(Damage.values())
                .flatMap(damage -> Stream.of(2, 40).map(topics -> Arguments.of(damage, topics)));
    }

    private static List<String> intact(int topics) {
        return DamagedFolder.names(topics).stream().filter(name -> !name.equals(DAMAGED.topic())).toList();
    }

    @ParameterizedTest
    @MethodSource("damages")
    void theOtherPartitionsAreListedReadAndMaintained(Damage damage, int topics) throws IOException {
        DamagedFolder.fill(folder, topics, damage);
        BrokerSettings settings = DamagedFolder.settings(folder).with(() -> TIME.plus(Duration.ofHours(1)));
        try (Broker broker = Broker.open(settings)) {
            broker.openAll((done, all) -> {});
            for (String name : intact(topics)) {
                TopicDescription.PartitionDescription part = broker.describe(name).partitions().getFirst();
                assertThat(part.end()).isEqualTo(EVENTS);
                assertThat(part.trouble()).isEmpty();
                assertThat(broker.groups().in("of-" + name, group -> group.lag()).getFirst().events())
                        .isEqualTo(EVENTS - 5);
                assertThat(broker.partition(name, 0).offsetFor(TIME.plusMillis(20))).hasValue(20);
            }
            assertThat(broker.describe(DAMAGED.topic()).partitions()).hasSize(1);
            checkGroup(broker, topics);
            checkMaintenance(broker, topics);
            assertThat(broker.troubles()).as("the offset is named")
                    .anyMatch(trouble -> trouble.matches("(?s)t1-0: .*(offset|Is a directory).*"))
                    .allMatch(trouble -> trouble.startsWith("t1-0: "));
        }
    }

    private static void checkGroup(Broker broker, int topics) {
        List<PartitionEntry> read = broker.groups().in("all", group -> {
            var member = new Member("m", group, broker.topics(), MemberSettings
                    .of(DamagedFolder.names(topics).toArray(String[]::new)).manualCommit().with(OffsetReset.EARLIEST),
                    broker.settings().clock());
            var all = new ArrayList<PartitionEntry>();
            for (int poll = 0; poll < 2 * topics; poll++) {
                try {
                    all.addAll(member.poll(1000));
                } catch (RuntimeException e) {
                    assertThat(e.getMessage()).contains("t1-0");
                }
            }
            member.commit();
            return all;
        });
        for (String name : intact(topics)) {
            assertThat(read.stream().filter(entry -> entry.partition().topic().equals(name))).hasSize(EVENTS);
            assertThat(broker.groups().committedOffsets("all")).containsEntry(new TopicPartition(name, 0),
                    CommittedOffset.of(EVENTS));
        }
    }

    private void checkMaintenance(Broker broker, int topics) throws IOException {
        for (String name : DamagedFolder.names(topics)) {
            broker.alterTopic(name, Map.of("retention.ms", "1000", "archive", "csv"));
        }
        broker.keepHouse();
        for (String name : intact(topics)) {
            assertThat(broker.partition(name, 0).start()).as(name).isEqualTo(EVENTS);
            assertThat(Files.readAllLines(folder.resolve("archive").resolve(name).resolve("0.csv")))
                    .hasSize(EVENTS + 1);
        }
    }

    @Test
    void damageNamesItsOffsetAndTheWayPastIt() throws IOException {
        for (Damage damage : List.of(Damage.FLIPPED, Damage.TRUNCATED, Damage.DELETED)) {
            Path place = folder.resolve(damage.name());
            DamagedFolder.fill(place, 2, damage);
            try (Broker broker = Broker.open(DamagedFolder.settings(place))) {
                Partition partition = broker.partition(DAMAGED);
                var read = new ArrayList<Long>();
                CorruptLogException found = readAll(partition, read);
                assertThat(found.getMessage()).startsWith("offset").contains(" cannot be read: ",
                        "continue reading at offset " + found.nextOffset());
                assertThat(broker.troubles()).containsExactly(DAMAGED + ": " + found.getMessage());
                assertThat(read).doesNotHaveDuplicates().isSorted().endsWith((long) EVENTS - 1);
                assertThat(read).contains(found.nextOffset());
                for (int i = 0; i < EVENTS; i++) {
                    long first = i;
                    assertThat(partition.offsetFor(TIME.plusMillis(i))).as(damage + ", " + i)
                            .hasValue(read.stream().filter(offset -> offset >= first).findFirst().orElseThrow());
                }
            }
        }
    }

    /// Reads all that can be read, and returns the only damage.
    private static CorruptLogException readAll(Partition partition, List<Long> read) {
        CorruptLogException found = null;
        for (long next = 0; next < EVENTS;) {
            try {
                for (Batch batch : partition.read(next, 1000)) {
                    batch.forEach(entry -> read.add(entry.offset()));
                    next = batch.lastOffset() + 1;
                }
            } catch (CorruptLogException e) {
                assertThat(found).isNull();
                assertThat(e.nextOffset()).isGreaterThan(next);
                found = e;
                next = e.nextOffset();
            }
        }
        return found;
    }

    @Test
    void aLostEndIsReportedAndItsOffsetsAreNotUsedAgain() throws IOException {
        DamagedFolder.fill(folder, 2, Damage.SHORTENED);
        try (Broker broker = Broker.open(DamagedFolder.settings(folder))) {
            broker.openAll((done, all) -> {});
            assertThat(broker.describe(DAMAGED.topic()).partitions().getFirst().trouble().orElseThrow())
                    .contains("lost: ", "continue reading at offset " + EVENTS);
            assertThat(broker.troubles()).singleElement().asString().contains("t1-0: offset");
            assertThat(broker.partition(DAMAGED).end()).isEqualTo(EVENTS);
        }
    }

    @Test
    void damagedOffsetsStopNeitherMaintenanceNorDeletion() throws IOException {
        DamagedFolder.fill(folder, 3, Damage.FLIPPED);
        DamagedFolder.damageOffsets(folder);
        BrokerSettings settings = DamagedFolder.settings(folder).with(() -> TIME.plus(Duration.ofHours(1)));
        try (Broker broker = Broker.open(settings)) {
            for (int call = 0; call < 2; call++) {
                assertThatThrownBy(() -> broker.groups().committedOffsets("of-t0"))
                        .isInstanceOf(PartitionUnavailableException.class).hasMessageContaining("offset ");
            }
            broker.partition("t0", 0).end();
            broker.alterTopic("t0", Map.of("retention.ms", "1000"));
            broker.keepHouse();
            assertThat(broker.partition("t0", 0).start()).isEqualTo(EVENTS);
            broker.deleteTopic("t2");
            assertThat(broker.topicNames()).doesNotContain("t2");
            assertThat(broker.troubles()).anyMatch(trouble -> trouble.startsWith("__consumer_offsets-0: offset"));
        }
    }
}
