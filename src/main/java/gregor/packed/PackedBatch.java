package gregor.packed;

import module java.base;

import gregor.compact.RewritableBatch;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Origin;

/// A batch that is bytes: Kafka's record batch, version 2 (KIP-98). It is kept as it was received; its events are
/// decoded when they are iterated.
///
/// ```
/// batch      = baseOffset:8 length:4 leaderEpoch:4 magic:1 checksum:4 attributes:2 lastOffsetDelta:4
///              baseTimestamp:8 maxTimestamp:8 producerId:8 producerEpoch:2 baseSequence:4 count:4 records
/// records    = record*, compressed by the codec that the attributes name
/// record     = length attributes:1 timestampDelta offsetDelta key value headers (key value)*
/// key, value = length and that number of bytes; a length of -1 for null
/// ```
///
/// The fields are those of [HeaderField]; numbers of a record without a size are [Varint]s. The checksum covers the
/// bytes after it. A broker changes only the bytes before it: so it can set the offset of a batch without reading the
/// rest.
///
/// A batch is immutable; any thread may call it.
public final class PackedBatch implements RewritableBatch {
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

    /// Encodes and compresses a batch, with its offsets.
    ///
    /// @throws IllegalArgumentException if it is too large for an array
    public static PackedBatch of(Batch batch, Codec codec) {
        return batch instanceof PackedBatch packed
                ? packed.compressed(codec, Integer.MAX_VALUE)
                : whole(new BatchEncoder(batch).pack(codec), DecompressionLimits.DEFAULT);
    }

    /// Returns the same batch compressed by a codec; this one if it is.
    ///
    /// @param maxBytes the size at which that is given up
    /// @throws BatchTooLargeException if it would be much larger
    PackedBatch compressed(Codec codec, int maxBytes) {
        return codec == codec() ? this : whole(Recompressor.recompress(this, limits, codec, maxBytes), limits);
    }

    /// Returns a batch with the same codec and kind of timestamps, as Kafka's cleaner does. It stays uncompressed if it
    /// would exceed the limits when it is read.
    @Override
    public Batch rewritten(Batch retained) {
        PackedBatch plain = whole(new BatchEncoder(retained).pack(Codec.NONE), limits);
        PackedBatch timed = isAppendTime() ? plain.stamped(maxTimestamp()) : plain;
        try {
            return timed.compressed(codec(), Integer.MAX_VALUE);
        } catch (BatchTooLargeException e) {
            return timed;
        }
    }

    /// Reads the batch at the position of a buffer, and sets the position after it. The bytes are not copied; the
    /// caller must not change them any more.
    ///
    /// @throws CorruptBatchException  if no batch begins there, it is cut short, or its checksum is wrong
    /// @throws InvalidRecordException if its count or its codec is impossible; see [RecordValidator] for its records
    public static PackedBatch take(ByteBuffer from, DecompressionLimits limits) {
        int at = from.position();
        int length = length(from, at);
        if (length == 0) {
            throw new CorruptBatchException("no batch of version " + MAGIC + " begins here");
        }
        if (length > from.remaining()) {
            throw new CorruptBatchException(
                    "a batch has a length of " + length + " bytes, and " + from.remaining() + " are left");
        }
        PackedBatch batch = whole(from.slice(at, length), limits);
        batch.check();
        from.position(at + length);
        return batch;
    }

    /// Returns the length of the batch at a position by its header; 0 if it is not a batch of this version.
    static int length(ByteBuffer bytes, int at) {
        if (bytes.limit() - at < HeaderField.ALL || HeaderField.MAGIC.of(bytes, at) != MAGIC) {
            return 0;
        }
        long length = HeaderField.LENGTH.of(bytes, at) + HeaderField.LENGTH.end();
        return length < HeaderField.ALL || length > Integer.MAX_VALUE ? 0 : (int) length;
    }

    /// Wraps the bytes of one batch that has been checked.
    static PackedBatch whole(ByteBuffer bytes, DecompressionLimits limits) {
        ByteBuffer own = bytes.slice();
        return new PackedBatch(own, HeaderField.BASE_OFFSET.of(own, 0), (int) HeaderField.LEADER_EPOCH.of(own, 0),
                limits);
    }

    private void check() {
        if (checksum(bytes, 0, bytes.limit()) != (int) get(HeaderField.CHECKSUM)) {
            throw new CorruptBatchException("the checksum of a batch is wrong");
        }
        if (get(HeaderField.LAST_OFFSET_DELTA) < 0 || get(HeaderField.COUNT) < 0
                || get(HeaderField.COUNT) > get(HeaderField.LAST_OFFSET_DELTA) + 1) {
            throw new InvalidRecordException("a batch has a count of " + get(HeaderField.COUNT) + " records for "
                    + (get(HeaderField.LAST_OFFSET_DELTA) + 1) + " offsets");
        }
        codec();
    }

    /// Computes the checksum of a batch.
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

    /// Returns its size in a file or in a message, which is the compressed size.
    @Override
    public int sizeInBytes() {
        return bytes.limit();
    }

