package gregor.file;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Log;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The end of the process, or of the power, at every operation that changes the disk; and what the next process finds.
///
/// With -Dgregor.prove=true more histories are tried.
class CrashTest {
    private static final boolean PROVE = Boolean.getBoolean("gregor.prove");
    private static final int HISTORIES = PROVE ? 40 : 2;
    private static final int DAMAGES = PROVE ? 10 : 4;
    private static final AtomicInteger STATES = new AtomicInteger();

    /// A policy, and how much of what was acknowledged it promises after a power cut.
    enum Promise {
        EVERY_APPEND(FsyncPolicy.everyAppend(), 0), EVERY_FIVE_EVENTS(FsyncPolicy.every(5), 4),
        NEVER(FsyncPolicy.never(), Long.MAX_VALUE);

        private final FileSettings settings;
        private final long mayLose;

        Promise(FsyncPolicy policy, long mayLose) {
            settings = FileSettings.defaults().withSegmentBytes(1500).withIndexBytes(200).with(policy);
            this.mayLose = mayLose;
        }
    }

    /// A process that lives through a history until its disk dies.
    private static final class Life {
        private final History history;
        private final FileSettings settings;
        private FileLog log;
        private int done;
        private long flushedEnd;

        Life(History history, FileSettings settings) {
            this.history = history;
            this.settings = settings;
        }

        /// @return whether it came to its end
        boolean on(FaultyDisk disk) {
            try {
                log = FileLog.open(disk.path("/data/log"), settings);
                for (History.Step step : history.steps()) {
                    step.on().accept(log);
                    if (step.flush()) {
                        log.flush();
                        flushedEnd = log.end();
                    }
                    if (step.reopen()) {
                        log.close();
                        flushedEnd = log.end();
                        log = FileLog.open(disk.path("/data/log"), settings);
                    }
                    done++;
                }
                return true;
            } catch (FaultyDisk.PowerCut dead) {
                return false;
            }
        }
    }

    /// How the batches are written.
    BatchFormat format() {
        return new EventFormat();
    }

    /// How much of it all is tried: 1 for everything.
    int part() {
        return 1;
    }

    private FileSettings settings(Promise promise) {
        return promise.settings.with(format());
    }

    @AfterAll
    static void sayHowMany() {
        System.out.println("crash states tried: " + STATES);
        assertThat(STATES.get()).isGreaterThan(PROVE ? 10_000 : 1_000);
    }

    @ParameterizedTest
    @EnumSource
    void aPowerCutAtAnyOperationKeepsThePromise(Promise promise) {
        for (long seed = 1; seed <= HISTORIES / part(); seed++) {
            var history = new History(seed, 30);
            for (int cut = 0; cut < operations(history, settings(promise)); cut++) {
                for (int damage = 0; damage < DAMAGES / part(); damage++) {
                    var disk = new FaultyDisk().with(FaultyDisk.Fault.CUT, cut);
                    var life = new Life(history, settings(promise));
                    assertThat(life.on(disk)).isFalse();
                    String what = "history %d, cut at operation %d, damage %d, in step %d".formatted(seed, cut, damage,
                            life.done);
                    var random = new Random(1000L * cut + damage);
                    FaultyDisk left = disk.afterPowerCut(random);
                    if (random.nextInt(3) == 0) {
                        left = cutAgain(left, settings(promise), random);
                    }
                    check(left, life, promise.mayLose, settings(promise), what);
                }
            }
        }
    }

    private static int operations(History history, FileSettings settings) {
        var disk = new FaultyDisk();
        assertThat(new Life(history, settings).on(disk)).isTrue();
        return disk.operations();
    }

