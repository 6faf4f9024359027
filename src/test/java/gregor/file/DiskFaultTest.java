package gregor.file;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.packed.PackedFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One operation goes wrong, whichever it is. The caller is told, and nothing else is lost.
class DiskFaultTest {
    /// How the batches are written.
    BatchFormat format() {
        return new EventFormat();
    }

    private FileLog open(FaultyDisk disk) {
        return FileLog.open(disk.path("/log"), FileSettings.defaults().withSegmentBytes(1500).withIndexBytes(200)
                .with(FsyncPolicy.everyAppend()).with(format()));
    }

    @ParameterizedTest
    @EnumSource(names = {"FULL", "SHORT_WRITE", "FAILED_FORCE"})
    void aFaultAtAnyOperationLosesNothingThatWasAcknowledged(FaultyDisk.Fault fault) {
        int told = 0;
        for (long seed = 1; seed <= 4; seed++) {
            var history = new History(200 + seed, 30);
            int operations = operations(history);
            for (int at = 0; at < operations; at++) {
                String what = fault + " at operation " + at + " of history " + (200 + seed);
                var disk = new FaultyDisk().with(fault, at);
                int failed = live(disk, history, what);
                told += failed >= 0 ? 1 : 0;
            }
        }
        assertThat(told).as("faults that the caller was told of")
                .matches(count -> (count > 100) == (fault != FaultyDisk.Fault.SHORT_WRITE));
    }

    private int operations(History history) {
        var disk = new FaultyDisk();
        FileLog log = open(disk);
        history.steps().forEach(step -> step.on().accept(log));
        return disk.operations();
    }

    /// The step that fails leaves the log as it was, or is done all the same. If the log refuses to go on, it is
    /// opened again. After that the power goes, and everything is there.
    private int live(FaultyDisk disk, History history, String what) {
        FileLog log = null;
        int failed = -1;
        int done = 0;
        while (log == null) {
            try {
                log = open(disk);
            } catch (StorageException e) {
                assertThat(failed).as(what).isEqualTo(-1);
                failed = 0;
            }
        }
        try {
            for (History.Step step : history.steps()) {
                step.on().accept(log);
                done++;
            }
        } catch (StorageException e) {
            failed = done;
            checkSame(log, history, done, what);
            assertThat(e.getMessage()).as(what).contains("/log", "; ");
        }
        boolean usable = isUsable(log);
        long end = log.end();
        if (!usable) {
            log.close();
            log = open(disk);
            assertThat(log.end()).as(what).isGreaterThanOrEqualTo(end);
        }
        checkSame(log, history, done, what);
        Log model = same(log, history, done) ? history.model(done) : history.model(done + 1);
        for (int i = 0; i < 5; i++) {
            assertThat(log.append(Event.of("after " + i))).isEqualTo(model.append(Event.of("after " + i)));
        }
        for (int damage = 0; damage < 4; damage++) {
            try (FileLog left = open(disk.afterPowerCut(new Random(damage)))) {
                assertThat(left.entries(left.start())).as("%s, damage %d", what, damage)
                        .isEqualTo(model.entries(model.start()));
                assertThat(left.end()).as("%s, damage %d", what, damage).isEqualTo(model.end());
            }
        }
        return failed;
    }

    private static boolean isUsable(FileLog log) {
        try {
            log.flush();
            return true;
        } catch (StorageException e) {
            return false;
        }
    }

    private static void checkSame(FileLog log, History history, int done, String what) {
        assertThat(same(log, history, done) || same(log, history, done + 1))
                .as("%s: %s", what, log.entries(log.start())).isTrue();
    }

    private static boolean same(Log log, History history, int steps) {
        Log model = history.model(steps);
        return log.start() == model.start() && log.end() == model.end()
                && log.entries(log.start()).equals(model.entries(model.start()));
    }

    @Test
    void aFullDiskIsNamedAndWhenThereIsRoomTheLogGoesOn() {
        var disk = new FaultyDisk();
        FileLog log = open(disk);
        log.append(Event.of("a"));
        disk.with(FaultyDisk.Fault.FULL, disk.operations());
        assertThatThrownBy(() -> log.append(Event.of("b"))).isInstanceOf(StorageException.class).hasMessage(
                "cannot write to /log/00000000000000000000.log; make room on the disk (No space left on device)");
        assertThat(log.append(Event.of("c"))).isEqualTo(1);
        assertThat(log.entries(0)).hasToString("[0:a, 1:c]");
        log.close();
    }