    @Override
    public Origin origin() {
        return new Origin(get(HeaderField.PRODUCER_ID), (short) get(HeaderField.PRODUCER_EPOCH),
                (int) get(HeaderField.BASE_SEQUENCE));
    }

    public Codec codec() {
        return Attributes.codec((int) get(HeaderField.ATTRIBUTES));
    }

    public int count() {
        return (int) get(HeaderField.COUNT);
    }

    /// Returns the epoch of the leader that appended it; -1 if none has.
    public int leaderEpoch() {
        return leaderEpoch;
    }

    /// Whether its timestamps are the time of its append (Kafka: `LogAppendTime`), and not those of its producer.
    public boolean isAppendTime() {
        return has(Attributes.APPEND_TIME);
    }

    /// Whether it belongs to a transaction.
    public boolean isTransactional() {
        return has(Attributes.TRANSACTIONAL);
    }

    /// Whether it has control records and no events.
    public boolean isControl() {
        return has(Attributes.CONTROL);
    }

    @Override
    public PackedBatch at(long baseOffset) {
        return at(baseOffset, leaderEpoch);
    }

    /// Returns the same batch with another base offset and leader epoch. The bytes are shared; only the first sixteen
    /// differ when it is written.
    public PackedBatch at(long baseOffset, int leaderEpoch) {
        return new PackedBatch(bytes, baseOffset, leaderEpoch, limits);
    }

    /// Returns a copy with an append time, which is the timestamp of each of its events, and a new checksum.
    public PackedBatch stamped(long appendTime) {
        return with(Attributes.APPEND_TIME, appendTime);
    }

    /// Returns the same batch with the right maximum timestamp, by which a log finds and deletes it.
    public PackedBatch withMaxTimestamp(long timestamp) {
        return timestamp == maxTimestamp() ? this : with(0, timestamp);
    }

    /// Returns a copy that belongs to a transaction of its producer.
    public PackedBatch transactional() {
        return with(Attributes.TRANSACTIONAL, maxTimestamp());
    }

    /// Returns the same batch as part of no transaction, for when the marker of its commit is not needed any more.
    public PackedBatch withoutTransaction() {
        return isTransactional()
                ? withAttributes(get(HeaderField.ATTRIBUTES) & ~Attributes.TRANSACTIONAL, maxTimestamp())
                : this;
    }

    /// Returns a copy with more attributes, a maximum timestamp, and a new checksum.
    PackedBatch with(int attributes, long maxTimestamp) {
        return withAttributes(get(HeaderField.ATTRIBUTES) | attributes, maxTimestamp);
    }

    private PackedBatch withAttributes(long attributes, long maxTimestamp) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.limit()).put(bytes.duplicate()).flip();
        copy.putShort(HeaderField.ATTRIBUTES.at(), (short) attributes);
        copy.putLong(HeaderField.MAX_TIMESTAMP.at(), maxTimestamp);
        copy.putInt(HeaderField.CHECKSUM.at(), checksum(copy, 0, copy.limit()));
        return new PackedBatch(copy, baseOffset, leaderEpoch, limits);
    }

    /// Writes its bytes, [#sizeInBytes()] of them.
    public void writeTo(ByteBuffer to) {
        int at = to.position();
        to.put(bytes.duplicate());
        to.putLong(at + HeaderField.BASE_OFFSET.at(), baseOffset);
        to.putInt(at + HeaderField.LEADER_EPOCH.at(), leaderEpoch);
    }

    /// Returns a copy of its bytes.
    public ByteBuffer bytes() {
        ByteBuffer copy = ByteBuffer.allocate(sizeInBytes());
        writeTo(copy);
        return copy.flip();
    }

    /// Decodes its events one after another. A control batch has none, whatever its [#count()]; see
    /// [ControlRecord#of(PackedBatch)].
    ///
    /// The iterator throws [CorruptBatchException] if the records are invalid: a right checksum means that the bytes
    /// have not changed since they were written, and not that they are valid.
    @Override
    public Iterator<Entry> iterator() {
        return isControl() ? Collections.emptyIterator() : records();
    }

    /// Decodes its records: events or control records.
    Iterator<Entry> records() {
        ByteBuffer compressed = bytes.slice(HeaderField.ALL, bytes.limit() - HeaderField.ALL);
        ByteBuffer records = codec() == Codec.NONE ? compressed : limits.decompress(codec(), compressed);
        return new BatchDecoder(records, count(), baseOffset, (int) get(HeaderField.LAST_OFFSET_DELTA),
                get(HeaderField.BASE_TIMESTAMP), isAppendTime() ? maxTimestamp() : BatchDecoder.OWN_TIME);
    }

    /// Opens its records without decoding them.
    RecordStream stream(DecompressionLimits within) {
        return new RecordStream(codec(), bytes.slice(HeaderField.ALL, bytes.limit() - HeaderField.ALL), within);
    }

    /// Returns the timestamp to which those of the records are relative.
    long baseTimestamp() {
        return get(HeaderField.BASE_TIMESTAMP);
    }

    @Override
    public String toString() {
        return "offsets " + baseOffset + " to " + lastOffset() + ", " + count() + " records in " + sizeInBytes()
                + " bytes" + (codec() == Codec.NONE ? "" : ", " + codec());
    }
}
