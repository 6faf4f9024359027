package gregor.file;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import gregor.deque.DequeLog;
import gregor.deque.RandomEntries;
import gregor.deque.Retention;
import gregor.deque.SpillingLog;
import gregor.exercise.Effort;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Log;
import org.junit.jupiter.api.Test;

/// A [SpillingLog] deletes no event before its [DurableArchive] has it on the disk.
class DurableSpillTest {
    private final Path folder = Jimfs.newFileSystem(Configuration.unix()).getPath("/archive");
    private final Instant now = Instant.parse("2026-03-02T12:00:00Z");

    private static void append(Log log, int events) {
        for (int i = 0; i < events; i++) {
            log.append(Event.of("" + log.end()));
        }
    }

    @Test
    void aFullDiskKeepsTheEventsInTheLogAndSaysSo() throws IOException {
        var small = Configuration.unix().toBuilder().setBlockSize(512).setMaxSize(4096).build();
        try (FileSystem disk = Jimfs.newFileSystem(small);
                DurableArchive full = DurableArchive.open(disk.getPath("/archive.csv"))) {
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
            assertThat(RandomEntries.read(full.file())).hasSize((int) full.end());
            Files.delete(ballast);
            log.spill();
        }
    }

    @Test
    void whenThereIsRoomAgainTheSpillGoesOn() throws IOException {
        var small = Configuration.unix().toBuilder().setBlockSize(512).setMaxSize(16 * 512).build();
        try (FileSystem disk = Jimfs.newFileSystem(small);
                DurableArchive full = DurableArchive.open(disk.getPath("/archive.csv"))) {
            Path ballast = disk.getPath("/ballast");
            Files.write(ballast, new byte[14 * 512]);
            var log = new SpillingLog(new DequeLog(), Retention.count(20, 10), full, () -> now);
            append(log, 120);
            assertThat(log.problem()).isPresent();
            Files.delete(ballast);
            append(log, 1);
            assertThat(log.problem()).isEmpty();
            assertThat(full.end()).isEqualTo(log.start()).isEqualTo(110);
            assertThat(RandomEntries.read(full.file())).hasSize(110);
        }
    }

    /// Whatever byte the crash cuts the archive at: the log that survived and the archive together hold every
    /// event, and after the restart the archive holds none twice.
    @Test
    void aCrashAtAnyByteLosesNothingAndDuplicatesNothing() throws IOException {
        List<Entry> entries = RandomEntries.of(new Random(7), 0, 30);
        Log first = new DequeLog();
        entries.forEach(entry -> first.append(entry.event()));
        List<Entry> all = first.entries(0);
        Path before = folder.resolve("before.csv");
        Path after = folder.resolve("after.csv");
        try (DurableArchive then = DurableArchive.open(before)) {
            then.add(all.subList(0, 10));
        }
        byte[] start = Files.readAllBytes(before);
        try (DurableArchive then = DurableArchive.open(after)) {
            then.add(all.subList(0, 20));
        }
        byte[] end = Files.readAllBytes(after);
        for (int written = start.length; written <= end.length; written += Effort.of(1, 3)) {
            Path crashed = folder.resolve("crash-" + written + ".csv");
            Files.write(crashed, Arrays.copyOf(end, written));
            Log survivor = new DequeLog();
            all.forEach(entry -> survivor.append(entry.event()));
            survivor.deleteBefore(10);
            try (DurableArchive reopened = DurableArchive.open(crashed)) {
                var log = new SpillingLog(survivor, Retention.count(10, 10), reopened, () -> now);
                log.spill();
                assertThat(log.problem()).as("crash after byte %d", written).isEmpty();
                var both = new ArrayList<>(RandomEntries.read(crashed));
                both.addAll(log.entries(log.start()));
                assertThat(both).as("crash after byte %d: archive and log together", written).isEqualTo(all);
            }
        }
    }
}
