package gregor.deque;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Event;
import gregor.list.Log;
import gregor.list.LogContract;
import org.junit.jupiter.api.Test;

class DequeLogTest extends LogContract {
    @Override
    protected Log newLog() {
        return new DequeLog();
    }

    @Test
    void theRingGoesRoundManyTimes() {
        var log = new DequeLog();
        for (int i = 0; i < 1000; i++) {
            log.append(Event.of("" + i));
            log.forget(Math.max(0, i - 9));
        }
        assertThat(log.start()).isEqualTo(990);
        assertThat(log).asString().startsWith("[990:990, 991:991, ");
        assertThat(log.entries(995)).hasToString("[995:995, 996:996, 997:997, 998:998, 999:999]");
    }
}
