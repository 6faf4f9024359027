package gregor.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Consumer;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedLogTest extends WaitingLogContract {
    @Override
    protected WaitingLog guard(Log log) {
        return new BoundedLog(new SharedLog(log), 10, LONG);
    }

    private static BoundedLog bounded(int maxLag, Duration patience, String... readers) {
        return new BoundedLog(new SharedLog(new ListLog()), maxLag, patience, readers);
    }

    @Test
    void aWriterWaitsUntilTheSlowestReaderIsNearEnough() throws InterruptedException {
        try (var log = bounded(2, LONG, "fast", "slow")) {
            log.append(Event.of("a"));
            log.append(Event.of("b"));
            Future<Long> third = threads.submit(() -> log.append(Event.of("c")));
            until(() -> log.blocked() == 1);
            log.reached("fast", 2);
            assertThat(third.isDone()).as("the slow one has read nothing yet").isFalse();
            assertThat(log.end()).isEqualTo(2);
            log.reached("slow", 1);
            assertThat(answer(third)).isEqualTo(2);
        }
    }

    @Test
    void aWriterWhosePatienceIsOverIsToldWhoIsBehindAndNothingIsAppended() {
        try (var log = bounded(1, Duration.ofMillis(10), "display")) {
            log.append(Event.of("a"));
            assertThatThrownBy(() -> log.append(Event.of("b"))).isInstanceOf(LagException.class)
                    .hasMessageStartingWith("reader display lags by 1, allowed is 1");
            assertThat(log.end()).isEqualTo(1);
            log.reached("display", 1);
            assertThat(log.append(Event.of("b"))).isEqualTo(1);
        }
    }

    @Test
    void aBatchLargerThanTheLimitGoesWhenEverythingBeforeItIsRead() {
        try (var log = bounded(2, Duration.ofMillis(10), "display")) {
            var large = ListBatch.of(Event.of("a"), Event.of("b"), Event.of("c"));
            assertThat(log.append(large)).isZero();
            assertThatThrownBy(() -> log.append(Event.of("d"))).isInstanceOf(LagException.class);
            log.reached("display", 2);
            assertThatThrownBy(() -> log.append(large)).as("one event is unread").isInstanceOf(LagException.class);
            log.reached("display", 3);
            assertThat(log.append(large)).isEqualTo(3);
        }
    }

    @Test
    void aBatchCountsItsEventsWhateverOffsetsItHadElsewhere() {
        try (var log = bounded(3, Duration.ofMillis(10), "display")) {
            log.append(ListBatch.of(Event.of("a"), Event.of("b")));
            assertThat(log.append(ListBatch.of(Event.of("c")).at(500))).as("one event, and room for one").isEqualTo(2);
            log.reached("display", 1);
            assertThatThrownBy(() -> log.append(ListBatch.of(Event.of("d"), Event.of("e")).at(500)))
                    .isInstanceOf(LagException.class)
                    .hasMessageStartingWith("reader display lags by 2, allowed is 3");
        }
    }

    @Test
    void nobodyWaitsForAReaderThatHasLeft() throws InterruptedException {
        try (var log = bounded(1, LONG, "display")) {
            log.append(Event.of("a"));
            Future<Long> second = threads.submit(() -> log.append(Event.of("b")));
            until(() -> log.blocked() == 1);
            log.leave("display");
            log.leave("display");
            assertThat(answer(second)).isEqualTo(1);
            assertThat(log.append(Event.of("c"))).as("without readers there is no limit").isEqualTo(2);
        }
    }

    @Test
    void closingWakesTheWriterThatWaits() throws InterruptedException {
        var log = bounded(1, LONG, "display");
        log.append(Event.of("a"));
        Future<Long> second = threads.submit(() -> log.append(Event.of("b")));
        until(() -> log.blocked() == 1);
        log.close();
        assertThatThrownBy(() -> answer(second)).isInstanceOf(LogClosedException.class);
    }

    @Test
    void whatAReaderCannotHaveReachedIsRefused() {
        try (var log = bounded(1, Duration.ofMillis(10), "display")) {
            log.append(Event.of("a"));
            assertThatThrownBy(() -> log.reached("dispaly", 1)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there is no reader dispaly here: they are [display]");
            assertThatThrownBy(() -> log.reached("display", 2)).isInstanceOf(OffsetOutOfRangeException.class);
            assertThatThrownBy(() -> log.append(Event.of("b"))).as("nothing has changed")
                    .isInstanceOf(LagException.class);
        }
    }

    @Test
    void aReaderThatGoesBackToReadAgainHoldsNobodyUp() {
        try (var log = bounded(2, Duration.ofMillis(10), "display")) {
            log.append(Event.of("a"));
            log.append(Event.of("b"));
            log.reached("display", 2);
            log.reached("display", 0);
            assertThat(log.append(Event.of("c"))).isEqualTo(2);
            assertThat(log.append(Event.of("d"))).isEqualTo(3);
        }
    }

    @Test
    void aLimitOfNothingIsRefused() {
        assertThatThrownBy(() -> bounded(0, LONG)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void manyWritersNeverGetFurtherAheadThanTheLimit(long seed) throws InterruptedException {
        int writers = 6;
        int events = 400;
        try (var log = bounded(7, LONG, "reader")) {
            for (int writer = 0; writer < writers; writer++) {
                threads.execute(() -> {
                    for (int i = 0; i < events; i++) {
                        log.append(Event.of("" + i));
                    }
                });
            }
            var random = new Random(seed);
            var reader = new Consumer("reader", log);
            while (reader.position() < writers * events) {
                assertThat(log.awaitEnd(reader.position(), LONG)).as("seed %d", seed).isTrue();
                assertThat(log.end() - reader.position()).as("seed %d, at %d", seed, reader.position())
                        .isBetween(1L, 7L);
                reader.poll(random.nextInt(1, 8));
                log.reached("reader", reader.position());
            }
        }
    }
}
