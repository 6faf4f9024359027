package gregor.list;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListLogTest extends LogContract {
    @Override
    protected Log newLog() {
        return new ListLog();
    }

    @Test
    void itSaysWhatIsInIt() {
        Log log = newLog();
        log.append(Event.of("a"));
        log.append(Event.of("k", "b"));
        log.forget(1);
        assertThat(log).hasToString("[1:k=b]");
    }
}
