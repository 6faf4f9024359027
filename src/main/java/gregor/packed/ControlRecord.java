package gregor.packed;

import gregor.list.Entry;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A note of the broker to its consumers, in a batch of its own. It takes an offset as an event does, and no program
/// ever gets it from `poll`.
///
/// ```
/// key   = version:2 type:2          0 abort, 1 commit, 2 and more for Kafka's own metadata
/// value = version:2 coordinatorEpoch:4      of an abort or a commit
/// ```
///
/// @param coordinatorEpoch counts the lives of the transaction's coordinator; -1 if it ends no transaction
public record ControlRecord(long offset, Type type, int coordinatorEpoch) {
    /// What the broker says.
    public enum Type {
        /// The transaction of this producer has failed: forget its events.
        ABORT,
        /// The transaction of this producer has succeeded.
        COMMIT,
        /// Something else, for Kafka's own metadata.
        OTHER
    }

    /// Reads a control batch; empty if it is none, or has lost its marker to compaction.
    ///
    /// @throws CorruptBatchException if it holds something else
    public static Optional<ControlRecord> of(PackedBatch batch) {
        if (!batch.isControl() || batch.count() == 0) {
            return Optional.empty();
        }
        Entry record = batch.records().next();
        ByteBuffer key = payload(record.event().key(), 4);
        short type = key.getShort(2);
        if (type < 0) {
            throw new CorruptBatchException("there is no control record of type " + type);
        }
        if (type >= Type.OTHER.ordinal()) {
            return Optional.of(new ControlRecord(record.offset(), Type.OTHER, -1));
        }
        ByteBuffer value = payload(record.event().value(), 6);
        return Optional.of(new ControlRecord(record.offset(), Type.values()[type], value.getInt(2)));
    }

    private static ByteBuffer payload(byte[] bytes, int least) {
        if (bytes == null || bytes.length < least) {
            throw new CorruptBatchException("a control record has too few bytes");
        }
        return ByteBuffer.wrap(bytes);
    }
}
