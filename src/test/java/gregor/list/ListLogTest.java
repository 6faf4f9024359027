package gregor.list;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListLogTest extends MemoryLogContract {
    @Override
    protected Log newLog() {
        return new ListLog();
    }

    @Test
    void offsetsMayBeMoreThanAnIntHolds() {
        long large = 1L << 33;
        Log log = newLog();
        log.append(new Hollow(ListBatch.of(Event.of("a")), large - 1));
        assertThat(log.append(Event.of("b"))).isEqualTo(large);
        log.deleteBefore(large);
        assertThat(log.start()).isEqualTo(large);
        assertThat(log.end()).isEqualTo(large + 1);
        assertThat(log.entries(large)).hasToString("[" + large + ":b]");
    }
}
