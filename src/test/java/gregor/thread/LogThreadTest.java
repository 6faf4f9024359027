package gregor.thread;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Event;
import gregor.list.Log;
import org.junit.jupiter.api.Test;

class LogThreadTest extends WaitingLogContract {
    @Override
    protected WaitingLog guard(Log log) {
        return new LogThread(log);
    }

    @Test
    void aCallerInterruptedAfterTheHandOverStillGetsItsAnswer() throws InterruptedException {
        var slow = new GatedLog();
        try (var log = new LogThread(slow)) {
            Thread[] writer = new Thread[1];
            boolean[] marked = new boolean[1];
            Future<Long> inside = threads.submit(() -> {
                writer[0] = Thread.currentThread();
                long offset = log.append(Event.of("a"));
                marked[0] = Thread.interrupted();
                return offset;
            });
            slow.entered.acquireUninterruptibly();
            writer[0].interrupt();
            slow.gate.release(100);
            assertThat(answer(inside)).isZero();
            assertThat(marked[0]).as("marked as interrupted").isTrue();
            assertThat(log.entries(0)).hasToString("[0:a]");
        }
    }

    @Test
    void whileTheDiskIsSlowTheWritersWaitAndNothingPilesUp() throws InterruptedException {
        var slow = new GatedLog();
        try (var log = new LogThread(slow)) {
            var writers = new ArrayList<Future<Long>>();
            for (int i = 0; i < 20; i++) {
                writers.add(threads.submit(() -> log.append(Event.of("x"))));
            }
            slow.entered.acquireUninterruptibly();
            assertThat(slow.entered.tryAcquire()).as("a second request was taken while the first is under way")
                    .isFalse();
            assertThat(writers).noneMatch(Future::isDone);
            slow.gate.release(100);
            for (Future<Long> writer : writers) {
                answer(writer);
            }
            assertThat(log.end()).isEqualTo(20);
        }
    }

    @Test
    void everyRequestIsServedByOneAndTheSameVirtualThread() throws InterruptedException {
        var servers = new ArrayList<Thread>();
        try (var log = new LogThread(new FailingLog(null) {
            @Override
            public long start() {
                servers.add(Thread.currentThread());
                return 0;
            }
        })) {
            for (int i = 0; i < 10; i++) {
                answer(threads.submit(log::start));
            }
        }
        assertThat(servers).hasSize(10);
        assertThat(servers.stream().distinct()).hasSize(1);
        assertThat(servers.getFirst().isVirtual()).isTrue();
        servers.getFirst().join(100_000);
        assertThat(servers.getFirst().isAlive()).as("after the log was closed").isFalse();
    }
}
