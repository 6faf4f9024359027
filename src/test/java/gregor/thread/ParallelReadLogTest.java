package gregor.thread;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ForwardingLog;
import gregor.list.ListBatch;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.MemoryLogContract;
import org.junit.jupiter.api.Test;

/// Properties of a log with parallel reads: which calls run at the same time, whatever the lock.
class ParallelReadLogTest extends MemoryLogContract {
    private static final Map<String, Consumer<Log>> READS = Map.of("read", log -> log.read(0, 100), "start", Log::start,
            "end", Log::end, "sizeInBytes", Log::sizeInBytes);
    private static final Map<String, Consumer<Log>> CHANGES = Map.of("append", log -> log.append(Event.of("b")),
            "deleteBefore", log -> log.deleteBefore(0), "replace", log -> log.replace(1, List.of()));

    @Override
    protected Log newLog() {
        return new ParallelReadLog(new ListLog());
    }

    /// A log that stays in one call until it is released, and counts the calls that are in it.
    private static final class PausedLog extends ForwardingLog<ListLog> {
        private final Semaphore released = new Semaphore(0);
        private final AtomicInteger inside = new AtomicInteger();
        private volatile String paused = "";

        PausedLog() {
            super(new ListLog());
            log.append(Event.of("a"));
        }

        private <T> T in(String name, Supplier<T> call) {
            inside.incrementAndGet();
            if (paused.equals(name)) {
                paused = "";
                released.acquireUninterruptibly();
            }
            return call.get();
        }

        @Override
        public long append(Batch batch) {
            return in("append", () -> log.append(batch));
        }

        /// The batches are read when the caller iterates over them.
        @Override
        public Iterable<Batch> read(long from, int maxBytes) {
            return () -> in("read", () -> log.read(from, maxBytes)).iterator();
        }

        @Override
        public long start() {
            return in("start", log::start);
        }

        @Override
        public long end() {
            return in("end", log::end);
        }

        @Override
        public long sizeInBytes() {
            return in("sizeInBytes", log::sizeInBytes);
        }

        @Override
        public void deleteBefore(long upTo) {
            in("deleteBefore", () -> {
                log.deleteBefore(upTo);
                return upTo;
            });
        }

        @Override
        public void replace(long upTo, List<Batch> survivors) {
            in("replace", () -> {
                log.replace(upTo, survivors);
                return upTo;
            });
        }
    }

    private static Thread start(Runnable call) {
        return Thread.ofPlatform().daemon().start(call);
    }

    /// Returns whether a second call enters the wrapped log while a first one is in it.
    private static boolean meets(String first, Consumer<Log> firstCall, Consumer<Log> secondCall) {
        var paused = new PausedLog();
        var log = new ParallelReadLog(paused);
        int before = paused.inside.get();
        paused.paused = first;
        Thread one = start(() -> firstCall.accept(log));
        WaitingLogContract.until(() -> paused.inside.get() == before + 1 || !one.isAlive());
        Thread other = start(() -> secondCall.accept(log));
        WaitingLogContract.until(() -> paused.inside.get() == before + 2 || !other.isAlive() || List
                .of(Thread.State.WAITING, Thread.State.BLOCKED, Thread.State.TIMED_WAITING).contains(other.getState()));
        boolean met = paused.inside.get() == before + 2;
        paused.released.release();
        return met;
    }

    @Test
    void readersReadAtTheSameTime() {
        READS.forEach((first, firstCall) -> READS
                .forEach((second, secondCall) -> assertThat(meets(first, firstCall, secondCall))
                        .as("%s runs during %s", second, first).isTrue()));
    }

    @Test
    void aChangeIsAlone() {
        CHANGES.forEach((change, call) -> {
            READS.forEach((read, reading) -> {
                assertThat(meets(change, call, reading)).as("%s runs during %s", read, change).isFalse();
                assertThat(meets(read, reading, call)).as("%s runs during %s", change, read).isFalse();
            });
            CHANGES.forEach((other, changing) -> assertThat(meets(change, call, changing))
                    .as("%s runs during %s", other, change).isFalse());
        });
    }

    @Test
    void aRefusedCallIsFollowedByOthers() throws Exception {
        var full = new IllegalStateException("no space");
        var log = new ParallelReadLog(new FailingLog(full));
        assertThatThrownBy(() -> log.append(Event.of("a"))).isSameAs(full);
        assertThatThrownBy(() -> log.read(7, 1)).isInstanceOf(RuntimeException.class);
        var done = new CountDownLatch(2);
        start(() -> {
            log.deleteBefore(0);
            done.countDown();
        });
        start(() -> {
            log.start();
            done.countDown();
        });
        assertThat(done.await(2, TimeUnit.SECONDS)).as("the calls of other threads after it end").isTrue();
    }

    @Test
    void whatAReadReturnedIsACopy() {
        var live = new ArrayList<Batch>(List.of(ListBatch.of(Event.of("a"))));
        var log = new ParallelReadLog(new ForwardingLog<Log>(new ListLog()) {
            @Override
            public Iterable<Batch> read(long from, int maxBytes) {
                return live;
            }
        });
        Iterable<Batch> read = log.read(0, 100);
        live.clear();
        assertThat(read).hasSize(1);
    }
}
