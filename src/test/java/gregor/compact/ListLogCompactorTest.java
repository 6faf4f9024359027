package gregor.compact;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.ListLog;
import gregor.list.Log;
import org.junit.jupiter.api.Test;

class ListLogCompactorTest extends CompactorContract {
    @Override
    protected Log newLog() {
        return new ListLog();
    }

    @Test
    void aBatchOfWhichAllEventsStayIsNotCopied() {
        Log log = newLog();
        log.append(ListBatch.of(Event.of("a", "1"), Event.of("b", "1")));
        log.append(Event.of("c", "1"));
        log.append(Event.of("c", "2"));
        log.append(Event.of("z", "1"));
        Batch before = log.read(0, 1).iterator().next();
        new Compactor(log, CompactionSettings.DEFAULT, () -> Instant.EPOCH).compact();
        assertThat(log.entries(0)).hasToString("[0:a=1, 1:b=1, 3:c=2, 4:z=1]");
        assertThat(log.read(0, 1).iterator().next()).isSameAs(before);
    }
}
