package gregor.deque;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import gregor.exercise.Effort;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Log;
import gregor.list.LogContract;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.Picture;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpillingLogTest extends LogContract {
    private final Path folder = Jimfs.newFileSystem(Configuration.unix()).getPath("/archive");
    private CsvArchive archive;
    private Instant now = Instant.parse("2026-03-02T12:00:00Z");

    @BeforeEach
    void open() {
        archive = CsvArchive.open(folder.resolve("archive.csv"));
    }

    @AfterEach
    void close() {
        archive.close();
    }

    @Override
    protected Log newLog() {
        return spilling(new DequeLog(), Retention.forever());
    }

    private SpillingLog spilling(Log log, Retention retention) {
        return new SpillingLog(log, retention, archive, () -> now);
    }

    private static void append(Log log, int events) {
        for (int i = 0; i < events; i++) {
            log.append(Event.of("" + log.end()));
        }
    }

    @Test
    void theTwentyFirstAppendLeavesElevenAndSpillsTheFirstTen() {
        var log = spilling(new DequeLog(), Retention.count(20, 10));
        append(log, 20);
        assertThat(archive.end()).as("20 events are not more than 20").isZero();
        append(log, 1);
        assertThat(log.start()).as("after 21 appends the log should start at offset 10\n%s", Picture.of(log).text())
                .isEqualTo(10);
        assertThat(log.entries(10)).hasSize(11);
        assertThat(CsvArchiveTest.read(archive.file())).extracting(Entry::offset)
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void ageSpillsWhenTheClockMoves() {
        var log = spilling(new DequeLog(), Retention.age(Duration.ofMinutes(5)));
        log.append(Event.of("old").at(now));
        now = now.plusSeconds(301);
        assertThat(log.start()).as("nobody appended, nobody asked").isZero();
        log.spill();
        assertThat(log.start()).isEqualTo(1);
        assertThat(archive.end()).isEqualTo(1);
    }

    @Test
    void forgettingSpillsToo() {
        var log = spilling(new DequeLog(), Retention.forever());
        append(log, 5);
        log.deleteBefore(3);
        assertThat(CsvArchiveTest.read(archive.file())).hasToString("[0:0, 1:1, 2:2]");
    }

    @Test
    void forgettingPastTheEndSpillsNothing() {
        var log = spilling(new DequeLog(), Retention.forever());
        append(log, 5);
        assertThatThrownBy(() -> log.deleteBefore(6)).isInstanceOf(OffsetOutOfRangeException.class);
        assertThat(archive.end()).isZero();
    }

    @Test
    void aFullDiskKeepsTheEventsInTheLogAndSaysSo() throws IOException {
        var small = Configuration.unix().toBuilder().setBlockSize(512).setMaxSize(4096).build();
        try (FileSystem disk = Jimfs.newFileSystem(small); CsvArchive full =
                CsvArchive.open(disk.getPath("/archive.csv"))) {
            Path ballast = disk.getPath("/ballast");
            var log = new SpillingLog(new DequeLog(), Retention.count(20, 10), full, () -> now);
            append(log, 21);
            assertThat(log.problem()).isEmpty();
            Files.write(ballast, new byte[3072]);
            for (int i = 0; i < 300; i++) {
                append(log, 1);
            }
            assertThat(log.end()).as("every append was taken").isEqualTo(321);
            assertThat(log.problem()).isPresent();
            assertThat(log.problem().get()).hasMessageContaining("make room on the disk")
                    .hasMessageContaining("/archive.csv");
            assertThat(log.start()).as("what the archive has is what the log let go").isEqualTo(full.end());
            assertThat(CsvArchiveTest.read(full.file())).hasSize((int) full.end());
            Files.delete(ballast);
            log.spill();
        }
    }

    @Test
    void whenThereIsRoomAgainTheSpillGoesOn() throws IOException {
        var small = Configuration.unix().toBuilder().setBlockSize(512).setMaxSize(16 * 512).build();
        try (FileSystem disk = Jimfs.newFileSystem(small); CsvArchive full =
                CsvArchive.open(disk.getPath("/archive.csv"))) {
            Path ballast = disk.getPath("/ballast");
            Files.write(ballast, new byte[14 * 512]);
            var log = new SpillingLog(new DequeLog(), Retention.count(20, 10), full, () -> now);
            append(log, 120);
            assertThat(log.problem()).isPresent();
            Files.delete(ballast);
            append(log, 1);
            assertThat(log.problem()).isEmpty();
            assertThat(full.end()).isEqualTo(log.start()).isEqualTo(110);
            assertThat(CsvArchiveTest.read(full.file())).hasSize(110);
        }
    }

    /// Whatever byte the crash cuts the archive at: the log that survived and the archive together hold every
    /// event, and after the restart the archive holds none twice.
    @Test
    void aCrashAtAnyByteLosesNothingAndDuplicatesNothing() throws IOException {
        List<Entry> entries = CsvArchiveTest.randomEntries(new Random(7), 0, 30);
        Log first = new DequeLog();
        entries.forEach(entry -> first.append(entry.event()));
        List<Entry> all = first.entries(0);
        Path before = folder.resolve("before.csv");
        Path after = folder.resolve("after.csv");
        try (CsvArchive then = CsvArchive.open(before)) {
            then.add(all.subList(0, 10));
        }
        byte[] start = Files.readAllBytes(before);
        try (CsvArchive then = CsvArchive.open(after)) {
            then.add(all.subList(0, 20));
        }
        byte[] end = Files.readAllBytes(after);
        for (int written = start.length; written <= end.length; written += Effort.of(1, 3)) {
            Path crashed = folder.resolve("crash-" + written + ".csv");
            Files.write(crashed, Arrays.copyOf(end, written));
            Log survivor = new DequeLog();
            all.forEach(entry -> survivor.append(entry.event()));
            survivor.deleteBefore(10);
            try (CsvArchive reopened = CsvArchive.open(crashed)) {
                var log = new SpillingLog(survivor, Retention.count(10, 10), reopened, () -> now);
                log.spill();
                assertThat(log.problem()).as("crash after byte %d", written).isEmpty();
                var both = new ArrayList<>(CsvArchiveTest.read(crashed));
                both.addAll(log.entries(log.start()));
                assertThat(both).as("crash after byte %d: archive and log together", written).isEqualTo(all);
            }
        }
    }

    @Test
    void aLogThatBeganAgainAtZeroIsNotMistakenForTheOldOne() {
        var log = spilling(new DequeLog(), Retention.count(20, 10));
        append(log, 21);
        var again = spilling(new DequeLog(), Retention.count(20, 10));
        for (int i = 0; i < 21; i++) {
            again.append(Event.of("other " + i));
        }
        assertThat(again.problem()).isPresent();
        assertThat(again.problem().get()).hasMessageContaining("belongs to another log");
        assertThat(again.start()).as("nothing is let go").isZero();
    }
}
