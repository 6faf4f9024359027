package gregor.deque;

import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.OffsetOutOfRangeException;
import java.util.List;

/// What a consumer does when its position has left the log. Kafka: `auto.offset.reset`.
public enum OffsetReset {
    /// Go on with the earliest event that is still there; what has left is missed.
    EARLIEST,
    /// Go on with what comes next; everything until then is missed.
    LATEST,
    /// Fail, and let a person decide.
    NONE;

    /// Polls, and if the position is out of range does what this policy says.
    ///
    /// @throws OffsetOutOfRangeException if this is [#NONE]; the consumer stays where it was
    public List<Entry> poll(Consumer consumer, int maxEvents) {
        try {
            return consumer.poll(maxEvents);
        } catch (OffsetOutOfRangeException gone) {
            switch (this) {
                case EARLIEST -> consumer.seekToBeginning();
                case LATEST -> consumer.seekToEnd();
                case NONE -> throw gone;
            }
            return consumer.poll(maxEvents);
        }
    }
}
