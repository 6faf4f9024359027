package gregor.thread;

import module java.base;

import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.exercise.Effort;
import gregor.list.Batch;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ForwardingLog;
import gregor.list.ListBatch;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.LogContract;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.Origin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [WaitingLog] promises on top of [LogContract]. Nothing here is timed: the timeouts are for what hangs,
/// and much shorter than any [#LONG] wait, so that a wait that nobody ends is a failure.
@Timeout(60)
abstract class WaitingLogContract extends LogContract {
    static final Duration LONG = Duration.ofHours(1);
    private final List<WaitingLog> logs = new ArrayList<>();
    final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// Puts the guard around a log.
    protected abstract WaitingLog guard(Log log);

    @Override
    protected WaitingLog newLog() {
        return guarded(new ListLog());
    }

    private WaitingLog guarded(Log log) {
        WaitingLog guarded = guard(log);
        logs.add(guarded);
        return guarded;
    }

    @AfterEach
    void close() {
        logs.forEach(log -> Thread.startVirtualThread(log::close));
        threads.shutdownNow();
    }

    static void until(Callable<Boolean> condition) {
        try {
            while (!condition.call()) {
                Thread.sleep(1);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static <T> T answer(Future<T> future) throws InterruptedException {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no answer: somebody waits for ever", e);
        }
    }

    @Test
    void theEndOfALogThatIsNotNewIsKnown() {
        var old = new ListLog();
        old.append(Event.of("a"));
        assertThat(guarded(old).end()).isEqualTo(1);
    }

    @Test
    void whatIsThereAlreadyNeedsNoWaiting() {
        WaitingLog log = newLog();
        log.append(Event.of("a"));
        assertThat(log.awaitEnd(0, Duration.ZERO)).isTrue();
        assertThat(log.awaitEnd(-5, Duration.ofSeconds(-1))).isTrue();
        assertThat(log.awaitEnd(1, Duration.ofMillis(1))).as("nothing beyond offset 1 yet").isFalse();
        assertThat(log.awaitEnd(1, Duration.ZERO)).isFalse();
    }

    @Test
    void aReaderWakesWhenTheEndMovesBeyondItsOffset() throws InterruptedException {
        WaitingLog log = newLog();
        Future<Boolean> reader = threads.submit(() -> log.awaitEnd(2, LONG));
        until(() -> log.waiting() == 1);
        log.append(Event.of("a"));
        log.append(Event.of("b"));
        assertThat(reader.isDone()).as("the end is 2, which is not beyond 2").isFalse();
        log.append(Event.of("c"));
        assertThat(answer(reader)).isTrue();
        assertThat(log.waiting()).isZero();
    }

    @Test
    void aTimeoutOfAgesIsNotTooLong() throws InterruptedException {
        WaitingLog log = newLog();
        Future<Boolean> reader = threads.submit(() -> log.awaitEnd(0, Duration.ofSeconds(Long.MAX_VALUE)));
        until(() -> log.waiting() == 1);
        log.append(Event.of("a"));
        assertThat(answer(reader)).isTrue();
    }

    @Test
    void oneReadersTimeoutIsNotTheOthers() throws InterruptedException {
        WaitingLog log = newLog();
        Future<Boolean> patient = threads.submit(() -> log.awaitEnd(0, LONG));
        until(() -> log.waiting() == 1);
        assertThat(log.awaitEnd(0, Duration.ofMillis(20))).isFalse();
        log.append(Event.of("a"));
        assertThat(answer(patient)).isTrue();
    }

    @Test
    void aRefusedAppendWakesNoReaderAndItsReasonReachesTheCaller() {
        var full = new IllegalStateException("no room");
        WaitingLog log = guarded(new FailingLog(full));
        assertThatThrownBy(() -> log.append(Event.of("a"))).isSameAs(full);
        assertThat(log.end()).isZero();
        assertThatThrownBy(() -> log.append(Event.of("a"))).as("and the log is still there to say so").isSameAs(full);
        assertThatThrownBy(() -> log.read(7, 1)).isInstanceOf(OffsetOutOfRangeException.class);
    }

    @Test
    void anErrorTravelsBackToo() throws InterruptedException {
        WaitingLog log = guarded(new FailingLog(new OutOfMemoryError("planted")));
        Future<Long> writer = threads.submit(() -> log.append(Event.of("a")));
        assertThatThrownBy(() -> answer(writer)).hasRootCauseInstanceOf(OutOfMemoryError.class)
                .hasRootCauseMessage("planted");
        assertThat(answer(threads.submit(log::start))).as("and the log goes on").isZero();
    }

    @Test
    void whatAReadGaveStaysAsItWas() {
        WaitingLog log = newLog();
        log.append(Event.of("a"));
        log.append(Event.of("b"));
        Iterable<Batch> row = log.read(0, 100);
        log.append(Event.of("c"));
        log.deleteBefore(2);
        assertThat(row).hasToString("[[0:a], [1:b]]");
    }

    /// A log that gives out its own list: behind a guard nobody may see that list change.
    @Test
    void whatAReadGaveStaysAsItWasEvenIfTheLogBehindGivesItsOwnList() {
        var live = new ArrayList<Batch>(List.of(ListBatch.of(Event.of("a"))));
        WaitingLog log = guarded(new FailingLog(null) {
            @Override
            public Iterable<Batch> read(long from, int maxBytes) {
                return live;
            }
        });
        Iterable<Batch> row = log.read(0, 100);
        live.clear();
        assertThat(row).hasSize(1);
    }

    @Test
    void aClosedLogRefusesEveryCallAndChangesNothing() {
        var behind = new ListLog();
        WaitingLog log = guarded(behind);
        log.append(Event.of("a"));
        log.close();
        log.close();
        var calls = new LinkedHashMap<String, Runnable>();
        calls.put("append", () -> log.append(Event.of("b")));
        calls.put("read", () -> log.read(0, 1));
        calls.put("start", log::start);
        calls.put("end", log::end);
        calls.put("sizeInBytes", log::sizeInBytes);
        calls.put("deleteBefore", () -> log.deleteBefore(1));
        calls.put("replace", () -> log.replace(1, List.of()));
        calls.put("entries", () -> log.entries(0));
        calls.put("awaitEnd(0)", () -> log.awaitEnd(0, LONG));
        calls.put("awaitEnd(1)", () -> log.awaitEnd(1, LONG));
        calls.forEach((name, call) -> assertThatThrownBy(call::run).as("%s of a closed log", name)
                .isInstanceOf(LogClosedException.class).has(messageWith("this log is closed")));
        assertThat(behind.entries(0)).as("the log behind").hasToString("[0:a]");
        assertThat(log).hasToString("closed");
    }

    /// A log in whose calls another thread tries to append, until it is inside too, waits or has ended.
    private final class ProbedLog extends ForwardingLog<ListLog> {
        private WaitingLog guarded;
        private volatile String armed = "";
        private volatile boolean inside;

        ProbedLog() {
            super(new ListLog());
        }

        private void probe(String call) {
            if (armed.equals(call)) {
                armed = "";
                Thread other = Thread.ofPlatform().daemon().start(() -> guarded.append(Event.of("other")));
                until(() -> inside || other.getState() == Thread.State.WAITING || !other.isAlive());
                assertThat(inside).as("another call runs, although this one has not ended").isFalse();
            }
        }

        @Override
        public long append(Batch batch) {
            inside |= batch.iterator().next().event().text().equals("other");
            return log.append(batch);
        }

        @Override
        public Iterable<Batch> read(long from, int maxBytes) {
            return () -> {
                probe("read");
                return log.read(from, maxBytes).iterator();
            };
        }

        @Override
        public long end() {
            probe("end");
            return log.end();
        }
    }

    @Test
    void whileABatchIsCopiedOrTheEndIsReadNoOtherCallRuns() {
        for (boolean reads : new boolean[]{true, false}) {
            var probed = new ProbedLog();
            probed.guarded = guarded(probed);
            probed.guarded.append(Event.of("a"));
            probed.armed = reads ? "read" : "end";
            if (reads) {
                assertThat(probed.guarded.read(0, 100)).isNotEmpty();
            } else {
                probed.guarded.append(Event.of("b"));
            }
            assertThat(probed.armed).as("the call that the log has not had").isEmpty();
            until(() -> probed.guarded.end() == (reads ? 2 : 3));
        }
    }

    @Test
    void closingWakesWaitingReadersWithAnError() throws InterruptedException {
        WaitingLog log = newLog();
        var readers = new ArrayList<Future<Boolean>>();
        for (int i = 0; i < 50; i++) {
            readers.add(threads.submit(() -> log.awaitEnd(0, LONG)));
        }
        until(() -> log.waiting() == 50);
        log.close();
        for (Future<Boolean> reader : readers) {
            assertThatThrownBy(() -> answer(reader)).isInstanceOf(LogClosedException.class);
        }
        assertThat(log.waiting()).isZero();
    }

    @Test
    void closingFinishesRunningCallsAndLeavesNoThreadWaiting() throws InterruptedException {
        var slow = new GatedLog();
        WaitingLog log = guarded(slow);
        Future<Long> inside = threads.submit(() -> log.append(Event.of("a")));
        slow.entered.acquireUninterruptibly();
        Future<?> closing = threads.submit(log::close);
        assertThat(closing.isDone()).as("closed while a writer is inside").isFalse();
        slow.gate.release(100);
        answer(closing);
        assertThat(answer(inside)).isZero();
        assertThat(slow.log.entries(0)).hasToString("[0:a]");
    }

    /// Whoever is told an offset finds its event in the log, and whoever is told that it is closed does not.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void closingInTheMiddleLeavesNoAppendInDoubt(long seed) throws InterruptedException {
        var random = new Random(seed);
        var behind = new ListLog();
        WaitingLog log = guarded(behind);
        var writers = new ArrayList<Future<Integer>>();
        for (int writer = 0; writer < 8; writer++) {
            writers.add(threads.submit(() -> appendUntilClosed(log)));
        }
        long enough = random.nextInt(1, 2000);
        assertThat(log.awaitEnd(enough, LONG)).isTrue();
        log.close();
        long said = 0;
        for (Future<Integer> writer : writers) {
            said += answer(writer);
        }
        assertThat(behind.end()).as("seed %d: what is in the log is what the writers were told", seed).isEqualTo(said);
        assertThat(log.waiting()).isZero();
    }

    /// A caller that has just found the log open and stands at its door when it is closed must not stand there for
    /// ever.
    @Test
    void everyAppendBeforeAClosingIsInTheLog() throws InterruptedException {
        for (int round = 0; round < Effort.of(2000, 400); round++) {
            var behind = new ListLog();
            WaitingLog log = guard(behind);
            var callers = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 3; i++) {
                callers.add(threads.submit(() -> appendUntilClosed(log)));
            }
            log.awaitEnd(round % 5, LONG);
            log.close();
            int said = 0;
            for (Future<Integer> caller : callers) {
                said += answer(caller);
            }
            assertThat(behind.end()).as("round %d", round).isEqualTo(said);
        }
    }

