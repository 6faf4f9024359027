package gregor.packed;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Origin;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.zip.CRC32C;

/// A batch that is bytes: Kafka's record batch, version 2 (KIP-98). It is kept as it was received, and its events are
/// made when somebody asks for them, and not before.
///
/// ```
/// batch      = baseOffset:8 length:4 leaderEpoch:4 magic:1 checksum:4 attributes:2 lastOffsetDelta:4
///              baseTimestamp:8 maxTimestamp:8 producerId:8 producerEpoch:2 baseSequence:4 count:4 records
/// records    = record*, compressed by the codec that the attributes name
/// record     = length attributes:1 timestampDelta offsetDelta key value headers (key value)*
/// key, value = length and so many bytes; a length of -1 for null
/// ```
///
/// The fields are those of [HeaderField]; in a record, whatever has no size here is a [Varint]. The checksum stands for what
/// comes after it. What comes before it, a broker writes: so it can place a batch without a look at the rest.
///
/// It does not change, and any thread may call it.
public final class PackedBatch implements Batch {
    /// The number of this format.
    static final int MAGIC = 2;

    private final ByteBuffer bytes;
    private final long baseOffset;
    private final int leaderEpoch;
    private final DecompressionLimits limits;

    private PackedBatch(ByteBuffer bytes, long baseOffset, int leaderEpoch, DecompressionLimits limits) {
        this.bytes = bytes;
        this.baseOffset = baseOffset;
        this.leaderEpoch = leaderEpoch;
        this.limits = limits;
    }

    /// Packs events, the offsets as they are. They are compressed here and now.
    ///
    /// @throws IllegalArgumentException if an array cannot hold them
    public static PackedBatch of(Batch batch, Codec codec) {
        return batch instanceof PackedBatch packed && packed.codec() == codec ? packed
                : whole(new BatchEncoder(batch).pack(codec), DecompressionLimits.DEFAULT);
    }

    /// Takes the batch that a buffer begins with; the buffer goes on behind it. The bytes are not copied: who hands
    /// them over no longer writes to them.
    ///
    /// @throws CorruptBatchException if no batch begins there, it is cut short, or its checksum is wrong
    public static PackedBatch take(ByteBuffer from, DecompressionLimits limits) {
        int at = from.position();
        int length = length(from, at);
        if (length == 0) {
            throw new CorruptBatchException("no batch of version " + MAGIC + " begins here");
        }
        if (length > from.remaining()) {
            throw new CorruptBatchException("a batch says that it has " + length + " bytes, and "
                    + from.remaining() + " are left");
        }
        PackedBatch batch = whole(from.slice(at, length), limits);
        batch.check();
        from.position(at + length);
        return batch;
    }

    /// How long the batch is that begins at a position, by what it says; 0 if none of this version does.
    static int length(ByteBuffer bytes, int at) {
        if (bytes.limit() - at < HeaderField.ALL || HeaderField.MAGIC.of(bytes, at) != MAGIC) {
            return 0;
        }
        long length = HeaderField.LENGTH.of(bytes, at) + HeaderField.LENGTH.end();
        return length < HeaderField.ALL || length > Integer.MAX_VALUE ? 0 : (int) length;
    }

    /// Wraps the bytes of one batch that somebody has checked.
    static PackedBatch whole(ByteBuffer bytes, DecompressionLimits limits) {
        ByteBuffer own = bytes.slice();
        return new PackedBatch(own, HeaderField.BASE_OFFSET.of(own, 0), (int) HeaderField.LEADER_EPOCH.of(own, 0), limits);
    }

    private void check() {
        if (checksum(bytes, 0, bytes.limit()) != (int) get(HeaderField.CHECKSUM)) {
            throw new CorruptBatchException("the checksum of a batch is wrong");
        }
        if (get(HeaderField.LAST_OFFSET_DELTA) < 0 || get(HeaderField.COUNT) < 0
                || get(HeaderField.COUNT) > get(HeaderField.LAST_OFFSET_DELTA) + 1) {
            throw new CorruptBatchException("a batch says that it has " + get(HeaderField.COUNT) + " records in "
                    + (get(HeaderField.LAST_OFFSET_DELTA) + 1) + " places");
        }
        codec();
    }

    /// Computes what the checksum of a batch should be.
    static int checksum(ByteBuffer bytes, int at, int length) {
        var checksum = new CRC32C();
        checksum.update(bytes.slice(at + HeaderField.CHECKSUM.end(), length - HeaderField.CHECKSUM.end()));
        return (int) checksum.getValue();
    }

    private long get(HeaderField field) {
        return field.of(bytes, 0);
    }

