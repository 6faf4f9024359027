package gregor.packed;

import gregor.file.BatchFormat;
import gregor.file.BatchHeader;
import gregor.list.Batch;
import java.nio.ByteBuffer;

/// Segments that hold packed batches, as those of Kafka do: the `.log` file of a topic's partition.
///
/// A packed batch is stored as it was received, with another base offset and another leader epoch. Any other is
/// packed, and not compressed: that is for those to do who make many batches, and not for the one who keeps them.
///
/// A format keeps no state; any thread may call it.
///
/// @param leaderEpoch what is written as the leader epoch of each batch
/// @param limits      how large a batch may become when it is decompressed
public record PackedFormat(int leaderEpoch, DecompressionLimits limits) implements BatchFormat {
    /// One leader for ever, and the usual limits.
    public PackedFormat() {
        this(0, DecompressionLimits.DEFAULT);
    }

    @Override
    public String name() {
        return "packed";
    }

    @Override
    public int headerBytes() {
        return HeaderField.ALL;
    }

    @Override
    public BatchHeader frame(ByteBuffer bytes, int at) {
        PackedBatch batch = PackedBatch.whole(bytes.slice(at, HeaderField.ALL), limits);
        int length = PackedBatch.length(bytes, at);
        return new BatchHeader(length, (int) HeaderField.CHECKSUM.of(bytes, at), HeaderField.CHECKSUM.end(), batch.baseOffset(),
                batch.lastOffset(), batch.maxTimestamp(), length, batch.origin());
    }

    @Override
    public int storedBytes(Batch batch) {
        return batch instanceof PackedBatch packed ? packed.sizeInBytes() : new BatchEncoder(batch).sizeInBytes();
    }

    @Override
    public void write(Batch batch, long baseOffset, ByteBuffer to) {
        int at = to.position();
        if (batch instanceof PackedBatch packed) {
            packed.at(baseOffset, leaderEpoch).writeTo(to);
        } else {
            new BatchEncoder(batch).write(baseOffset, to);
            to.putInt(at + HeaderField.LEADER_EPOCH.at(), leaderEpoch);
        }
    }

    @Override
    public Batch batch(BatchHeader frame, ByteBuffer stored) {
        return PackedBatch.whole(stored, limits);
    }
}
