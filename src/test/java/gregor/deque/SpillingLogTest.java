package gregor.deque;

import module java.base;

import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.LogContract;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.Picture;
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
        assertThat(RandomEntries.read(archive.file())).extracting(Entry::offset).containsExactly(0L, 1L, 2L, 3L, 4L, 5L,
                6L, 7L, 8L, 9L);
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
        assertThat(RandomEntries.read(archive.file())).hasToString("[0:0, 1:1, 2:2]");
    }

    @Test
    void forgettingPastTheEndSpillsNothing() {
        var log = spilling(new DequeLog(), Retention.forever());
        append(log, 5);
        assertThatThrownBy(() -> log.deleteBefore(6)).isInstanceOf(OffsetOutOfRangeException.class);
        assertThat(archive.end()).isZero();
    }

    /// An archive with room for 100 events, and more when there is more room.
    private static final class SmallArchive implements EventArchive {
        private final List<Entry> archived = new ArrayList<>();
        private int room = 100;

        @Override
        public void add(List<Entry> entries) {
            if (archived.size() + entries.size() > room) {
                throw new ArchiveException("no room for " + entries.size() + " events");
            }
            archived.addAll(entries);
        }
    }

    @Test
    void aFullDiskKeepsTheEventsInTheLogAndSaysSo() {
        var small = new SmallArchive();
        var log = new SpillingLog(new DequeLog(), Retention.count(20, 10), small, () -> now);
        append(log, 120);
        assertThat(log.problem()).isEmpty();
        append(log, 10);
        assertThat(log.end()).as("every append was taken").isEqualTo(130);
        assertThat(log.problem()).isPresent();
        assertThat(log.problem().get()).has(messageWith("no room for 10 events"));
        assertThat(log.start()).as("only archived events are deleted").isEqualTo(100);
        small.room = 120;
        append(log, 1);
        assertThat(log.problem()).as("the spill continues when there is room").isEmpty();
        assertThat(log.start()).isEqualTo(120).isEqualTo(small.archived.size());
    }

    /// A log of events of 700 kB, of which a chunk holds one.
    private static Log chunky(int events) {
        Log log = new DequeLog();
        byte[] value = new byte[700_000];
        for (int i = 0; i < events; i++) {
            log.append(new Event(0, null, value, List.of()));
        }
        return log;
    }

    @Test
    void whatWasArchivedBeforeTheArchiveFailedIsDeleted() {
        var small = new SmallArchive();
        small.room = 2;
        var log = new SpillingLog(chunky(5), Retention.forever(), small, () -> now);
        assertThatThrownBy(() -> log.deleteBefore(5)).isInstanceOf(ArchiveException.class);
        assertThat(small.archived).as("two of five chunks").hasSize(2);
        assertThat(log.start()).as("these two are not archived twice").isEqualTo(2);
    }

    @Test
    void eventsAreArchivedInChunksAndUpTo32ChunksAreDeletedAtOnce() {
        Log inner = chunky(40);
        var starts = new ArrayList<Long>();
        EventArchive archive = entries -> {
            assertThat(entries).as("a chunk of 1 MiB").hasSize(1);
            starts.add(inner.start());
        };
        new SpillingLog(inner, Retention.forever(), archive, () -> now).deleteBefore(40);
        assertThat(starts).as("the start of the log when each chunk is archived").hasSize(40);
        assertThat(starts.subList(0, 32)).containsOnly(0L);
        assertThat(starts.subList(32, 40)).containsOnly(32L);
    }

    @Test
    void theRestOfABatchIsArchivedOnce() {
        var all = new SmallArchive();
        var log = new SpillingLog(new DequeLog(), Retention.forever(), all, () -> now);
        log.append(ListBatch.of(Event.of("a"), Event.of("b"), Event.of("c")));
        log.deleteBefore(1);
        log.deleteBefore(2);
        assertThat(all.archived).hasToString("[0:a, 1:b]");
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
        assertThat(again.problem().get()).has(messageWith("belongs to another log"));
        assertThat(again.start()).as("nothing is deleted").isZero();
    }
}
