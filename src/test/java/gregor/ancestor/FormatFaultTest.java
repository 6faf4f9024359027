package gregor.ancestor;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.ancestor.kaf.KafLog;
import gregor.ancestor.katar.KatarLog;
import gregor.ancestor.wafka.WafkaLog;
import gregor.file.FaultyDisk;
import gregor.file.FormatException;
import gregor.file.History;
import gregor.file.StorageException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ForwardingLog;
import gregor.list.ListBatch;
import gregor.list.ListLog;
import gregor.list.Log;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The ancestors' formats on a failing disk: a crash after any byte, a power failure at any operation, short and refused
/// writes, failing fsyncs.
///
/// The formats have no checksum, so after a power failure they promise only what had been flushed. More histories run
/// with `-Dgregor.prove=true`.
class FormatFaultTest {
    private static final boolean PROVE = Boolean.getBoolean("gregor.prove");
    private static final int HISTORIES = PROVE ? 20 : 1;
    private static final AtomicInteger STATES = new AtomicInteger();

    enum Format {
        KAF(folder -> KafLog.open(folder, "log", () -> Instant.EPOCH), log -> ((KafLog) log).flush()),
        WAFKA(folder -> WafkaLog.open(folder, "log", 1), log -> ((WafkaLog) log).flush()),
        KATAR(folder -> KatarLog.open(folder, "log", 700, 200), log -> ((KatarLog) log).flush());

        private interface Opener {
            Log open(Path folder);
        }

        private final Opener opener;
        private final Consumer<Log> flush;

        Format(Opener opener, Consumer<Log> flush) {
            this.opener = opener;
            this.flush = flush;
        }

        Log open(FaultyDisk disk) {
            return opener.open(disk.path("/data"));
        }
    }

    /// Runs a history until the disk fails.
    private static final class Life {
        private int done;
        private int flushed;

        boolean on(FaultyDisk disk, Format format, History history) {
            try {
                Log log = format.open(disk);
                for (History.Step step : history.steps()) {
                    step.on().accept(log);
                    if (step.flush()) {
                        format.flush.accept(log);
                        flushed = done + 1;
                    }
                    if (step.reopen()) {
                        FormatContract.close(log);
                        log = format.open(disk);
                    }
                    done++;
                }
                FormatContract.close(log);
                return true;
            } catch (FaultyDisk.PowerCut dead) {
                return false;
            }
        }
    }

    /// Returns a list after the first steps. As in the files, each event is a batch of its own.
    private static Log model(History history, int count) {
        var model = new ForwardingLog<>(new ListLog()) {
            @Override
            public long append(Batch batch) {
                long first = end();
                batch.forEach(entry -> log.append(ListBatch.of(entry.event())));
                return first;
            }
        };
        history.steps().stream().limit(count).forEach(step -> step.on().accept(model));
        return model;
    }

    @AfterAll
    static void sayHowMany() {
        System.out.println("crash states of the seeds' formats tried: " + STATES);
        assertThat(STATES.get()).isGreaterThan(PROVE ? 10_000 : 500);
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfTheProcessAfterAnyByteLosesNothingThatWasAcknowledged(Format format) {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            var history = new History(300 + seed, 25);
            var whole = new FaultyDisk();
            assertThat(new Life().on(whole, format, history)).isTrue();
            for (long bytes = 0; bytes < whole.bytesWritten(); bytes += PROVE ? 3 : 23) {
                var disk = new FaultyDisk().cutAfterBytes(bytes);
                var life = new Life();
                life.on(disk, format, history);
                String what = "%s, history %d, cut after byte %d, in step %d".formatted(format, 300 + seed, bytes,
                        life.done);
                STATES.incrementAndGet();
                checkAllThere(disk.afterProcessEnd(), format, history, life, what);
            }
        }
    }

    /// Checks that all acknowledged events are there, with or without the interrupted step, and that the log works.
    private static void checkAllThere(FaultyDisk left, Format format, History history, Life life, String what) {
        Log before = model(history, life.done);
        Log after = model(history, life.done + 1);
        Log log = format.open(left);
        long end = log.end();
        List<Entry> found = log.entries(log.start());
        assertThat(isBetween(found, before, after)).as("%s: found %s, and expected %s, or %s", what, offsets(found),
                offsets(all(before)), offsets(all(after))).isTrue();
        assertThat(end).as("%s: no offset is used twice", what).isGreaterThanOrEqualTo(before.end());
        assertThat(log.append(Event.of("life goes on"))).as(what).isEqualTo(end);
        FormatContract.close(log);
        Log again = format.open(left);
        assertThat(again.entries(end)).as(what).containsExactly(new Entry(end, Event.of("life goes on")));
        FormatContract.close(again);
    }

