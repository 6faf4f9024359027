package gregor.packed;

import module java.base;

import gregor.file.BatchFormat;
import gregor.file.BatchHeader;
import gregor.list.Batch;

/// The format of Kafka's segments: record batches in the `.log` file of a partition.
///
/// A [PackedBatch] is stored as it was received, with its base offset and leader epoch set. Any other batch is encoded
/// without compression, which is the task of producers, unless the topic demands a codec.
///
/// A format has no state; any thread may call it.
public record PackedFormat() implements BatchFormat {
    private static final int LEADER_EPOCH = 0;
    private static final DecompressionLimits LIMITS = DecompressionLimits.DEFAULT;

    @Override
    public String name() {
        return "packed";
    }

    @Override
    public int headerBytes() {
        return HeaderField.ALL;
    }

    @Override
    public BatchHeader header(ByteBuffer bytes, int at) {
        PackedBatch batch = PackedBatch.whole(bytes.slice(at, HeaderField.ALL), LIMITS);
        int length = PackedBatch.length(bytes, at);
        return new BatchHeader(length, (int) HeaderField.CHECKSUM.of(bytes, at), HeaderField.CHECKSUM.end(),
                batch.baseOffset(), batch.lastOffset(), batch.maxTimestamp(), length, batch.origin());
    }

    @Override
    public int storedBytes(Batch batch) {
        return batch instanceof PackedBatch packed ? packed.sizeInBytes() : new BatchEncoder(batch).sizeInBytes();
    }

    @Override
    public void write(Batch batch, long baseOffset, ByteBuffer to) {
        int at = to.position();
        if (batch instanceof PackedBatch packed) {
            packed.at(baseOffset, LEADER_EPOCH).writeTo(to);
        } else {
            new BatchEncoder(batch).write(baseOffset, to);
            to.putInt(at + HeaderField.LEADER_EPOCH.at(), LEADER_EPOCH);
        }
    }

    @Override
    public Batch compressed(Batch batch, String type, int maxBytes) {
        return batch instanceof PackedBatch control && control.isControl() ? batch : switch (type) {
            case "producer" -> batch;
            case "uncompressed" -> packed(batch).compressed(Codec.NONE, maxBytes);
            default -> packed(batch).compressed(Codec.valueOf(type.toUpperCase(Locale.ROOT)), maxBytes);
        };
    }

    private static PackedBatch packed(Batch batch) {
        return batch instanceof PackedBatch packed ? packed : PackedBatch.of(batch, Codec.NONE);
    }

    @Override
    public Batch batch(BatchHeader header, ByteBuffer stored) {
        return PackedBatch.whole(stored, LIMITS);
    }
}
