package gregor.file;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Event;
import gregor.list.Log;
import gregor.list.LogContract;
import gregor.thread.LogClosedException;
import org.junit.jupiter.api.Test;

class GroupCommitTest extends LogContract {
    private static final int WRITERS = 64;

    private final FaultyDisk disk = new FaultyDisk();

    private GroupCommit open(FaultyDisk on) {
        return GroupCommit.open(on.path("/log"), FileSettings.defaults().withSegmentBytes(2000));
    }

    @Override
    protected Log newLog() {
        return open(new FaultyDisk());
    }

    private static void together(IntConsumer each) throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < WRITERS; i++) {
            int number = i;
            threads.add(Thread.ofVirtual().start(() -> each.accept(number)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private long forces() {
        return disk.history().stream().filter(line -> line.startsWith("force 0000")).count();
    }

    /// The first force does not end before all writers have written.
    private GroupCommit slowAtFirst() {
        GroupCommit log = GroupCommit.open(disk.path("/log"), FileSettings.defaults());
        var first = new AtomicBoolean(true);
        long writes = disk.history().size() + WRITERS;
        disk.beforeForce(() -> {
            if (first.getAndSet(false)) {
                while (written() < writes) {
                    Thread.onSpinWait();
                }
            }
        });
        return log;
    }

    private long written() {
        synchronized (disk) {
            return disk.history().size();
        }
    }

    @Test
    void manyAppendsShareOneForce() throws InterruptedException {
        GroupCommit log = slowAtFirst();
        long before = forces();
        var offsets = new ConcurrentLinkedQueue<Long>();
        together(i -> offsets.add(log.append(Event.of("event " + i))));
        assertThat(forces() - before).as("the first writer's, and one for the other 63").isEqualTo(2);
        assertThat(offsets).doesNotHaveDuplicates().hasSize(WRITERS);
        assertThat(log.end()).isEqualTo(WRITERS);
        assertThat(FileLog.open(disk.afterPowerCut(new Random(1)).path("/log")).entries(0)).hasSize(WRITERS);
    }

    @Test
    void aReaderDoesNotSeeWhatTheDiskDoesNotHave() throws InterruptedException {
        GroupCommit log = GroupCommit.open(disk.path("/log"), FileSettings.defaults());
        log.append(Event.of("a"));
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        disk.beforeForce(() -> {
            begun.countDown();
            await(goOn);
        });
        Thread writer = Thread.ofVirtual().start(() -> log.append(Event.of("b")));
        await(begun);
        assertThat(log.end()).isEqualTo(1);
        assertThat(log.entries(0)).hasToString("[0:a]");
        assertThatThrownBy(() -> log.read(2, 100)).hasMessageContaining("past the end");
        goOn.countDown();
        writer.join();
        assertThat(log.entries(0)).hasToString("[0:a, 1:b]");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFailedForceFailsAllAppendsThatWaitForIt() throws InterruptedException {
        GroupCommit log = slowAtFirst();
        disk.with(FaultyDisk.Fault.FAILED_FORCE, disk.operations() + WRITERS);
        var failures = new ConcurrentLinkedQueue<StorageException>();
        together(i -> {
            try {
                log.append(Event.of("event " + i));
            } catch (StorageException e) {
                failures.add(e);
            }
        });
        assertThat(failures).hasSize(WRITERS);
        assertThat(log.end()).isZero();
        assertThatThrownBy(() -> log.append(Event.of("a"))).hasMessageContaining("close it and open it again");
    }

    @Test
    void aNewSegmentWaitsForTheForceOfTheOldOne() throws InterruptedException {
        GroupCommit log = GroupCommit.open(disk.path("/log"), FileSettings.defaults().withSegmentBytes(100));
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        disk.with(FaultyDisk.Fault.FAILED_FORCE, disk.operations() + 1);
        disk.beforeForce(() -> {
            begun.countDown();
            await(goOn);
        });
        var failures = new ConcurrentLinkedQueue<StorageException>();
        Thread first = Thread.ofPlatform().start(() -> append(log, failures));
        await(begun);
        Thread second = Thread.ofPlatform().start(() -> append(log, failures));
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        first.join();
        second.join();
        assertThat(failures).as("what was not forced was not acknowledged").hasSize(2);
        assertThat(log.end()).isZero();
    }

    private static void append(GroupCommit log, ConcurrentLinkedQueue<StorageException> failures) {
        try {
            log.append(Event.of("0123456789"));
        } catch (StorageException e) {
            failures.add(e);
        }
    }

    @Test
    void manyWritersLoseNothingWhateverTheOrder() throws InterruptedException {
        GroupCommit log = open(disk);
        together(i -> {
            for (int n = 0; n < 20; n++) {
                log.append(Event.of("writer " + i, "" + n));
            }
        });
        var next = new int[WRITERS];
        log.entries(0).forEach(entry -> {
            int writer = Integer.parseInt(new String(entry.event().key()).substring(7));
            assertThat(entry.event().text()).isEqualTo("" + next[writer]++);
        });
        assertThat(next).containsOnly(20);
        assertThat(List.of(log.end(), FileLog.open(disk.afterPowerCut(new Random(2)).path("/log")).end()))
                .containsOnly(1280L);
    }

    @Test
    void aReaderThatWaitsIsWokenWhenTheDiskHasIt() throws InterruptedException {
        GroupCommit log = GroupCommit.open(disk.path("/log"), FileSettings.defaults());
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        disk.beforeForce(() -> {
            begun.countDown();
            await(goOn);
        });
        Thread writer = Thread.ofVirtual().start(() -> log.append(Event.of("a")));
        await(begun);
        assertThat(log.awaitEnd(0, Duration.ofMillis(1))).as("the disk does not have it yet").isFalse();
        goOn.countDown();
        assertThat(log.awaitEnd(0, Duration.ofHours(1))).isTrue();
        writer.join();
    }

    @Test
    void underAnotherPolicyAnEventCanBeReadAtOnce() {
        GroupCommit log = GroupCommit.open(disk.path("/log"), FileSettings.defaults().with(FsyncPolicy.never()));
        long before = forces();
        log.append(Event.of("a"));
        assertThat(log.entries(0)).hasToString("[0:a]");
        assertThat(forces()).isEqualTo(before);
        log.configure(FileSettings.defaults());
        log.append(Event.of("b"));
        assertThat(forces()).as("now it waits for the disk").isEqualTo(before + 1);
        assertThat(log.withLog(FileLog::forcedEnd)).isEqualTo(2);
    }

    @Test
    void aClosedLogRefusesEveryCallAndLetsAnotherIn() {
        GroupCommit log = open(disk);
        log.append(Event.of("a"));
        log.close();
        log.close();
        List<Runnable> calls = List.of(() -> log.append(Event.of("b")), () -> log.read(0, 1), log::start, log::end,
                log::sizeInBytes, () -> log.deleteBefore(1), () -> log.replace(1, List.of()),
                () -> log.awaitEnd(0, Duration.ofHours(1)), () -> log.withLog(FileLog::repairs));
        for (Runnable call : calls) {
            assertThatThrownBy(call::run).isInstanceOf(LogClosedException.class);
        }
        assertThat(open(disk).entries(0)).hasToString("[0:a]");
    }

    @Test
    void segmentsLeaveFromTheOldestOnAndTheGrowingOneToo() {
        GroupCommit log = GroupCommit.open(disk.path("/log"), FileSettings.defaults().withSegmentBytes(100));
        for (int time = 1; time <= 6; time++) {
            log.append(new Event(time, null, new byte[40], List.of()));
        }
        var parts = new ArrayList<FileLog.SegmentDescription>();
        assertThat((long) log.withLog(files -> files.firstRetainedOffset(parts::add))).isEqualTo(6);
        assertThat(parts.getFirst().baseOffset()).isZero();
        assertThat(parts.getLast())
                .extracting(FileLog.SegmentDescription::nextOffset, FileLog.SegmentDescription::maxTimestamp)
                .containsExactly(6L, 6L);
        assertThat((long) log.withLog(files -> files.firstRetainedOffset(part -> part.maxTimestamp() < 3)))
                .isEqualTo(parts.get(1).nextOffset()).isEqualTo(2);
    }

    @Test
    void anOpeningThatFindsAllInOrderWritesNoFileOfTheLog() {
        GroupCommit log = open(disk);
        for (int i = 0; i < 100; i++) {
            log.append(Event.of("event " + i));
        }
        log.close();
        int before = disk.history().size();
        assertThat(FileLog.open(disk.path("/log")).entries(0)).hasSize(100);
        assertThat(disk.history().subList(before, disk.history().size()))
                .noneMatch(line -> line.startsWith("force 0") || line.startsWith("rename"));
    }
}