    @Test
    void aFailedForceIsNotTriedAgain() {
        var disk = new FaultyDisk();
        FileLog log = open(disk);
        log.append(Event.of("a"));
        disk.with(FaultyDisk.Fault.FAILED_FORCE, disk.operations() + 1);
        assertThatThrownBy(() -> log.append(Event.of("b"))).isInstanceOf(StorageException.class)
                .hasMessageContaining("cannot force /log/00000000000000000000.log");
        int operations = disk.operations();
        assertThatThrownBy(() -> log.append(Event.of("c")))
                .hasMessageContaining("does not know what is on its disk after a failure; close it and open it again");
        assertThatThrownBy(log::flush).hasMessageContaining("does not know what is on its disk");
        assertThat(log.end()).as("the end, which counts what the disk has").isEqualTo(1);
        assertThat(log.entries(0)).as("it can be read").hasToString("[0:a]");
        log.close();
        assertThat(disk.operations()).as("nothing was written or forced since").isEqualTo(operations);
    }

    @Test
    void whatAFailedForceLeftBehindIsWrittenAgainBeforeItIsBelieved() {
        for (int damage = 0; damage < 20; damage++) {
            var disk = new FaultyDisk();
            FileLog log = open(disk);
            log.append(Event.of("a"));
            disk.with(FaultyDisk.Fault.FAILED_FORCE, disk.operations() + 1);
            assertThatThrownBy(() -> log.append(Event.of("b".repeat(1000)))).isInstanceOf(StorageException.class);
            log.close();
            FileLog again = open(disk);
            assertThat(again.end()).as("b was not acknowledged, and is there all the same").isEqualTo(2);
            again.append(Event.of("c"));
            try (FileLog left = open(disk.afterPowerCut(new Random(damage)))) {
                assertThat(left.end()).as("damage %d", damage).isEqualTo(3);
                assertThat(left.entries(2)).as("damage %d", damage).hasToString("[2:c]");
            }
        }
    }

    @Test
    void aFolderWhoseNamesCannotBeMadeSureTakesNothing() {
        var disk = new FaultyDisk();
        try (FileLog log = open(disk)) {
            log.append(Event.of("a"));
        }
        FileLog log = open(disk);
        disk.with(FaultyDisk.Fault.FAILED_FORCE, disk.operations());
        assertThatThrownBy(() -> log.append(Event.of("b"))).isInstanceOf(StorageException.class)
                .hasMessageContaining("cannot force the folder /log");
        assertThatThrownBy(() -> log.append(Event.of("c"))).hasMessageContaining("does not know what is on its disk");
        assertThat(log.entries(0)).as("it can be read").hasToString("[0:a]");
        log.close();
    }

    @Test
    void eachPolicyForcesAsOftenAsItSays() {
        assertThat(forces(FsyncPolicy.never())).isZero();
        assertThat(forces(FsyncPolicy.every(10))).isEqualTo(10);
        assertThat(forces(FsyncPolicy.everyAppend())).isEqualTo(100);
        assertThat(forces(FsyncPolicy.every(Duration.ofSeconds(20))))
                .as("a clock that goes on a second with each append").isEqualTo(5);
    }

    @Test
    void aFlushForcesWhatTheDiskHasNotAndNothingElse() {
        var disk = new FaultyDisk();
        FileLog log = FileLog.open(disk.path("/log"), FileSettings.defaults().with(FsyncPolicy.never()).with(format()));
        log.append(Event.of("a"));
        assertThat(log.forcedEnd()).isZero();
        int before = disk.operations();
        log.flush();
        assertThat(log.forcedEnd()).isEqualTo(1);
        log.flush();
        assertThat(disk.history().subList(before, disk.operations())).as("the disk has it already").singleElement()
                .asString().startsWith("force 0000");
        try (FileLog left = open(disk.afterPowerCut(new Random(1)))) {
            assertThat(left.entries(0)).hasToString("[0:a]");
        }
    }

    @Test
    void whatHasWaitedLongEnoughIsFlushedAtTheNextCheck() {
        long[] second = {0};
        var settings = FileSettings.defaults().withSegmentAge(Duration.ofDays(1),
                () -> Instant.ofEpochSecond(second[0]));
        FileLog timed = FileLog.open(new FaultyDisk().path("/log"),
                settings.with(FsyncPolicy.every(Duration.ofSeconds(20))));
        timed.append(Event.of("a"));
        second[0] = 19;
        timed.flushIfDue();
        assertThat(timed.forcedEnd()).as("after 19 seconds").isZero();
        second[0] = 20;
        timed.flushIfDue();
        assertThat(timed.forcedEnd()).isEqualTo(1);
        FileLog counted = FileLog.open(new FaultyDisk().path("/log"), settings.with(FsyncPolicy.every(3)));
        for (int i = 0; i < 4; i++) {
            counted.append(Event.of("" + i));
        }
        counted.flushIfDue();
        assertThat(counted.forcedEnd()).as("one waits, and three may").isEqualTo(3);
    }

