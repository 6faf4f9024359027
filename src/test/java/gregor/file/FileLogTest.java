package gregor.file;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.LogContract;
import gregor.list.Origin;
import gregor.packed.PackedFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileLogTest extends LogContract {
    static final FileSettings SMALL = FileSettings.defaults().withSegmentBytes(400).withIndexBytes(100)
            .with(FsyncPolicy.never());

    @TempDir
    private Path folder;
    private final List<FileLog> open = new ArrayList<>();

    @Override
    protected Log newLog() {
        return open("" + open.size(), SMALL);
    }

    private FileLog open(String name, FileSettings settings) {
        FileLog log = FileLog.open(folder.resolve(name), settings);
        open.add(log);
        return log;
    }

    @AfterEach
    void close() {
        open.forEach(FileLog::close);
    }

    private FileLog logOf(int events) {
        FileLog log = open("log", SMALL);
        IntStream.range(0, events).forEach(i -> log.append(Event.of("event " + i)));
        return log;
    }

    private List<String> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("log"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(suffix)).sorted()
                    .toList();
        }
    }

    @Test
    void aSegmentIsNamedByItsFirstOffset() throws IOException {
        logOf(10);
        assertThat(files(".log")).startsWith("00000000000000000000.log", "00000000000000000004.log",
                "00000000000000000008.log");
        assertThat(files("index")).contains("00000000000000000000.index", "00000000000000000000.timeindex");
    }

    @Test
    void forgettingDeletesWholeSegmentsAndTheStartInsideOneIsRemembered() throws IOException {
        logOf(10).deleteBefore(6);
        assertThat(files(".log")).containsExactly("00000000000000000004.log", "00000000000000000008.log");
        open.getLast().close();
        FileLog again = open("log", SMALL);
        assertThat(again.start()).isEqualTo(6);
        assertThat(again.entries(6).getFirst()).hasToString("6:event 6");
    }

    @Test
    void aLogThatWasEmptiedRemembersItsEnd() throws IOException {
        logOf(10).deleteBefore(10);
        assertThat(files(".log")).containsExactly("00000000000000000010.log");
        open.getLast().close();
        FileLog again = open("log", SMALL);
        assertThat(again.start()).isEqualTo(10);
        assertThat(again.append(Event.of("next"))).isEqualTo(10);
    }

    @Test
    void aSegmentThatIsOldEnoughIsFull() throws IOException {
        Instant[] now = {Instant.parse("2026-03-02T08:00:00Z")};
        FileLog log = open("log", FileSettings.defaults().withSegmentAge(Duration.ofHours(1), () -> now[0]));
        log.append(Event.of("a"));
        now[0] = now[0].plus(Duration.ofMinutes(59));
        log.append(Event.of("b"));
        log.close();
        log = open("log", FileSettings.defaults().withSegmentAge(Duration.ofHours(1), () -> now[0]));
        now[0] = now[0].plus(Duration.ofMinutes(1));
        log.append(Event.of("c"));
        assertThat(files(".log")).containsExactly("00000000000000000000.log", "00000000000000000002.log");
    }

    @Test
    void compactionWritesAnotherGenerationAndDeletesTheOld() throws IOException {
        FileLog log = logOf(12);
        List<Batch> survivors = new ArrayList<>();
        log.read(0, Integer.MAX_VALUE).forEach(batch -> {
            if (batch.baseOffset() < 9 && batch.baseOffset() % 3 == 0) {
                survivors.add(batch);
            }
        });
        log.replace(9, survivors);
        assertThat(files(".log")).containsExactly("00000000000000000000.log", "00000000000000000010.log",
                "00000000000000000012.log");
        assertThat(log.entries(1).toString()).isEqualTo("[3:event 3, 6:event 6, 9:event 9, 10:event 10, 11:event 11]");
        log.replace(12, List.of());
        assertThat(files(".log")).containsExactly("00000000000000000012.log");
        assertThat(log.start()).isZero();
    }

    @Test
    void findsTheFirstEventThatIsAsYoungAsATime() {
        FileLog log = open("log", SMALL);
        long[] minutes = {5, 1, 9, 9, 2, 20, 21, 3, 30, 30, 31, 32};
        for (long minute : minutes) {
            log.append(ListBatch.of(Event.of("a").at(Instant.EPOCH.plusSeconds(60)),
                    Event.of("b").at(Instant.EPOCH.plusSeconds(60 * minute))));
        }
        for (int time = 0; time <= 33; time++) {
            int wanted = time;
            var expected = IntStream.range(0, 24).filter(i -> (i % 2 == 0 ? 1 : minutes[i / 2]) >= wanted).findFirst();
            var found = log.offsetAt(Instant.EPOCH.plusSeconds(60L * time));
            assertThat(found.isPresent()).as("minute %d", time).isEqualTo(expected.isPresent());
            expected.ifPresent(offset -> assertThat(found).as("minute %d", wanted).hasValue(offset));
        }
        log.deleteBefore(12);
        assertThat(log.offsetAt(Instant.EPOCH)).hasValue(12);
    }

    @Test
    void aReadDoesNotSeeWhatIsAppendedDuringIt() {
        FileLog log = logOf(3);
        int read = 0;
        for (Batch batch : log.read(0, Integer.MAX_VALUE)) {
            log.append(Event.of("after " + batch.baseOffset()));
            read++;
        }
        assertThat(read).isEqualTo(3);
    }

    @Test
    void aReaderThatIsOvertakenIsToldSo() {
        FileLog log = logOf(20);
        Iterator<Batch> batches = log.read(0, Integer.MAX_VALUE).iterator();
        Batch first = batches.next();
        log.deleteBefore(20);
        assertThatThrownBy(() -> batches.forEachRemaining(batch -> {}))
                .isInstanceOf(ConcurrentModificationException.class).hasMessageContaining("read again");
        assertThat(first).as("what it has already, it keeps").hasToString("[0:event 0]");
    }

    private static byte[] sent(FileRegion region) {
        var sent = new ByteArrayOutputStream();
        try (region) {
            region.transferTo(Channels.newChannel(sent));
        }
        return sent.toByteArray();
    }

    @Test
    void aReadCanBeSentAsBytesOfTheFile() throws IOException {
        FileLog log = logOf(10);
        FileRegion region = log.read(1, 2 * 81).region();
        byte[] file = Files.readAllBytes(region.path());
        assertThat(sent(region)).isEqualTo(Arrays.copyOfRange(file, 81, 3 * 81));
        assertThat(sent(log.read(1, 2 * 81 - 1).region())).as("they fit into so many bytes of the file").hasSize(81);
        assertThat(sent(log.read(1, 0).region())).as("one at least").hasSize(81);
        assertThat(sent(log.read(10, 100).region())).isEmpty();
    }

    @Test
    void aRegionCanStillBeSentWhenItsFileIsGone() {
        FileLog log = logOf(10);
        FileRegion region = log.read(1, 2 * 81).region();
        log.deleteBefore(10);
        assertThat(region.path()).doesNotExist();
        assertThat(sent(region)).hasSize(2 * 81);
    }

    /// Whoever had the folder before may have written more, or a longer number.
    @ParameterizedTest
    @ValueSource(strings = {"", "7\n", "12345678901234567890 and more\n"})
    void theLockHasTheNumberOfThisProcessAndNothingElse(String before) throws IOException {
        Path lock = Files.createDirectories(folder.resolve("other")).resolve("lock");
        Files.writeString(lock, before);
        FileLog.open(folder.resolve("other")).close();
        assertThat(Files.readString(lock).strip()).isEqualTo("" + ProcessHandle.current().pid());
    }

    @Test
    void aSecondProcessLearnsWhichProcessHasTheLogOpen() {
        logOf(1);
        assertThatThrownBy(() -> FileLog.open(folder.resolve("log"))).isInstanceOf(LogLockedException.class)
                .hasMessageContaining(folder.resolve("log").toString()).hasMessageContaining("open already, in process "
                        + ProcessHandle.current().pid() + " (this one); close it there first");
        open.getFirst().close();
        open("log", SMALL);
    }

    @Test
    void aLogThatCouldNotBeOpenedIsNotInUse() {
        logOf(3).close();
        assertThatThrownBy(() -> open("log", SMALL.with(new PackedFormat()))).isInstanceOf(FormatException.class);
        assertThat(open("log", SMALL).end()).isEqualTo(3);
    }

    @Test
    void aClosedLogSaysSo() {
        FileLog log = logOf(1);
        log.close();
        log.close();
        assertThatThrownBy(() -> log.append(Event.of("a"))).isInstanceOf(StorageException.class)
                .hasMessageContaining("is closed; open it again");
        assertThatThrownBy(() -> log.entries(0)).hasMessageContaining("closed");
        assertThatThrownBy(() -> log.deleteBefore(1)).hasMessageContaining("is closed; open it again");
        assertThatThrownBy(() -> log.replace(0, List.of())).hasMessageContaining("is closed; open it again");
        assertThat(open("log", SMALL).start()).as("what was forgotten after the end was not").isZero();
    }

    @Test
    void aLogThatIsConfiguredAnewRollsAsItIsToldFromThenOn() throws IOException {
        FileLog log = open("log", SMALL.withSegmentBytes(100_000));
        IntStream.range(0, 20).forEach(i -> log.append(Event.of("event " + i)));
        assertThat(files(".log")).hasSize(1);
        log.configure(SMALL);
        log.append(Event.of("one more"));
        assertThat(files(".log")).hasSize(2);
    }

    @Test
    void aLogSaysWhereItIsAndWhatItHas() {
        FileLog log = logOf(3);
        log.deleteBefore(1);
        assertThat(log).hasToString(folder.resolve("log") + ", offsets 1 to 3");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> FileLog.open(file.resolve("log"))).isInstanceOf(StorageException.class)
                .hasMessageContaining(file.toString()).hasMessageContaining("choose a place that can be written");
    }

    @Test
    void aThreadThatWasInterruptedDoesNotBreakTheLog() {
        FileLog log = logOf(3);
        Thread.currentThread().interrupt();
        log.append(Event.of("still here"));
        assertThat(log.entries(2)).hasToString("[2:event 2, 3:still here]");
        assertThat(Thread.interrupted()).as("and it stays interrupted").isTrue();
    }

    @Test
    void strangersInTheFolderAreLeftAlone() throws IOException {
        logOf(10).close();
        Files.writeString(folder.resolve("log/notes.txt"), "mine");
        Files.writeString(folder.resolve("log/00000000000000000001.log"), "left over by a crash");
        assertThat(open("log", SMALL).entries(0)).hasSize(10);
        assertThat(files("")).contains("notes.txt").doesNotContain("00000000000000000001.log");
    }

    @Test
    void aBatchLargerThanASegmentHasOneForItself() {
        FileLog log = logOf(3);
        log.append(new Event(0, null, new byte[6 << 20], List.of()));
        log.append(Event.of("after"));
        log.close();
        FileLog again = open("log", SMALL);
        assertThat(again.entries(3).getFirst().event().value()).hasSize(6 << 20);
        assertThat(again.entries(4)).hasToString("[4:after]");
    }

    @Test
    void openingReadsTheLastSegmentAndNoOther() {
        assertThat(bytesReadWhenOpened(1004)).as("251 segments").isLessThan(bytesReadWhenOpened(8) + 251 * 60);
    }

    private static long bytesReadWhenOpened(int events) {
        var disk = new FaultyDisk();
        try (FileLog log = FileLog.open(disk.path("/log"), SMALL)) {
            IntStream.range(0, events).forEach(i -> log.append(Event.of("event")));
        }
        FaultyDisk next = disk.afterProcessEnd();
        FileLog.open(next.path("/log"), SMALL);
        return next.bytesRead();
    }

    @Test
    void theProducerAndTheGapsOfABatchSurviveARestart() {
        FileLog log = open("log", SMALL);
        var origin = new Origin(7, (short) 2, 40);
        log.append(
                ListBatch.of(origin, List.of(Event.of("k", "a").with("h", null), Event.of("b"), Event.of(null, null))));
        List<Batch> gap = List.of(new ListBatch(origin, List.of(log.entries(0).get(0), log.entries(0).get(2))));
        log.append(Event.of("c"));
        log.replace(3, gap);
        log.close();
        Batch found = open("log", SMALL).read(0, 1000).iterator().next();
        assertThat(found).containsExactlyElementsOf(gap.getFirst());
        assertThat(found.origin()).isEqualTo(origin);
    }
}