    private static int appendUntilClosed(Log log) {
        int appended = 0;
        try {
            while (true) {
                log.append(Event.of("x"));
                appended++;
            }
        } catch (LogClosedException e) {
            return appended;
        }
    }

    @Test
    void anInterruptEndsTheWaitingAndTheMarkStays() throws InterruptedException {
        WaitingLog log = newLog();
        var marked = new AtomicBoolean();
        Thread[] reader = new Thread[1];
        Future<Boolean> waiting = threads.submit(() -> {
            reader[0] = Thread.currentThread();
            try {
                return log.awaitEnd(0, LONG);
            } finally {
                marked.set(Thread.currentThread().isInterrupted());
            }
        });
        until(() -> log.waiting() == 1);
        reader[0].interrupt();
        assertThatThrownBy(() -> answer(waiting)).isInstanceOf(LogInterruptedException.class)
                .has(messageWith("nothing was done"));
        assertThat(marked).isTrue();
        assertThat(log.waiting()).isZero();
    }

    @Test
    void aCallerInterruptedBeforeItsTurnHasDoneNothing() throws InterruptedException {
        var slow = new GatedLog();
        WaitingLog log = guarded(slow);
        Future<Long> inside = threads.submit(() -> log.append(Event.of("a")));
        slow.entered.acquireUninterruptibly();
        var outside = new FutureTask<>(() -> log.append(Event.of("b")));
        Thread writer = Thread.startVirtualThread(outside);
        until(() -> writer.getState() == Thread.State.WAITING);
        writer.interrupt();
        assertThatThrownBy(() -> answer(outside)).isInstanceOf(LogInterruptedException.class);
        slow.gate.release(100);
        assertThat(answer(inside)).isZero();
        assertThat(log.entries(0)).hasToString("[0:a]");
    }

