package gregor.list;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What a log in memory promises beyond [LogContract].
public abstract class MemoryLogContract extends LogContract {
    /// A batch that claims to have more bytes than it has.
    private record LargeBatch(Batch events) implements Batch {
        @Override
        public long baseOffset() {
            return events.baseOffset();
        }

        @Override
        public long lastOffset() {
            return events.lastOffset();
        }

        @Override
        public long maxTimestamp() {
            return events.maxTimestamp();
        }

        @Override
        public int sizeInBytes() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Origin origin() {
            return events.origin();
        }

        @Override
        public Batch at(long base) {
            return new LargeBatch(events.at(base));
        }

        @Override
        public Iterator<Entry> iterator() {
            return events.iterator();
        }
    }

    @Test
    void theSizeMayBeMoreThanAnIntHolds() {
        Log log = newLog();
        for (int i = 0; i < 3; i++) {
            log.append(new LargeBatch(ListBatch.of(Event.of("" + i))));
        }
        assertThat(log.sizeInBytes()).isEqualTo(3L * Integer.MAX_VALUE);
        log.deleteBefore(2);
        assertThat(log.sizeInBytes()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aReadGivesAListThatLaterChangesDoNotAffect() {
        Log log = newLog();
        log.append(Event.of("a"));
        log.append(Event.of("b"));
        Iterable<Batch> read = log.read(0, Integer.MAX_VALUE);
        log.append(Event.of("c"));
        log.deleteBefore(1);
        var events = new ArrayList<Entry>();
        read.forEach(batch -> batch.forEach(events::add));
        assertThat(events).hasToString("[0:a, 1:b]");
        log.replace(3, List.of());
        assertThat(read).hasSize(2);
    }
}
