package gregor.packed;

import module java.base;

import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import org.jspecify.annotations.Nullable;

/// A record that the broker writes for consumers, in its own batch. It has an offset, but `poll` never returns it
/// (KIP-98).
///
/// ```
/// key   = version:2 type:2          0 abort, 1 commit, 2 and more for Kafka's own metadata
/// value = version:2 coordinatorEpoch:4      of an abort or a commit
/// ```
///
/// @param coordinatorEpoch the epoch of the transaction coordinator; -1 if the record does not end a transaction
public record ControlRecord(long offset, Type type, int coordinatorEpoch) {
    /// The type of a control record.
    public enum Type {
        /// The transaction of this producer was aborted: consumers skip its events.
        ABORT,
        /// The transaction of this producer was committed.
        COMMIT,
        /// Another type, which Kafka uses for its metadata.
        OTHER
    }

    /// Reads a control batch; empty if it is not one, or compaction has removed its record.
    ///
    /// @throws CorruptBatchException if the record is not a control record
    public static Optional<ControlRecord> of(PackedBatch batch) {
        if (!batch.isControl() || batch.count() == 0) {
            return Optional.empty();
        }
        Entry record = batch.records().next();
        ByteBuffer key = payload(record.event().key(), 4);
        short type = key.getShort(2);
        if (type < 0) {
            throw new CorruptBatchException("unknown type of control record: " + type);
        }
        if (type >= Type.OTHER.ordinal()) {
            return Optional.of(new ControlRecord(record.offset(), Type.OTHER, -1));
        }
        ByteBuffer value = payload(record.event().value(), 6);
        return Optional.of(new ControlRecord(record.offset(), Type.values()[type], value.getInt(2)));
    }

    /// Makes the batch of a marker, which ends the transaction of a producer.
    ///
    /// @param producer        the id and the epoch of the producer; its sequence is not used
    /// @param coordinatorEpoch the epoch of the transaction coordinator
    /// @param timestamp       in ms
    public static PackedBatch marker(Type type, Origin producer, int coordinatorEpoch, long timestamp) {
        byte[] key = ByteBuffer.allocate(4).putShort(2, (short) type.ordinal()).array();
        byte[] value = ByteBuffer.allocate(6).putInt(2, coordinatorEpoch).array();
        var origin = new Origin(producer.producerId(), producer.epoch(), -1);
        return PackedBatch
                .of(ListBatch.of(origin, List.of(new Event(timestamp, key, value, List.of()))), Codec.NONE)
                .with(Attributes.CONTROL | Attributes.TRANSACTIONAL, timestamp);
    }

    private static ByteBuffer payload(byte @Nullable [] bytes, int least) {
        if (bytes == null || bytes.length < least) {
            throw new CorruptBatchException("a control record has too few bytes");
        }
        return ByteBuffer.wrap(bytes);
    }
}
