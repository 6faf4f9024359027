package gregor.deque;

import module java.base;

import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.OffsetOutOfRangeException;

/// What a consumer does when its position is out of range. Kafka: `auto.offset.reset`.
public enum OffsetReset {
    /// Continue at the earliest event of the log; the events before it are missed.
    EARLIEST,
    /// Continue at the end of the log; all events before it are missed.
    LATEST,
    /// Fail; the caller decides.
    NONE;

    /// Polls; resets the position first if it is out of range.
    ///
    /// @throws OffsetOutOfRangeException if this is [#NONE]; the position does not change
    public List<Entry> poll(Consumer consumer, int maxEvents) {
        try {
            return consumer.poll(maxEvents);
        } catch (OffsetOutOfRangeException e) {
            switch (this) {
                case EARLIEST -> consumer.seekToBeginning();
                case LATEST -> consumer.seekToEnd();
                case NONE -> throw e;
            }
            return consumer.poll(maxEvents);
        }
    }
}
