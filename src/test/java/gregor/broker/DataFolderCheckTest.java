package gregor.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.file.FaultyDisk;
import gregor.file.LogLockedException;
import gregor.group.CommittedOffset;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each kind of damage is found, named by partition, offset and file, and left as it is.
class DataFolderCheckTest {
    private static final TopicPartition PLACE = new TopicPartition("a", 0);
    private static final int EVENTS = 60;

    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        fill(folder);
    }

    static void fill(Path folder) {
        try (Broker broker = Broker.open(BrokerSettings.in(folder))) {
            broker.createTopic("a", 2, Map.of("segment.bytes", "10000", "max.message.bytes", "1000"));
            for (int i = 0; i < EVENTS; i++) {
                broker.append(PLACE,
                        ListBatch.of(Event.of("k" + i, "v".repeat(400)).at(NOW.plusMillis(i)), Event.of("k", "w")));
            }
            for (int i = 0; i < 10; i++) {
                broker.groups().commit("g", Map.of(PLACE, CommittedOffset.of(i)));
            }
        }
    }

    /// Damage, and what the finding says.
    private enum Damage {
        FLIPPED_FULL("a-0: offsets 0 to 1 cannot be read: ", folder -> flip(first(folder, "topics/a-0", ".log"), 100)),
        FLIPPED_LENGTH("a-0: offset", folder -> flip(first(folder, "topics/a-0", ".log"), 9)),
        FLIPPED_LAST("a-0: offset", folder -> flip(last(folder, "topics/a-0", ".log"), 100)),
        TRUNCATED_FULL("and the manifest says", folder -> cut(first(folder, "topics/a-0", ".log"), 300)),
        TRUNCATED_LAST("opening the log continues at offset 120",
                folder -> cut(last(folder, "topics/a-0", ".log"), 100)),
        EMPTIED_LAST("to 119 cannot be read", folder -> cut(last(folder, "topics/a-0", ".log"), 0)),
        DELETED_FULL("00000000000000000000.log is damaged at position 0: it is missing",
                folder -> Files.delete(first(folder, "topics/a-0", ".log"))),
        DELETED_LAST("it is missing; opening the log continues at offset 120",
                folder -> Files.delete(last(folder, "topics/a-0", ".log"))),
        DIRECTORY("Is a directory", folder -> {
            Path file = first(folder, "topics/a-0", ".log");
            Files.delete(file);
            Files.createDirectory(file);
        }),
        LONGER("and the manifest says",
                folder -> Files.write(first(folder, "topics/a-0", ".log"), new byte[7], StandardOpenOption.APPEND)),
        TORN_TAIL("sets aside the last 7 bytes",
                folder -> Files.write(last(folder, "topics/a-0", ".log"), new byte[7], StandardOpenOption.APPEND)),
        FLIPPED_INDEX(".index is damaged at position 0: ", folder -> flip(first(folder, "topics/a-0", ".index"), 7)),
        FLIPPED_TIME_INDEX(".timeindex is damaged at position 0: ",
                folder -> flip(first(folder, "topics/a-0", ".timeindex"), 7)),
        DELETED_INDEX("it is missing; a reader rebuilds it",
                folder -> Files.delete(first(folder, "topics/a-0", ".index"))),
        DELETED_MANIFEST("manifest is damaged at position 0: it is missing",
                folder -> Files.delete(folder.resolve("topics/a-0/manifest"))),
        FLIPPED_MANIFEST("the checksum is wrong; opening the log lists the segments",
                folder -> flip(folder.resolve("topics/a-0/manifest"), 20)),
        UNLISTED_SEGMENT("the manifest does not name it",
                folder -> Files.copy(last(folder, "topics/a-0", ".log"),
                        folder.resolve("topics/a-0/00000000000000000500.log"))),
        MISSING_PARTITION("a-1: the folder",
                folder -> Files.move(folder.resolve("topics/a-1"), folder.resolve("elsewhere"))),
        SWAPPED_PARTITIONS("a-1 belongs to another topic",
                folder -> Files.writeString(folder.resolve("topics/a-1/partition.metadata"),
                        "version: 0\ntopic_id: x\n")),
        ORPHAN("nobodys-0 belongs to no topic", folder -> Files.createDirectory(folder.resolve("topics/nobodys-0"))),
        FLIPPED_OFFSETS("__consumer_offsets-0: offset ",
                folder -> flip(last(folder, "topics/__consumer_offsets-0", ".log"), 400)),
        EMPTIED_CATALOG("catalog: it names no topic, and there are partitions, which are left as they are",
                folder -> cut(last(folder, "catalog", ".log"), 0)),
        FLIPPED_CATALOG("catalog: offset ", folder -> flip(last(folder, "catalog", ".log"), 400)),
        DELETED_CATALOG("catalog: it names no topic", folder -> {
            for (Path file : files(folder.resolve("catalog"))) {
                Files.delete(file);
            }
        }),
        MISSING_CATALOG("is missing; put it back from a copy",
                folder -> Files.move(folder.resolve("catalog"), folder.resolve("elsewhere"))),
        MISSING_VERSION("gregor.version is missing", folder -> Files.delete(folder.resolve("gregor.version")));

        private interface Action {
            void on(Path folder) throws IOException;
        }

        private final String finding;
        private final Action action;

        Damage(String finding, Action action) {
            this.finding = finding;
            this.action = action;
        }

        void to(Path folder) throws IOException {
            action.on(folder);
        }
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static List<Path> files(Path folder, String log, String suffix) throws IOException {
        return files(folder.resolve(log)).stream().filter(file -> file.toString().endsWith(suffix)).toList();
    }

    private static Path first(Path folder, String log, String suffix) throws IOException {
        return files(folder, log, suffix).getFirst();
    }

    /// The last file that is not empty.
    private static Path last(Path folder, String log, String suffix) throws IOException {
        List<Path> files = new ArrayList<>(files(folder, log, suffix));
        assertThat(Files.size(files.getLast())).isPositive();
        return files.getLast();
    }

    private static void flip(Path file, int position) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[position] ^= 1;
        Files.write(file, bytes);
    }

    private static void cut(Path file, int length) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    }

    /// The names, times and bytes of all files and folders.
    private static Map<String, String> state(Path folder) throws IOException {
        var state = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                state.put(file.toString(), Files.getLastModifiedTime(file) + " "
                        + (Files.isDirectory(file) ? "" : Arrays.hashCode(Files.readAllBytes(file))));
            }
        }
        return state;
    }

    private static DataFolderCheck.Report check(Path folder) {
        return DataFolderCheck.of(folder, log -> new DataFolderCheck.BatchCheck() {}, (done, all) -> {});
    }

    @Test
    void anUndamagedFolderHasNoFindings() throws IOException {
        Map<String, String> before = state(folder);
        assertThat(check(folder)).isEqualTo(new DataFolderCheck.Report(4, 5, List.of()));
        assertThat(state(folder)).isEqualTo(before);
        assertThat(check(folder.resolve("none"))).isEqualTo(new DataFolderCheck.Report(0, 0, List.of()));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void damageIsFoundAndLeftAsItIs(Damage damage) throws IOException {
        damage.to(folder);
        Map<String, String> before = state(folder);
        List<String> findings = check(folder).findings();
        assertThat(findings).anyMatch(finding -> finding.contains(damage.finding));
        assertThat(findings).noneMatch(finding -> finding.contains("delete"));
        assertThat(state(folder)).isEqualTo(before);
        assertThat(check(folder).findings()).isEqualTo(findings);
    }

    @Test
    void aReadOnlyFolderIsChecked() {
        var disk = new FaultyDisk();
        fill(disk.path("/data"));
        assertThat(check(disk.afterProcessEnd().readOnly().path("/data")).findings()).isEmpty();
    }

    @Test
    void aFolderInUseIsRefused() {
        try (Broker broker = Broker.open(BrokerSettings.in(folder))) {
            assertThat(broker.topicNames()).contains("a");
            assertThatThrownBy(() -> check(folder)).isInstanceOf(DataFolderException.class)
                    .hasCauseInstanceOf(LogLockedException.class);
        }
    }

    @Test
    void aBrokerWhoseCatalogNamesNoTopicIsNotOpened() throws IOException {
        Damage.EMPTIED_CATALOG.to(folder);
        Map<String, String> before = state(folder.resolve("topics"));
        assertThatThrownBy(() -> Broker.open(BrokerSettings.in(folder))).isInstanceOf(DataFolderException.class)
                .hasMessageContaining("its catalog names no topic");
        assertThat(state(folder.resolve("topics"))).isEqualTo(before);
        assertThat(check(folder).findings()).anyMatch(finding -> finding.contains(Damage.EMPTIED_CATALOG.finding));
    }

    @Test
    void aBrokerWhoseCatalogIsDamagedIsNotOpened() throws IOException {
        Damage.FLIPPED_CATALOG.to(folder);
        assertThatThrownBy(() -> Broker.open(BrokerSettings.in(folder))).isInstanceOf(DataFolderException.class)
                .hasMessageContaining("its catalog is damaged: offset");
    }
}