    @Test
    void anInterruptDoesNotKeepALogFromClosing() throws InterruptedException {
        var behind = new ListLog();
        WaitingLog log = guarded(behind);
        Future<Boolean> closer = threads.submit(() -> {
            Thread.currentThread().interrupt();
            log.close();
            return Thread.interrupted();
        });
        assertThat(answer(closer)).as("and the mark stays").isTrue();
        assertThatThrownBy(log::start).isInstanceOf(LogClosedException.class);
    }

    @Test
    void noScheduleOfTwoWritersLosesAnEvent() {
        assertThat(Race.losses(ListLog::new)).as("without a guard").isEqualTo(18);
        assertThat(Race.losses(this::newLog)).as("with one").isZero();
    }

    /// Many writers with batches of any size, many readers who wait, somebody who forgets, all at once.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void nothingIsLostNothingComesTwiceAndEachWritersOrderIsKept(long seed) throws InterruptedException {
        int writers = 8;
        int readers = 16;
        int events = Effort.of(1500, 300);
        WaitingLog log = newLog();
        var writing = new ArrayList<Future<Integer>>();
        for (int writer = 0; writer < writers; writer++) {
            int id = writer;
            writing.add(threads.submit(() -> write(log, id, events, new Random(seed * 100 + id))));
        }
        var reading = new ArrayList<Future<List<Entry>>>();
        for (int reader = 0; reader < readers; reader++) {
            var random = new Random(seed * 100 + 50 + reader);
            reading.add(threads.submit(() -> read(log, (long) writers * events, random)));
        }
        for (Future<Integer> writer : writing) {
            assertThat(answer(writer)).isEqualTo(events);
        }
        List<Entry> story = log.entries(0);
        assertThat(story).as("seed %d: nothing lost, nothing twice", seed).hasSize(writers * events);
        for (Future<List<Entry>> reader : reading) {
            assertThat(answer(reader).equals(story)).as("seed %d: every reader reads the same story", seed).isTrue();
        }
        int switches = checkOrder(story, seed);
        System.out.printf("%s, seed %d: %d writers and %d readers, %d events, the log changed writers %d times%n",
                log.getClass().getSimpleName(), seed, writers, readers, story.size(), switches);
    }

    private static int write(Log log, int id, int events, Random random) {
        int sent = 0;
        while (sent < events) {
            var batch = new ArrayList<Event>();
            for (int i = Math.min(events - sent, random.nextInt(1, 6)); i > 0; i--) {
                batch.add(Event.of("" + id, "" + sent++));
            }
            log.append(ListBatch.of(new Origin(id, (short) 0, 0), batch));
            if (random.nextInt(4) == 0) {
                Thread.yield();
            }
        }
        return sent;
    }

    private static List<Entry> read(WaitingLog log, long all, Random random) {
        var story = new ArrayList<Entry>();
        var reader = new Consumer("reader", log);
        while (reader.position() < all) {
            assertThat(log.awaitEnd(reader.position(), LONG)).as("a wake-up was lost at %d", reader.position())
                    .isTrue();
            story.addAll(reader.poll(random.nextInt(1, 300)));
        }
        return story;
    }

    private static int checkOrder(List<Entry> story, long seed) {
        Map<String, Integer> next = new HashMap<>();
        int switches = 0;
        String before = "";
        for (int i = 0; i < story.size(); i++) {
            String writer = new String(story.get(i).event().key());
            assertThat(story.get(i).offset()).as("seed %d: offsets count on", seed).isEqualTo(i);
            assertThat(story.get(i).event().text()).as("seed %d: writer %s, at offset %d", seed, writer, i)
                    .isEqualTo("" + (next.merge(writer, 1, Integer::sum) - 1));
            switches += writer.equals(before) ? 0 : 1;
            before = writer;
        }
        return switches;
    }

    /// One writer and one reader, in step: each append must wake the reader, or they stand still.
    @Test
    void noWakeUpIsLostInManyThousandRounds() throws InterruptedException {
        int rounds = Effort.of(20_000, 4000);
        WaitingLog there = newLog();
        WaitingLog back = newLog();
        Future<Integer> echo = threads.submit(() -> {
            for (int i = 0; i < rounds; i++) {
                assertThat(there.awaitEnd(i, LONG)).as("round %d: a wake-up was lost", i).isTrue();
                back.append(Event.of("pong"));
            }
            return rounds;
        });
        for (int i = 0; i < rounds; i++) {
            there.append(Event.of("ping"));
            assertThat(back.awaitEnd(i, LONG)).as("round %d: a wake-up was lost", i).isTrue();
        }
        assertThat(answer(echo)).isEqualTo(rounds);
        System.out.printf("%s: %d rounds of ping and pong, no wake-up lost%n", there.getClass().getSimpleName(),
                rounds);
    }

    @Test
    void tenThousandVirtualThreadsWaitAndAllOfThemWake() throws InterruptedException {
        int readers = Effort.of(10_000, 2000);
        WaitingLog log = newLog();
        var awake = new CountDownLatch(readers);
        var wrong = new AtomicInteger();
        for (int i = 0; i < readers; i++) {
            long beyond = i % 3;
            threads.execute(() -> {
                if (!log.awaitEnd(beyond, LONG) || log.end() <= beyond) {
                    wrong.incrementAndGet();
                }
                awake.countDown();
            });
        }
        until(() -> log.waiting() == readers);
        for (int i = 0; i < 3; i++) {
            log.append(Event.of("" + i));
        }
        assertThat(awake.await(30, TimeUnit.SECONDS)).as("still asleep: %d of %d", awake.getCount(), readers).isTrue();
        assertThat(wrong).hasValue(0);
        System.out.printf("%s: %d virtual threads waited, and all woke%n", log.getClass().getSimpleName(), readers);
    }
}
