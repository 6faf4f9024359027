package gregor.archive;

import module java.base;

import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import gregor.deque.ArchiveException;
import gregor.file.DurableArchive;
import gregor.deque.DequeLog;
import gregor.deque.Retention;
import gregor.deque.SpillingLog;
import gregor.file.FileLog;
import gregor.file.FileSettings;
import gregor.file.FsyncPolicy;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.ListBatch;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.Sample;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTest {
    @TempDir
    private Path folder;

    private ArchivedTopic archive(List<Entry> entries) {
        try (DurableArchive archive = DurableArchive.open(folder.resolve("t/0.csv"))) {
            archive.add(entries);
        }
        return Archive.at(folder.resolve("t")).topic("t");
    }

    /// Lets everything leave a log once more and compares the files.
    private void assertSameFile(Log log) throws IOException {
        Path again = folder.resolve("again.csv");
        try (DurableArchive archive = DurableArchive.open(again)) {
            new SpillingLog(log, Retention.forever(), archive, () -> Instant.EPOCH).deleteBefore(log.end());
        }
        assertThat(Files.mismatch(folder.resolve("t/0.csv"), again)).isEqualTo(-1);
    }

    @Test
    void fourWeeksComeBackByteForByte() throws IOException {
        var entries = new ArrayList<Entry>();
        Sample.deliveries().forEach(event -> entries.add(new Entry(entries.size(), event)));
        ArchivedTopic topic = archive(entries);
        try (FileLog log = FileLog.open(folder.resolve("log"), FileSettings.defaults().with(FsyncPolicy.never()))) {
            assertThat(Restore.into(log, topic, 0)).isEqualTo(new Restore(19_133, 0, 0, 19_133));
            assertSameFile(log);
        }
    }

    /// A garbage collection closes files, too, but not in each of the rounds.
    @Test
    void theArchiveIsClosedAgainIfTheLogRefusesABatch() {
        ArchivedTopic topic = archive(
                LongStream.range(0, 2000).mapToObj(offset -> new Entry(offset, Event.of("a"))).toList());
        for (int round = 0; round < 10; round++) {
            long before = openFiles();
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> Restore.into(() -> 0, batch -> {
                    throw new IllegalStateException("full");
                }, topic, 0)).isInstanceOf(IllegalStateException.class);
            }
            assertThat(openFiles() - before).as("files that 10 restores opened and did not close").isLessThan(5);
        }
    }

    /// Returns the number of open files; on Windows 0.
    private static long openFiles() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "deque", "file"})
    void gapsStayGapsAndAllOffsetsMoveByTheSameNumber(String kind) {
        var random = new Random(7);
        var entries = new ArrayList<Entry>();
        long offset = 40;
        for (int i = 0; i < 5000; i++) {
            entries.add(new Entry(offset, new Event(random.nextInt(100), i % 3 == 0 ? null : new byte[]{(byte) i, -1},
                    new byte[i % 7], i % 11 == 0 ? List.of(new Header("h", null)) : List.of())));
            offset += random.nextInt(3) == 0 ? 1 + random.nextInt(9) : 1;
        }
        ArchivedTopic topic = archive(entries);
        Log log = switch (kind) {
            case "list" -> new ListLog();
            case "deque" -> new DequeLog();
            default -> FileLog.open(folder.resolve("log"),
                    FileSettings.defaults().with(FsyncPolicy.never()).withSegmentBytes(10_000));
        };
        log.append(Event.of("mine"));
        Restore restore = Restore.into(log, topic, 0);
        assertThat(restore.archived()).isEqualTo(40);
        assertThat(restore.restored()).isEqualTo(1);
        assertThat(log.entries(1))
                .isEqualTo(entries.stream().map(entry -> new Entry(entry.offset() - 39, entry.event())).toList());
        assertThat(log.append(Event.of("next"))).isEqualTo(offset(entries) - 39 + 1);
        assertThat(restore).hasToString("5,000 events, offsets 40 to %d in the archive, are 1 to %d in the log"
                .formatted(offset(entries), offset(entries) - 39));
    }

    private static long offset(List<Entry> entries) {
        return entries.getLast().offset();
    }

    @Test
    void noBatchIsLargerThanAMegabyteUnlessItsEventIs() {
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < 40; i++) {
            entries.add(new Entry(i, new Event(0, null, new byte[i == 20 ? 2_000_000 : 100_000], List.of())));
        }
        var log = new ListLog();
        Restore.into(log, archive(entries), 0);
        assertThat(log.end()).isEqualTo(40);
        for (Batch batch : log.read(0, Integer.MAX_VALUE)) {
            if (batch.baseOffset() < batch.lastOffset()) {
                assertThat(batch.sizeInBytes()).as("bytes of a batch of several events").isLessThan(1 << 20);
            }
        }
    }

    @Test
    void aBatchThatBeginsWithAGapIsElseTheBatchThatItHolds() {
        Batch events = ListBatch.of(Event.of("a").at(Instant.ofEpochMilli(5)), Event.of("b")).at(40);
        Batch gap = new GapBatch(37, events).at(7);
        assertThat(gap).containsExactlyElementsOf(events.at(10));
        assertThat(gap.baseOffset()).isEqualTo(7);
        assertThat(gap.lastOffset()).isEqualTo(11);
        assertThat(gap.maxTimestamp()).isEqualTo(5);
        assertThat(gap.sizeInBytes()).isEqualTo(events.sizeInBytes());
        assertThat(gap.origin()).isEqualTo(events.origin());
    }

    @Test
    void anEmptyArchiveBringsNothingBack() {
        var log = new ListLog();
        log.append(Event.of("mine"));
        assertThat(Restore.into(log, archive(List.of()), 0)).isEqualTo(new Restore(0, -1, 1, 1))
                .hasToString("nothing was archived");
    }

    @Test
    void aGapThatNoBatchCanSpanIsNamed() {
        ArchivedTopic topic = archive(List.of(new Entry(0, Event.of("a")), new Entry(1L << 40, Event.of("b"))));
        assertThatThrownBy(() -> Restore.into(new ListLog(), topic, 0)).isInstanceOf(ArchiveException.class)
                .has(messageWith("t/0.csv")).has(messageWith("before offset " + (1L << 40)));
    }

    @Test
    void aGapThatABatchCanSpanComesBackHoweverFarOutItIs() {
        ArchivedTopic topic = archive(
                List.of(new Entry(1L << 40, Event.of("a")), new Entry((1L << 40) + (1 << 30), Event.of("b"))));
        var log = new ListLog();
        assertThat(Restore.into(log, topic, 0)).isEqualTo(new Restore(2, 1L << 40, 0, (1 << 30) + 1));
        assertThat(log.entries(0)).hasToString("[0:a, " + (1 << 30) + ":b]");
    }

    @Test
    void aDamagedRowIsNamedAndWhatStandsBeforeItHasComeBackWhole() throws IOException {
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < 2500; i++) {
            entries.add(new Entry(i, Event.of("v" + i)));
        }
        ArchivedTopic topic = archive(entries);
        Path file = folder.resolve("t/0.csv");
        Files.writeString(file, Files.readString(file).replace("2200,,,v2200,[]", "2200,,,v2200"));
        var log = new ListLog();
        assertThatThrownBy(() -> Restore.into(log, topic, 0)).isInstanceOf(ArchiveException.class)
                .has(messageWith(file.toString())).has(messageWith("line 2202"));
        assertThat(log.entries(0)).isEqualTo(entries.subList(0, 2000));
    }
}
