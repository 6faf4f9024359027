package gregor.broker;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.file.BatchFormat;
import gregor.file.BatchFormats;
import gregor.file.EventFormat;
import gregor.file.FaultyDisk;
import gregor.file.FileLog;
import gregor.file.FsyncPolicy;
import gregor.group.CommittedOffset;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileBrokerTest extends BrokerContract {
    @Override
    protected BrokerSettings settings() {
        return BrokerSettings.in(folder);
    }

    private void reopen() {
        broker.close();
        open();
    }

    private void fill(String topic, int events) {
        for (int i = 0; i < events; i++) {
            broker.append(new TopicPartition(topic, 0), ListBatch.of(event("k" + i, "v" + i, now)));
        }
    }

    @Test
    void everythingIsThereAfterwards() {
        broker.createTopic("a", 2, Map.of("retention.ms", "1000000"));
        broker.createTopic("b", 1, Map.of());
        fill("a", 10);
        broker.groups().in("g", group -> {
            group.reset(Map.of(new TopicPartition("a", 0), new CommittedOffset(4, "here")));
            return null;
        });
        broker.deleteTopic("b");
        TopicDescription before = broker.describe("a");
        List<Entry> entries = entries("a", 0);
        reopen();
        assertThat(broker.describe("a")).usingRecursiveComparison().isEqualTo(before);
        assertThat(entries("a", 0)).isEqualTo(entries);
        assertThat(committed("g", "a")).isEqualTo(new CommittedOffset(4, "here"));
        assertThat(broker.topicNames()).doesNotContain("b");
        assertThat(broker.troubles()).isEmpty();
        assertThat(broker.append(new TopicPartition("a", 0), ListBatch.of(event("k", "v", now)))).isEqualTo(10);
    }

    @Test
    void aBookmarkThatWasForgottenStaysForgotten() {
        broker.createTopic("a", 1, Map.of());
        fill("a", 3);
        for (String name : List.of("g", "h")) {
            broker.groups().commit(name, Map.of(new TopicPartition("a", 0), CommittedOffset.of(2)));
        }
        broker.groups().forget("g", List.of(new TopicPartition("a", 0)));
        assertThat(committed("g", "a")).isNull();
        assertThat(broker.groups().names()).containsExactly("h");
        reopen();
        assertThat(committed("g", "a")).isNull();
        assertThat(committed("h", "a")).isEqualTo(CommittedOffset.of(2));
        assertThat(broker.groups().names()).containsExactly("h");
    }

    @Test
    void theKindOfAGroupStaysUntilItIsDeleted() {
        broker.groups().setType("g", Optional.of("consumer"));
        broker.groups().setType("h", Optional.of("consumer"));
        reopen();
        assertThat(broker.groups().type("g")).contains("consumer");
        assertThat(broker.topicNames()).as("it is no topic").doesNotContain("g", "h");
        broker.groups().delete("g");
        assertThat(broker.groups().type("g")).isEmpty();
        reopen();
        assertThat(broker.groups().type("g")).isEmpty();
        assertThat(broker.groups().type("h")).contains("consumer");
    }

    @Test
    void changedSettingsHoldForTheSegmentsToo() throws IOException {
        broker.createTopic("a", 1, Map.of());
        fill("a", 50);
        assertThat(segments()).isEqualTo(1);
        broker.alterTopic("a", Map.of("segment.bytes", "1024", "max.message.bytes", "1000"));
        fill("a", 50);
        assertThat(segments()).isGreaterThan(2);
    }

    private long segments() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("topics/a-0"))) {
            return files.filter(file -> file.toString().endsWith(".log")).count();
        }
    }

    @Test
    void compactionGoesOnWhereItStopped() {
        broker.createTopic("a", 1, Map.of("cleanup.policy", "compact"));
        for (int i = 0; i < 100; i++) {
            broker.append(new TopicPartition("a", 0), ListBatch.of(event("k" + i % 2, "v".repeat(100), now)));
        }
        broker.keepHouse();
        List<Entry> left = entries("a", 0);
        reopen();
        broker.openAll((done, all) -> {});
        broker.keepHouse();
        assertThat(entries("a", 0)).isEqualTo(left).hasSizeLessThan(5);
        assertThat(entries("__journal", 0).stream().filter(entry -> entry.event().text().contains("compacted")))
                .as("it was told once, and not again").hasSize(1);
    }

    /// Whatever a power cut does to what was not forced: this was.
    @Test
    void whatHasWaitedLongEnoughForTheDiskGoesThereWhenTheHouseIsKept() {
        var disk = new FaultyDisk();
        try (Broker first = Broker.open(
                BrokerSettings.in(disk.path("/data")).with(() -> now).with(FsyncPolicy.every(Duration.ofMinutes(1))))) {
            first.createTopic("a", 1, Map.of());
            first.append(new TopicPartition("a", 0), ListBatch.of(event("k", "v", now)));
            now = now.plusSeconds(61);
            first.keepHouse();
            for (int seed = 0; seed < 20; seed++) {
                FaultyDisk left = disk.afterPowerCut(new Random(seed));
                try (Broker again = Broker.open(BrokerSettings.in(left.path("/data")).with(() -> now))) {
                    assertThat(again.partition("a", 0).end()).as("seed %d", seed).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void asOldAsTheRetentionSaysIsNotTooOld() {
        broker.createTopic("a", 1, Map.of("retention.ms", "1000"));
        fill("a", 1);
        now = now.plusMillis(1000);
        broker.keepHouse();
        assertThat(broker.partition("a", 0).start()).isZero();
        now = now.plusMillis(1);
        broker.keepHouse();
        assertThat(broker.partition("a", 0).start()).isEqualTo(1);
    }

    @Test
    void anEventOfTheYear1970IsOldAndOneWithoutATimeIsNot() {
        for (String topic : List.of("a", "b")) {
            broker.createTopic(topic, 1, Map.of("retention.ms", "1000"));
        }
        broker.append(new TopicPartition("a", 0), ListBatch.of(event("k", "v", Instant.EPOCH)));
        broker.append(new TopicPartition("b", 0),
                ListBatch.of(new Event(Event.NO_TIMESTAMP, "k".getBytes(UTF_8), "v".getBytes(UTF_8), List.of())));
        broker.keepHouse();
        assertThat(broker.partition("a", 0).start()).isEqualTo(1);
        assertThat(broker.partition("b", 0).start()).isZero();
    }

    @Test
    void asMuchAsTheRetentionSaysIsNotTooMuch() {
        for (String topic : List.of("a", "b")) {
            broker.createTopic(topic, 1,
                    Map.of("segment.bytes", "1024", "max.message.bytes", "1000", "retention.bytes", "2000"));
            for (int i = 0; i < 12; i++) {
                broker.append(new TopicPartition(topic, 0), ListBatch.of(event("k" + i, "v".repeat(300), now)));
            }
        }
        broker.alterTopic("b", Map.of("retention.bytes", "-1"));
        broker.keepHouse();
        long left = broker.partition("a", 0).sizeInBytes();
        assertThat(left).isGreaterThan(2000).isLessThan(broker.partition("b", 0).sizeInBytes());
        broker.alterTopic("b", Map.of("retention.bytes", "" + (left + 1)));
        broker.keepHouse();
        assertThat(broker.partition("b", 0).sizeInBytes()).as("a byte too few would stay").isGreaterThan(left);
        broker.alterTopic("b", Map.of("retention.bytes", "" + left));
        broker.keepHouse();
        assertThat(broker.partition("b", 0).sizeInBytes()).isEqualTo(left);
    }

    @Test
    void oneFolderHasOneBroker() {
        assertThatThrownBy(this::open).isInstanceOf(DataFolderException.class).hasMessageContaining("is in use")
                .hasMessageContaining("" + ProcessHandle.current().pid());
        broker.createTopic("still", 1, Map.of());
        fill("still", 1);
    }

    @Test
    void aFolderOfANewerVersionIsLeftAlone() throws IOException {
        broker.close();
        Files.writeString(folder.resolve("gregor.version"), "gregor.broker 2\n");
        assertThatThrownBy(this::open).isInstanceOf(DataFolderException.class).hasMessageContaining("gregor.broker 2")
                .hasMessageContaining("newer");
        assertThat(Files.readString(folder.resolve("gregor.version"))).isEqualTo("gregor.broker 2\n");
    }

    @Test
    void whatCannotBeADataFolderIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThatThrownBy(() -> Broker.open(BrokerSettings.in(file))).isInstanceOf(DataFolderException.class)
                .hasMessageContaining("choose a place");
        Path kafka = Files.createDirectories(folder.resolve("kafka"));
        Files.writeString(kafka.resolve("meta.properties"), "version=1\n");
        assertThatThrownBy(() -> Broker.open(BrokerSettings.in(kafka))).isInstanceOf(DataFolderException.class)
                .hasMessageContaining("Apache Kafka");
        assertThat(Files.readString(file)).isEqualTo("text");
    }

    @Test
    void withoutItsCatalogAFolderIsNotTakenForEmpty() throws IOException {
        broker.createTopic("a", 1, Map.of());
        broker.close();
        Path catalog = folder.resolve("catalog");
        Files.move(catalog, folder.resolve("away"));
        assertThatThrownBy(this::open).isInstanceOf(DataFolderException.class)
                .hasMessageContaining("catalog is missing");
        Files.move(folder.resolve("away"), catalog);
        open();
        assertThat(broker.topicNames()).contains("a");
    }

    @Test
    void aStrayIsReportedAndStays() throws IOException {
        broker.createTopic("a", 1, Map.of());
        broker.close();
        Path stray = Files.createDirectories(folder.resolve("topics/b-0"));
        Files.writeString(stray.resolve("00000000000000000000.log"), "who knows");
        Files.createDirectories(folder.resolve("topics/c-0.x-delete"));
        open();
        assertThat(broker.troubles()).singleElement().asString().contains("b-0", "belongs to no topic");
        assertThat(stray.resolve("00000000000000000000.log")).exists();
        assertThat(folder.resolve("topics/c-0.x-delete")).as("a deletion is finished").doesNotExist();
        broker.createTopic("b", 1, Map.of());
        fill("b", 1);
        assertThat(folder.resolve("topics/b-0-stray/00000000000000000000.log")).hasContent("who knows");
    }

    @Test
    void oneBrokenLogDoesNotStopTheOthers() throws IOException {
        broker.createTopic("a", 2, Map.of());
        fill("a", 3);
        broker.createTopic("b", 1, Map.of());
        broker.close();
        Files.move(folder.resolve("topics/a-0"), folder.resolve("away"));
        Files.writeString(folder.resolve("topics/b-0/partition.metadata"),
                "version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAA\n");
        open();
        broker.openAll((done, all) -> {});
        assertThat(broker.troubles()).anyMatch(trouble -> trouble.contains("a-0") && trouble.contains("missing"))
                .anyMatch(trouble -> trouble.contains("b-0") && trouble.contains("belongs to another topic"));
        assertThatThrownBy(() -> broker.partition("a", 0).end()).isInstanceOf(PartitionUnavailableException.class)
                .hasMessageContaining("a-0 is not available");
        assertThat(broker.append(new TopicPartition("a", 1), ListBatch.of(event("k", "v", now)))).isZero();
        assertThat(broker.describe("a").partitions()).extracting(part -> part.trouble().isPresent())
                .containsExactly(true, false);
        broker.keepHouse();
        broker.close();
        Files.move(folder.resolve("away"), folder.resolve("topics/a-0"));
        open();
        assertThat(entries("a", 0)).as("put back, it is all there").hasSize(3);
    }

    @Test
    void anArchiveThatCannotBeWrittenLosesNothing() throws IOException {
        broker.createTopic("a", 1, Map.of("retention.ms", "1", "archive", "csv"));
        fill("a", 20);
        Files.createDirectories(folder.resolve("archive/a/0.csv"));
        now = now.plusSeconds(60);
        for (int night = 1; night <= 2; night++) {
            broker.keepHouse();
            assertThat(entries("a", 0)).hasSize(20);
            assertThat(broker.troubles()).anyMatch(trouble -> trouble.contains("0.csv"));
            assertThat(entries("__journal", 0).stream().filter(entry -> entry.event().text().contains("0.csv")))
                    .as("night %d: it is told at once, and once", night).hasSize(1);
        }
        Files.delete(folder.resolve("archive/a/0.csv"));
        broker.keepHouse();
        assertThat(entries("a", 0)).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("archive/a/0.csv"))).hasSize(21);
    }

    /// After a failed force nobody knows what the disk has; so the archive is read again from what is there.
    @Test
    void anArchiveThatTheDiskLostTrackOfIsOpenedAgain() {
        var healthy = new FaultyDisk();
        try (Broker probe = filled(healthy)) {
            probe.keepHouse();
            assertThat(probe.partition("a", 0).start()).isEqualTo(20);
        }
        List<String> history = healthy.history();
        int last = history
                .lastIndexOf(history.stream().filter(line -> line.startsWith("force 0.csv")).findFirst().orElseThrow());
        try (Broker other = filled(new FaultyDisk().with(FaultyDisk.Fault.FAILED_FORCE, last))) {
            other.keepHouse();
            assertThat(other.partition("a", 0).start()).as("what the archive may not have stays").isZero();
            other.keepHouse();
            assertThat(other.partition("a", 0).start()).isEqualTo(20);
        }
    }

    private Broker filled(FaultyDisk disk) {
        Broker broker = Broker.open(BrokerSettings.in(disk.path("/data")).with(() -> now));
        broker.createTopic("a", 1, Map.of("retention.ms", "1", "archive", "csv"));
        for (int i = 0; i < 20; i++) {
            broker.append(new TopicPartition("a", 0), ListBatch.of(event("k" + i, "v" + i, now.minusSeconds(60))));
        }
        return broker;
    }

    @Test
    void anEditedArchiveIsNotOverwritten() throws IOException {
        broker.createTopic("a", 1, Map.of("retention.ms", "1", "archive", "csv"));
        fill("a", 5);
        now = now.plusSeconds(60);
        broker.keepHouse();
        fill("a", 5);
        broker.close();
        Path file = folder.resolve("archive/a/0.csv");
        String edited = Files.readString(file).replace("v3", "changed by hand");
        Files.writeString(file, edited);
        open();
        now = now.plusSeconds(60);
        broker.openAll((done, all) -> {});
        broker.keepHouse();
        assertThat(Files.readString(file)).startsWith(edited);
        assertThat(Files.readAllLines(file)).hasSize(11);
        broker.close();
        Files.writeString(file, "not an archive\n");
        open();
        fill("a", 1);
        now = now.plusSeconds(60);
        broker.keepHouse();
        assertThat(Files.readString(file)).isEqualTo("not an archive\n");
        assertThat(entries("a", 0)).as("it waits").hasSize(1);
    }

    private Broker open(Path data, BatchFormat format) {
        return Broker.open(BrokerSettings.in(data).with(() -> now).with(format));
    }

    /// Creates a topic `a` of 20 events and returns them.
    private List<Entry> write(Path data, BatchFormat format) {
        try (Broker first = open(data, format)) {
            first.createTopic("a", 1, Map.of());
            for (int i = 0; i < 20; i++) {
                first.append(new TopicPartition("a", 0), ListBatch.of(event("k" + i, "v" + i, now)));
            }
            return first.partition("a", 0).entries(0);
        }
    }

    static List<BatchFormat> formats() {
        return List.of(new EventFormat(), BatchFormats.defaultFormat());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void eachLogKeepsTheFormatInWhichItWasWritten(BatchFormat format) throws IOException {
        Path data = folder.resolve("other");
        List<Entry> written = write(data, format);
        Path segment = data.resolve("topics/a-0/00000000000000000000.log");
        byte[] stored = Files.readAllBytes(segment);
        for (BatchFormat preferred : formats()) {
            try (Broker again = open(data, preferred)) {
                again.openAll((done, all) -> {});
                assertThat(again.troubles()).isEmpty();
                assertThat(again.partition("a", 0).entries(0)).isEqualTo(written);
                assertThat(again.partition("a", 0).format().map(BatchFormat::name)).contains(format.name());
                again.createTopic("new-" + preferred.name(), 1, Map.of());
                assertThat(again.partition("new-" + preferred.name(), 0).format()).contains(preferred);
            }
            assertThat(segment).hasBinaryContent(stored);
        }
        assertThat(FileLog.formatOf(data.resolve("catalog"))).contains(format.name());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aLogWithoutItsManifestIsReadInItsOwnFormat(BatchFormat format) throws IOException {
        for (boolean damaged : new boolean[]{false, true}) {
            Path data = folder.resolve("damaged-" + damaged);
            List<Entry> written = write(data, format);
            Path manifest = data.resolve("topics/a-0/manifest");
            if (damaged) {
                Files.writeString(manifest, "format");
            } else {
                Files.delete(manifest);
            }
            for (BatchFormat preferred : formats()) {
                try (Broker again = open(data, preferred)) {
                    assertThat(again.partition("a", 0).entries(0)).isEqualTo(written);
                }
            }
        }
    }

    @Test
    void aLogInAnotherFormatDoesNotStopTheOthers() throws IOException {
        broker.createTopic("a", 1, Map.of());
        broker.createTopic("b", 1, Map.of());
        broker.close();
        FileLog.open(folder.resolve("topics/a-0")).close();
        Path manifest = folder.resolve("topics/a-0/manifest");
        String other = Files.readString(manifest).replace("format events", "format other");
        String body = other.substring(0, other.indexOf("crc32c "));
        var checksum = new CRC32C();
        checksum.update(body.getBytes(UTF_8));
        Files.writeString(manifest, body + "crc32c %08x\n".formatted(checksum.getValue()));
        open();
        broker.openAll((done, all) -> {});
        assertThat(broker.troubles()).singleElement().asString().contains("a-0", "format other");
        fill("b", 1);
    }

    @Test
    void theHouseIsKeptTomorrowWhateverGoesWrongToday() throws InterruptedException {
        var calls = new AtomicInteger();
        broker.close();
        broker = Broker.open(settings().with(() -> {
            if (Thread.currentThread().getName().equals("housekeeper") && calls.getAndIncrement() == 0) {
                throw new IllegalStateException("planted");
            }
            return now;
        }));
        broker.createTopic("a", 1, Map.of("retention.ms", "1"));
        fill("a", 3);
        now = now.plusSeconds(60);
        broker.start(Duration.ofMillis(1));
        while (broker.partition("a", 0).start() < 3) {
            Thread.sleep(1);
        }
        broker.close();
    }

    @Test
    void whatWasDoneLastIsWrittenDownWhenItCloses() {
        try (Broker broker = Broker.open(BrokerSettings.in(folder.resolve("statistics")))) {
            broker.createTopic("orders", 1, Map.of());
            broker.start(Duration.ofHours(1));
            broker.append(new TopicPartition("orders", 0), ListBatch.of(Event.of("one")));
        }
        try (Broker broker = Broker.open(BrokerSettings.in(folder.resolve("statistics")))) {
            broker.start(Duration.ofHours(1));
            assertThat(broker.partition("_kaf", 0).entries(0)).singleElement().asString()
                    .contains("\"name\":\"orders\",\"last\":1", "\"puts\":1");
        }
        try (Broker broker = Broker.open(BrokerSettings.in(folder.resolve("statistics")))) {
            assertThat(broker.partition("_kaf", 0).entries(0)).as("nothing was done, and so nothing is told")
                    .hasSize(1);
        }
    }

    @Test
    void othersGoOnWhileManyPartitionsAreMade() throws Exception {
        Thread maker = Thread.ofPlatform().start(() -> broker.createTopic("large", 3000, Map.of()));
        while (!Files.exists(folder.resolve("topics/large-10"))) {
            Thread.onSpinWait();
        }
        broker.createTopic("small", 1, Map.of());
        fill("small", 1);
        broker.groups().commit("g", Map.of(new TopicPartition("small", 0), new CommittedOffset(0, "")));
        assertThat(broker.partitions("large")).as("still being made").isZero();
        assertThat(broker.topicNames()).contains("small").doesNotContain("large");
        maker.join();
        assertThat(broker.partitions("large")).isEqualTo(3000);
    }

    @Test
    void aTopicThatIsBeingMadeWhenTheBrokerStopsIsGone() throws Exception {
        var failure = new AtomicInteger();
        Thread maker = Thread.ofPlatform().start(() -> {
            try {
                broker.createTopic("large", 10_000, Map.of());
            } catch (BrokerException e) {
                failure.incrementAndGet();
            }
        });
        while (!Files.exists(folder.resolve("topics/large-10"))) {
            Thread.onSpinWait();
        }
        reopen();
        maker.join();
        assertThat(failure).hasValue(1);
        assertThat(broker.topicNames()).doesNotContain("large");
        assertThat(broker.troubles()).isEmpty();
    }

    @Test
    void whatWasMadeOfATopicIsDeletedWhenTheDiskFails() {
        var probe = new FaultyDisk();
        int begin;
        int end;
        try (Broker other = Broker.open(BrokerSettings.in(probe.path("/data")))) {
            begin = probe.operations();
            other.createTopic("a", 4, Map.of());
            end = probe.operations();
        }
        for (int at = begin; at < end; at++) {
            var disk = new FaultyDisk().with(FaultyDisk.Fault.FULL, at);
            String what = "operation " + (at - begin) + ", " + probe.history().get(at);
            boolean made;
            try (Broker other = Broker.open(BrokerSettings.in(disk.path("/data")))) {
                made = made(other);
            }
            try (Broker other = Broker.open(BrokerSettings.in(disk.afterProcessEnd().path("/data")))) {
                assertThat(other.troubles()).as(what).isEmpty();
                assertThat(other.partitions("a")).as(what).isEqualTo(made ? 4 : 0);
            }
        }
    }

    private static boolean made(Broker broker) {
        try {
            broker.createTopic("a", 4, Map.of());
            return true;
        } catch (RuntimeException e) {
            return broker.partitions("a") > 0;
        }
    }

    @Test
    void manyStraysAreCounted() throws IOException {
        broker.close();
        for (int i = 0; i < 1000; i++) {
            Files.createDirectory(folder.resolve("topics/stray-" + i));
        }
        open();
        assertThat(broker.troubles()).hasSizeLessThan(30).last().asString().contains("980 more folders");
    }
}