    /// Until the disk has the new start, nothing has left.
    @Test
    void whatCouldNotBeForgottenStillCounts() {
        int refused = 0;
        for (int step = 0; step < 10; step++) {
            var disk = new FaultyDisk();
            FileLog log = open(disk);
            IntStream.range(0, 10).forEach(i -> log.append(Event.of("event " + i)));
            long before = log.sizeInBytes();
            disk.with(FaultyDisk.Fault.FULL, disk.operations() + step);
            try {
                log.deleteBefore(7);
            } catch (StorageException e) {
                refused++;
                assertThat(log.start()).as("operation %d", step).isZero();
                assertThat(log.sizeInBytes()).as("operation %d", step).isEqualTo(before);
            }
            log.close();
        }
        assertThat(refused).as("operations that the full disk refused").isPositive();
    }

    /// Nobody asks the disk to wait, and still it has each segment before the next one begins.
    @Test
    void fullSegmentsSurviveAPowerCutUnderEveryPolicy() {
        var disk = new FaultyDisk();
        FileLog log = FileLog.open(disk.path("/log"), FileSettings.defaults().withSegmentBytes(1500).withIndexBytes(200)
                .with(FsyncPolicy.never()).with(format()));
        IntStream.range(0, 20).forEach(i -> log.append(Event.of(i + "x".repeat(300))));
        int sure = (int) log.forcedEnd();
        assertThat(sure).isBetween(12, 19);
        for (int damage = 0; damage < 20; damage++) {
            try (FileLog left = open(disk.afterPowerCut(new Random(damage)))) {
                assertThat(left.end()).as("damage %d", damage).isGreaterThanOrEqualTo(sure);
                assertThat(left.entries(0).subList(0, sure)).as("damage %d", damage)
                        .isEqualTo(log.entries(0).subList(0, sure));
            }
        }
    }

    @Test
    void aRewriteThatTheDiskRefusesLeavesNoFilesBehind() throws IOException {
        var disk = new FaultyDisk();
        FileLog log = open(disk);
        IntStream.range(0, 20).forEach(i -> log.append(Event.of(i + "x".repeat(300))));
        List<String> before = files(disk);
        disk.with(FaultyDisk.Fault.FULL, disk.operations() + 1);
        assertThatThrownBy(() -> log.replace(8, List.of(ListBatch.of(Event.of("kept")).at(0))))
                .isInstanceOf(StorageException.class);
        assertThat(files(disk)).isEqualTo(before);
        assertThat(log.entries(0)).hasSize(20);
        log.close();
    }

    @Test
    void aConversionThatTheDiskRefusesLeavesNoFilesBehind() throws IOException {
        BatchFormat other = format() instanceof PackedFormat ? new EventFormat() : new PackedFormat();
        int refused = 0;
        for (int step = 0; step < 6; step++) {
            var disk = new FaultyDisk();
            FileLog log = open(disk);
            IntStream.range(0, 20).forEach(i -> log.append(Event.of(i + "x".repeat(300))));
            log.close();
            open(disk).close();
            List<String> before = files(disk);
            disk.with(FaultyDisk.Fault.FULL, disk.operations() + step);
            try {
                FileLog.convert(disk.path("/log"), FileSettings.defaults().with(format()), other, (offset, end) -> {});
            } catch (StorageException e) {
                refused++;
                assertThat(files(disk)).as("operation %d", step).isEqualTo(before);
            }
        }
        assertThat(refused).as("operations that the full disk refused").isPositive();
    }

    private static List<String> files(FaultyDisk disk) throws IOException {
        try (var files = Files.list(disk.path("/log"))) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private static long forces(FsyncPolicy policy) {
        var disk = new FaultyDisk();
        long[] second = {0};
        var settings = FileSettings.defaults()
                .withSegmentAge(Duration.ofDays(1), () -> Instant.ofEpochSecond(second[0])).with(policy);
        FileLog log = FileLog.open(disk.path("/log"), settings);
        int before = disk.history().size();
        for (int i = 0; i < 100; i++) {
            second[0]++;
            log.append(Event.of("a"));
        }
        List<String> history = disk.history().subList(before, disk.history().size());
        return history.stream().filter(line -> line.startsWith("force")).count();
    }
}