    /// The power goes a second time, while the log is being opened.
    private static FaultyDisk cutAgain(FaultyDisk disk, FileSettings settings, Random random) {
        disk.with(FaultyDisk.Fault.CUT, random.nextInt(12));
        try {
            FileLog.open(disk.path("/data/log"), settings).close();
        } catch (FaultyDisk.PowerCut again) {
            // as wished
        }
        return disk.afterPowerCut(random);
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfTheProcessAtAnyByteLosesNothing(Promise promise) {
        for (long seed = 1; seed <= (PROVE ? 3 : 1); seed++) {
            var history = new History(100 + seed, 25);
            var whole = new FaultyDisk();
            new Life(history, settings(promise)).on(whole);
            for (long bytes = 0; bytes < whole.bytesWritten(); bytes += PROVE ? 1 : 11 * part()) {
                var disk = new FaultyDisk().cutAfterBytes(bytes);
                var life = new Life(history, settings(promise));
                life.on(disk);
                check(disk.afterProcessEnd(), life, 0, settings(promise),
                        "history %d, cut after byte %d, in step %d".formatted(100 + seed, bytes, life.done));
            }
        }
    }

    /// One process ends, the next one opens the log and appends, and then the power goes; or while it is being opened.
    @ParameterizedTest
    @EnumSource(names = "EVERY_APPEND")
    void aPowerCutAfterTheNextProcessKeepsThePromiseOfBoth(Promise promise) {
        for (long seed = 1; seed <= HISTORIES / part(); seed++) {
            var history = new History(200 + seed, 30);
            for (int cut = 0; cut < operations(history, settings(promise)); cut++) {
                for (int damage = 0; damage < DAMAGES / part(); damage++) {
                    var disk = new FaultyDisk().with(FaultyDisk.Fault.CUT, cut);
                    var life = new Life(history, settings(promise));
                    assertThat(life.on(disk)).isFalse();
                    String what = "history %d, process ended at operation %d, damage %d, in step %d"
                            .formatted(200 + seed, cut, damage, life.done);
                    var random = new Random(1000L * cut + damage);
                    FaultyDisk left = disk.afterProcessEnd();
                    if (random.nextBoolean()) {
                        check(cutAgain(left, settings(promise), random), life, 0, settings(promise),
                                what + ", then the power");
                    } else {
                        FileLog next = FileLog.open(left.path("/data/log"), settings(promise));
                        next.append(Event.of("the next process"));
                        checkSame(left.afterPowerCut(random), next, settings(promise), what);
                    }
                }
            }
        }
    }

    private static void checkSame(FaultyDisk disk, FileLog expected, FileSettings settings, String what) {
        STATES.incrementAndGet();
        try (FileLog log = FileLog.open(disk.path("/data/log"), settings)) {
            assertThat(describe(log)).as(what).isEqualTo(describe(expected));
            assertThat(log.entries(log.start())).as(what).isEqualTo(expected.entries(expected.start()));
        }
    }

    /// What is left is what was acknowledged, with or without the step in which the end came; or, if the policy
    /// allows, with fewer events at the end. And life goes on.
    private static void check(FaultyDisk disk, Life life, long mayLose, FileSettings settings, String what) {
        STATES.incrementAndGet();
        Log before = life.history.model(life.done);
        Log after = life.history.model(life.done + 1);
        List<Entry> found;
        long end;
        try (FileLog log = FileLog.open(disk.path("/data/log"), settings)) {
            found = log.entries(log.start());
            end = log.end();
            assertThat(isPart(log, before, life, mayLose) || isPart(log, after, life, mayLose))
                    .as("%s: found %s, and expected %s or %s", what, describe(log), describe(before), describe(after))
                    .isTrue();
            assertThat(log.sizeInBytes()).as(what).isEqualTo(size(log));
            assertThat(log.append(Event.of("life goes on"))).as(what).isEqualTo(end);
        }
        try (FileLog log = FileLog.open(disk.path("/data/log"), settings)) {
            var expected = new ArrayList<>(found);
            expected.add(new Entry(end, Event.of("life goes on")));
            assertThat(log.entries(log.start())).as(what).isEqualTo(expected);
            assertThat(log.repairs()).as(what).isEmpty();
        }
    }

    private static boolean isPart(Log log, Log model, Life life, long mayLose) {
        long least = Math.max(model.start(),
                mayLose > model.end() ? life.flushedEnd : Math.max(life.flushedEnd, model.end() - mayLose));
        return log.start() == model.start() && log.end() <= model.end() && log.end() >= least
                && log.entries(log.start()).equals(
                        model.entries(model.start()).stream().filter(entry -> entry.offset() < log.end()).toList());
    }

    private static String describe(Log log) {
        return log.start() + ".." + log.end() + " " + log.entries(log.start()).stream().map(Entry::offset).toList();
    }

    private static long size(Log log) {
        long size = 0;
        for (Batch batch : log.read(log.start(), Integer.MAX_VALUE)) {
            size += batch.sizeInBytes();
        }
        return size;
    }
}
