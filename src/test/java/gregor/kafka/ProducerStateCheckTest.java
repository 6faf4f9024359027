package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.broker.DataFolderCheck;
import gregor.broker.Partition;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.ControlRecord.Type;
import gregor.packed.PackedBatch;
import gregor.packed.PackedFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a check of the data folder finds in the `.snapshot` and `.txnindex` files. It changes nothing.
class ProducerStateCheckTest {
    private static final int FIRST_OFFSET_AT = 10;
    private static final int LAST_OFFSET_AT = 18;
    private static final int TRANSACTION_BYTES = 34;
    private static final String REBUILT = "; opening the log uses an older snapshot, or reads all batches";
    private static final String SNAPSHOT = "00000000000000000015.snapshot";
    private static final String INDEX = "00000000000000000000.txnindex";

    @TempDir
    private Path folder;

    /// Offsets 0 to 5 belong to an aborted transaction and 6 to 8 to a committed one, both of producer 1; 9 to 11 to
    /// an aborted one of producer 2, and 12 to 14 to producer 3, which has none.
    @BeforeEach
    void fill() {
        try (Broker broker = Broker.open(settings())) {
            broker.createTopic("a", 1, Map.of());
            var producers = new ProducerStates(broker.settings());
            Partition log = broker.partition("a", 0);
            append(producers, log, 1, 0, 5, Type.ABORT);
            append(producers, log, 1, 5, 2, Type.COMMIT);
            append(producers, log, 2, 0, 2, Type.ABORT);
            producers.append(log, batch(3, 0, 3), false);
            producers.save(true);
        }
    }

    private BrokerSettings settings() {
        return BrokerSettings.in(folder).with(new PackedFormat());
    }

    private static void append(ProducerStates producers, Partition log, long producer, int sequence, int count,
            Type type) {
        producers.append(log, batch(producer, sequence, count).transactional(), false);
        producers.end(log, new Origin(producer, (short) 0, -1), type, 0);
    }

    private static PackedBatch batch(long producer, int sequence, int count) {
        return PackedBatch.of(
                ListBatch.of(new Origin(producer, (short) 0, sequence), Collections.nCopies(count, Event.of("x"))),
                Codec.NONE);
    }

    private interface Action {
        void on(Path log) throws IOException;
    }

    private enum Damage {
        FLIPPED_SNAPSHOT(SNAPSHOT + " is damaged: its version or its checksum is wrong" + REBUILT,
                log -> change(log, SNAPSHOT, 20, 1)),
        OTHER_VERSION("its version or its checksum is wrong", log -> change(log, SNAPSHOT, 1, 2)),
        CUT_SNAPSHOT("its version or its checksum is wrong", log -> cut(log, SNAPSHOT, 30)),
        EMPTY_SNAPSHOT("its version or its checksum is wrong", log -> cut(log, SNAPSHOT, 0)),
        MISSING_SNAPSHOT(INDEX + " belongs to a snapshot, and none is there; opening the log reads all batches",
                log -> Files.delete(log.resolve(SNAPSHOT))),
        SNAPSHOT_AFTER_THE_END("00000000000000000016.snapshot is of another offset: the log ends at offset 15",
                log -> Files.move(log.resolve(SNAPSHOT), log.resolve("00000000000000000016.snapshot"))),
        SNAPSHOT_OF_A_LATER_OFFSET(" is of another offset: it has a batch at offset 14",
                log -> Files.move(log.resolve(SNAPSHOT), log.resolve("00000000000000000014.snapshot"))),
        SNAPSHOT_OF_ANOTHER_LOG(" is of another offset: the last batch of producer 3 in it is at offset 0, and the "
                + "log has a later one", ProducerStateCheckTest::replaceSnapshot),
        MISSING_INDEX(INDEX + " is missing: the snapshot of offset 15 counts 2 transactions in it" + REBUILT,
                log -> Files.delete(log.resolve(INDEX))),
        CUT_INDEX(INDEX + " is damaged: the snapshot of offset 15 counts 2", log -> cut(log, INDEX, 40)),
        INDEX_OF_ANOTHER_VERSION(INDEX + " is damaged", log -> change(log, INDEX, 1, 1)),
        INDEX_OUT_OF_ORDER(INDEX + " is damaged", log -> change(log, INDEX, LAST_OFFSET_AT + 7, 5 ^ 12)),
        ANOTHER_PRODUCER("producer 1 that ends at offset 5 is not the one in them", log -> change(log, INDEX, 9, 4)),
        ANOTHER_MARKER("producer 1 that ends at offset 5 was aborted, and is missing in them",
                log -> change(log, INDEX, LAST_OFFSET_AT + 7, 1)),
        BEGINS_TOO_LATE("producer 1 that ends at offset 5 is not the one in them",
                log -> change(log, INDEX, FIRST_OFFSET_AT + 7, 3)),
        A_COMMITTED_TRANSACTION("producer 1 that ends at offset 8 is not the one in them",
                log -> change(log, INDEX, LAST_OFFSET_AT + 7, 5 ^ 8)),
        THE_SECOND("producer 2 that ends at offset 11 is not the one in them",
                log -> change(log, INDEX, TRANSACTION_BYTES + 9, 1));

        private final String finding;
        private final Action action;

        Damage(String finding, Action action) {
            this.finding = finding;
            this.action = action;
        }
    }

    private static void change(Path log, String name, int position, int bits) throws IOException {
        byte[] bytes = Files.readAllBytes(log.resolve(name));
        bytes[position] ^= (byte) bits;
        Files.write(log.resolve(name), bytes);
    }

    private static void cut(Path log, String name, int length) throws IOException {
        Files.write(log.resolve(name), Arrays.copyOf(Files.readAllBytes(log.resolve(name)), length));
    }

    /// Puts the snapshot of another log, of one batch, under the name of this one's.
    private static void replaceSnapshot(Path log) throws IOException {
        Path other = log.resolve("../../other").normalize();
        try (Broker broker = Broker.open(BrokerSettings.in(other).with(new PackedFormat()))) {
            broker.createTopic("a", 1, Map.of());
            var producers = new ProducerStates(broker.settings());
            producers.append(broker.partition("a", 0), batch(3, 0, 1), false);
            broker.partition("a", 0).awaitForced(1);
            producers.save(true);
        }
        Files.copy(other.resolve("topics/a-0/00000000000000000001.snapshot"), log.resolve(SNAPSHOT),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private List<String> check() {
        return DataFolderCheck.of(folder, ProducerStateCheck::new, (done, all) -> {}).findings();
    }

    private Map<String, String> state() throws IOException {
        var state = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                state.put(file.toString(),
                        Files.getLastModifiedTime(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return state;
    }

    @Test
    void whatTheBrokerWritesHasNoFindings() throws IOException {
        assertThat(folder.resolve("topics/a-0")).isDirectoryContaining("glob:**/" + SNAPSHOT)
                .isDirectoryContaining("glob:**/" + INDEX);
        Map<String, String> before = state();
        assertThat(check()).isEmpty();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void eventsThatRetentionHasDeletedAreNotMissed() {
        try (Broker broker = Broker.open(settings())) {
            broker.partition("a", 0).deleteBefore(3);
        }
        assertThat(check()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void damageIsFoundAndLeftAsItIs(Damage damage) throws IOException {
        damage.action.on(folder.resolve("topics/a-0"));
        Map<String, String> before = state();
        assertThat(check()).anyMatch(finding -> finding.startsWith("a-0: ") && finding.contains(damage.finding));
        assertThat(state()).isEqualTo(before);
    }
}
