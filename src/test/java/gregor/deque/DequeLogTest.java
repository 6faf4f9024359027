package gregor.deque;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.MemoryLogContract;
import gregor.list.Origin;
import org.junit.jupiter.api.Test;

class DequeLogTest extends MemoryLogContract {
    @Override
    protected Log newLog() {
        return new DequeLog();
    }

    @Test
    void theRingGoesRoundManyTimes() {
        var log = new DequeLog();
        for (int i = 0; i < 1000; i++) {
            log.append(Event.of("" + i));
            log.deleteBefore(Math.max(0, i - 9));
        }
        assertThat(log.start()).isEqualTo(990);
        assertThat(log).asString().startsWith("[990:990, 991:991, ");
        assertThat(log.entries(995)).hasToString("[995:995, 996:996, 997:997, 998:998, 999:999]");
    }

    @Test
    void aBatchMayBeManyTimesAsLongAsTheRing() {
        var log = new DequeLog();
        log.append(Event.of("first"));
        log.append(ListBatch.of(Origin.UNKNOWN, IntStream.range(0, 300).mapToObj(i -> Event.of("" + i)).toList()));
        log.append(Event.of("last"));
        assertThat(log.entries(0)).hasSize(302);
        assertThat(log.entries(300)).hasToString("[300:299, 301:last]");
    }

    @Test
    void whatIsForgottenTakesNoMemory() throws InterruptedException {
        var log = new DequeLog();
        var event = new WeakReference<>(Event.of("soon gone"));
        log.append(event.get());
        log.append(Event.of("stays"));
        log.deleteBefore(1);
        for (int i = 0; i < 100 && event.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(event.get()).as("the event that was forgotten, if anything still holds it").isNull();
        assertThat(log).hasToString("[1:stays]");
    }
}
