package gregor.compact;

import gregor.list.Batch;

/// A batch whose events are stored in a way that a compaction keeps, such as a codec.
public interface RewritableBatch extends Batch {
    /// Returns a batch with the retained events of this one, stored as this one is.
    Batch rewritten(Batch retained);
}