    @ParameterizedTest
    @EnumSource
    void aPowerCutAtAnyOperationLeavesWhatWasFlushed(Format format) {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            var history = new History(400 + seed, 25);
            var whole = new FaultyDisk();
            assertThat(new Life().on(whole, format, history)).isTrue();
            for (int cut = 0; cut < whole.operations(); cut++) {
                for (int damage = 0; damage < (PROVE ? 8 : 2); damage++) {
                    var disk = new FaultyDisk().with(FaultyDisk.Fault.CUT, cut);
                    var life = new Life();
                    assertThat(life.on(disk, format, history)).isFalse();
                    String what = "%s, history %d, cut at operation %d, damage %d, in step %d, flushed up to step %d"
                            .formatted(format, 400 + seed, cut, damage, life.done, life.flushed);
                    STATES.incrementAndGet();
                    checkFlushed(disk.afterPowerCut(new Random(1000L * cut + damage)), format, history, life, what);
                }
            }
        }
    }

    /// Checks that everything flushed is there, except what a later step deleted, that no other event has its offset,
    /// and that the log works.
    private static void checkFlushed(FaultyDisk left, Format format, History history, Life life, String what) {
        Log flushed = model(history, life.flushed);
        List<Entry> then = all(flushed);
        List<Entry> kept = all(model(history, life.done + 1));
        Log log;
        try {
            log = format.open(left);
        } catch (FormatException e) {
            assertThat(flushed.end()).as("%s: %s", what, e).isZero();
            assertThat(e).as(what).hasMessageContaining("not changed");
            return;
        }
        long end = log.end();
        List<Entry> found = allOf(log, what);
        assertThat(found).as(what).containsAll(
                then.stream().filter(kept::contains).filter(all(model(history, life.done))::contains).toList());
        assertThat(then).as(what).containsAll(found.stream().filter(entry -> entry.offset() < flushed.end()).toList());
        assertThat(end).as("%s: no offset is used twice", what).isGreaterThanOrEqualTo(flushed.end());
        assertThat(log.append(Event.of("life goes on"))).as(what).isEqualTo(end);
        FormatContract.close(log);
        Log again = format.open(left);
        assertThat(again.entries(end)).as(what).containsExactly(new Entry(end, Event.of("life goes on")));
        FormatContract.close(again);
    }

    private static List<Entry> allOf(Log log, String what) {
        try {
            return log.entries(log.start());
        } catch (FormatException e) {
            throw new AssertionError(what, e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOperationThatFailsIsToldAndNothingElseIsLost(Format format) {
        int told = 0;
        for (FaultyDisk.Fault fault : List.of(FaultyDisk.Fault.FULL, FaultyDisk.Fault.SHORT_WRITE,
                FaultyDisk.Fault.FAILED_FORCE)) {
            for (long seed = 1; seed <= HISTORIES; seed++) {
                var history = new History(500 + seed, 25);
                var whole = new FaultyDisk();
                assertThat(new Life().on(whole, format, history)).isTrue();
                for (int at = 0; at < whole.operations(); at++) {
                    var disk = new FaultyDisk().with(fault, at);
                    var life = new Life();
                    try {
                        assertThat(life.on(disk, format, history)).isTrue();
                    } catch (FormatException | StorageException e) {
                        told++;
                        assertThat(e).as("%s, %s at operation %d", format, fault, at)
                                .hasMessageMatching("(?s)cannot .* /.*|the disk may have lost .* /.*");
                    }
                    String what = "%s, %s at operation %d of history %d, in step %d".formatted(format, fault, at,
                            500 + seed, life.done);
                    STATES.incrementAndGet();
                    checkAllThere(disk.afterProcessEnd(), format, history, life, what);
                }
            }
        }
        assertThat(told).as("reported faults").isGreaterThan(20);
    }

    /// Accepts the events before a step with some of those that it appends, or without some of those that it deletes.
    private static boolean isBetween(List<Entry> found, Log before, Log after) {
        List<Entry> old = all(before);
        List<Entry> fresh = all(after);
        return found.stream().allMatch(entry -> old.contains(entry) || fresh.contains(entry))
                && old.stream().allMatch(entry -> found.contains(entry) || !fresh.contains(entry));
    }

    private static List<Entry> all(Log log) {
        return log.entries(log.start());
    }

    private static List<Long> offsets(List<Entry> entries) {
        return entries.stream().map(Entry::offset).toList();
    }
}