    private boolean has(int attribute) {
        return (get(HeaderField.ATTRIBUTES) & attribute) != 0;
    }

    @Override
    public long baseOffset() {
        return baseOffset;
    }

    @Override
    public long lastOffset() {
        return baseOffset + get(HeaderField.LAST_OFFSET_DELTA);
    }

    @Override
    public long maxTimestamp() {
        return get(HeaderField.MAX_TIMESTAMP);
    }

    /// As many bytes as it takes in a file or in a message: compressed, if it is.
    @Override
    public int sizeInBytes() {
        return bytes.limit();
    }

    @Override
    public Origin origin() {
        return new Origin(get(HeaderField.PRODUCER_ID), (short) get(HeaderField.PRODUCER_EPOCH), (int) get(HeaderField.BASE_SEQUENCE));
    }

    /// How its records are compressed.
    public Codec codec() {
        return Attributes.codec((int) get(HeaderField.ATTRIBUTES));
    }

    /// How many records it has.
    public int count() {
        return (int) get(HeaderField.COUNT);
    }

    /// Counts the leaders that its partition has had; -1 if nobody has said.
    public int leaderEpoch() {
        return leaderEpoch;
    }

    /// Whether its timestamps say when the broker got it, and not when its producer made the events.
    public boolean isAppendTime() {
        return has(Attributes.APPEND_TIME);
    }

    /// Whether it belongs to a transaction.
    public boolean isTransactional() {
        return has(Attributes.TRANSACTIONAL);
    }

    /// Whether it holds notes of the broker to its consumers, and no events.
    public boolean isControl() {
        return has(Attributes.CONTROL);
    }

    @Override
    public PackedBatch at(long baseOffset) {
        return at(baseOffset, leaderEpoch);
    }

    /// Returns the same batch, placed by a leader. The bytes are shared: only the first sixteen will differ.
    public PackedBatch at(long baseOffset, int leaderEpoch) {
        return new PackedBatch(bytes, baseOffset, leaderEpoch, limits);
    }

    /// Returns the same batch, stamped by a broker: each of its events has this time. The checksum is another one.
    public PackedBatch stamped(long appendTime) {
        ByteBuffer stamped = ByteBuffer.allocate(bytes.limit()).put(bytes.duplicate()).flip();
        stamped.putShort(HeaderField.ATTRIBUTES.at(), (short) (get(HeaderField.ATTRIBUTES) | Attributes.APPEND_TIME));
        stamped.putLong(HeaderField.MAX_TIMESTAMP.at(), appendTime);
        stamped.putInt(HeaderField.CHECKSUM.at(), checksum(stamped, 0, stamped.limit()));
        return new PackedBatch(stamped, baseOffset, leaderEpoch, limits);
    }

    /// Writes its bytes, [#sizeInBytes()] of them.
    public void writeTo(ByteBuffer to) {
        int at = to.position();
        to.put(bytes.duplicate());
        to.putLong(at + HeaderField.BASE_OFFSET.at(), baseOffset).putInt(at + HeaderField.LEADER_EPOCH.at(), leaderEpoch);
    }

    /// Returns a copy of its bytes.
    public ByteBuffer bytes() {
        ByteBuffer copy = ByteBuffer.allocate(sizeInBytes());
        writeTo(copy);
        return copy.flip();
    }

    /// Unpacks its events, one after the other. A control batch has none, whatever its [#count()]; see
    /// [ControlRecord#of(PackedBatch)].
    ///
    /// The iterator throws [CorruptBatchException] if the records are not what they should be: a checksum says that
    /// bytes have not changed since they were written, and not that they were right then.
    @Override
    public Iterator<Entry> iterator() {
        return isControl() ? Collections.emptyIterator() : records();
    }

    /// Unpacks its records, be they events or not.
    Iterator<Entry> records() {
        ByteBuffer packed = bytes.slice(HeaderField.ALL, bytes.limit() - HeaderField.ALL);
        ByteBuffer records = codec() == Codec.NONE ? packed : limits.decompress(codec(), packed);
        return new BatchDecoder(records, count(), baseOffset, (int) get(HeaderField.LAST_OFFSET_DELTA),
                get(HeaderField.BASE_TIMESTAMP), isAppendTime() ? maxTimestamp() : BatchDecoder.OWN_TIME);
    }

    @Override
    public String toString() {
        return "offsets " + baseOffset + " to " + lastOffset() + ", " + count() + " records in " + sizeInBytes()
                + " bytes" + (codec() == Codec.NONE ? "" : ", " + codec());
    }
}
