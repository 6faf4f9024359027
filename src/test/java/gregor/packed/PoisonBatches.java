package gregor.packed;

import module java.base;

import gregor.list.Event;
import gregor.list.Header;
import gregor.list.ListBatch;
import org.apache.kafka.common.protocol.Errors;

/// Batches that have the right checksum and are invalid inside, as no honest producer makes them.
public final class PoisonBatches {
    private static final int FIRST_RECORD = HeaderField.ALL;

    private final long now;
    private final List<Poison> all = new ArrayList<>();

    /// An invalid batch.
    ///
    /// @param what  is wrong with it
    /// @param error Kafka's name of the error that the producer gets
    /// @param kafka how Apache Kafka differs, and why; null if it answers the same error
    public record Poison(String what, byte[] bytes, Errors error, String kafka) {
        @Override
        public String toString() {
            return what;
        }
    }

    private PoisonBatches(long now) {
        this.now = now;
    }

    /// Returns a batch of two small records.
    public static ByteBuffer valid(Codec codec, long now) {
        return PackedBatch.of(ListBatch.of(event(now, "key", "hello"), event(now + 1, "key", "world")), codec).bytes();
    }

    /// Returns a batch with one record of zeros, of a few hundred bytes.
    public static ByteBuffer zeros(int bytes, long now) {
        return PackedBatch.of(ListBatch.of(new Event(now, null, new byte[bytes], List.of())), Codec.ZSTD).bytes();
    }

    /// Returns a valid batch of random codec with random changes and a right checksum.
    public static ByteBuffer changed(Random random, long now) {
        Codec codec = Codec.values()[random.nextInt(Codec.values().length)];
        ByteBuffer bytes = ByteBuffer.wrap(BatchChanges.change(valid(codec, now).array(), random));
        return bytes.limit() < HeaderField.ALL
                ? bytes
                : bytes.putInt(HeaderField.CHECKSUM.at(), PackedBatch.checksum(bytes, 0, bytes.limit()));
    }

    /// Returns a batch whose second record has no key.
    public static ByteBuffer withoutKey(Codec codec, long now) {
        return PackedBatch.of(ListBatch.of(event(now, "key", "hello"), event(now, null, "world")), codec).bytes();
    }

    /// Returns the same batch with another maximum timestamp in its header.
    public static ByteBuffer withMaxTimestamp(ByteBuffer batch, long timestamp) {
        ByteBuffer bytes = copy(batch).putLong(HeaderField.MAX_TIMESTAMP.at(), timestamp);
        return bytes.putInt(HeaderField.CHECKSUM.at(), PackedBatch.checksum(bytes, 0, bytes.limit()));
    }

    private static Event event(long time, String key, String value) {
        return Event.of(key, value).at(java.time.Instant.ofEpochMilli(time));
    }

    /// Returns all of them; a batch has two records of the time `now`.
    public static List<Poison> all(long now) throws IOException {
        var poisons = new PoisonBatches(now);
        poisons.counts();
        poisons.records();
        poisons.headers();
        poisons.timestamps();
        for (Codec codec : Codec.values()) {
            poisons.compressed(codec);
        }
        poisons.bomb();
        return poisons.all;
    }

    private void add(String what, Errors error, String kafka, ByteBuffer bytes) {
        bytes.putInt(HeaderField.LENGTH.at(), bytes.limit() - HeaderField.LENGTH.end());
        bytes.putInt(HeaderField.CHECKSUM.at(), PackedBatch.checksum(bytes, 0, bytes.limit()));
        all.add(new Poison(what, bytes.array(), error, kafka));
    }

    private void change(String what, Errors error, String kafka, Consumer<ByteBuffer> change) {
        ByteBuffer bytes = valid(Codec.NONE, now);
        change.accept(bytes);
        add(what, error, kafka, bytes);
    }

    private void change(String what, Consumer<ByteBuffer> change) {
        change(what, Errors.INVALID_RECORD, null, change);
    }

    private static ByteBuffer count(ByteBuffer bytes, int count) {
        return bytes.putInt(HeaderField.COUNT.at(), count).putInt(HeaderField.LAST_OFFSET_DELTA.at(), count - 1);
    }

    private void counts() {
        change("a count of 3 records for 2", bytes -> count(bytes, 3));
        change("a count of 1 record for 2", bytes -> count(bytes, 1));
        change("a count of 2,147,483,647 records for 2", bytes -> count(bytes, Integer.MAX_VALUE));
        change("a count of 0 records", bytes -> count(bytes, 0));
        change("a negative count", bytes -> count(bytes, -1));
        change("fewer records than offsets", bytes -> bytes.putInt(HeaderField.LAST_OFFSET_DELTA.at(), 5));
        change("fewer offsets than records", bytes -> bytes.putInt(HeaderField.LAST_OFFSET_DELTA.at(), 0));
        change("a base offset", bytes -> bytes.putLong(HeaderField.BASE_OFFSET.at(), 7));
        change("a control batch", bytes -> bytes.putShort(HeaderField.ATTRIBUTES.at(), (short) Attributes.CONTROL));
        for (int codec : new int[]{5, 7}) {
            change("codec " + codec, Errors.INVALID_RECORD, "Kafka fails with UNKNOWN_SERVER_ERROR",
                    bytes -> bytes.putShort(HeaderField.ATTRIBUTES.at(), (short) codec));
        }
    }

    /// A record begins with a byte each: length, attributes, timestamp, offset delta, length of the key.
    private void records() {
        String lenient = "Kafka ignores it without compression, and its consumers too";
        change("garbage", bytes -> bytes.put(FIRST_RECORD, noise(bytes.limit() - FIRST_RECORD)));
        change("a record longer than the batch", bytes -> bytes.put(FIRST_RECORD, (byte) 126));
        change("a record of no bytes", bytes -> bytes.put(FIRST_RECORD, (byte) 0));
        change("a record of -1 bytes", bytes -> bytes.put(FIRST_RECORD, (byte) 1));
        change("a record one byte shorter than it is",
                bytes -> bytes.put(FIRST_RECORD, (byte) (bytes.get(FIRST_RECORD) - 2)));
        change("a key longer than its record", bytes -> bytes.put(FIRST_RECORD + 4, (byte) 60));
        change("a key of -2 bytes", bytes -> bytes.put(FIRST_RECORD + 4, (byte) 3));
        change("the offset delta 1 twice", Errors.INVALID_RECORD, lenient,
                bytes -> bytes.put(FIRST_RECORD + 3, (byte) 2));
        change("a number that does not end", Errors.INVALID_RECORD, "Kafka fails with UNKNOWN_SERVER_ERROR",
                bytes -> bytes.put(FIRST_RECORD, new byte[]{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}));
        add("bytes after the last record", Errors.INVALID_RECORD, null,
                ByteBuffer.allocate(400).put(valid(Codec.NONE, now)).rewind());
        ByteBuffer valid = valid(Codec.NONE, now);
        add("no records", Errors.INVALID_RECORD, null,
                ByteBuffer.allocate(FIRST_RECORD).put(valid.slice(0, FIRST_RECORD)).rewind());
        add("half of the second record", Errors.INVALID_RECORD, null,
                ByteBuffer.allocate(valid.limit() - 5).put(valid.slice(0, valid.limit() - 5)).rewind());
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(4).nextBytes(noise);
        return noise;
    }

    private void headers() {
        ByteBuffer one = PackedBatch
                .of(ListBatch.of(new Event(now, null, null, List.of(new Header("h", null)))), Codec.NONE).bytes();
        int count = one.limit() - 4;
        add("a header too few", Errors.INVALID_RECORD, null, copy(one).put(count, (byte) 0));
        add("a header too many", Errors.INVALID_RECORD, null, copy(one).put(count, (byte) 4));
        add("-1 headers", Errors.INVALID_RECORD, null, copy(one).put(count, (byte) 1));
        add("a header without a name", Errors.INVALID_RECORD, null, copy(one).put(count + 1, (byte) 1));
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.wrap(bytes.array().clone());
    }

    private void timestamps() {
        ByteBuffer negative = PackedBatch.of(ListBatch.of(event(0, "k", "v"), event(1, "k", "v")), Codec.NONE).bytes();
        add("a record timestamp of -5", Errors.INVALID_TIMESTAMP, "Kafka accepts it; no event can have it here",
                negative.put(FIRST_RECORD + 2, (byte) 9));
        ByteBuffer future = PackedBatch
                .of(ListBatch.of(event(now, "k", "v"), event(now + 200_000_000_000L, "k", "v"), event(now, "k", "v")),
                        Codec.NONE)
                .bytes();
        add("one record from the future, which the header denies", Errors.INVALID_TIMESTAMP, null,
                future.putLong(HeaderField.MAX_TIMESTAMP.at(), now));
        change("timestamps of the broker, set by the producer", Errors.INVALID_TIMESTAMP,
                "Kafka accepts it on a topic with CreateTime, and takes the mark away",
                bytes -> bytes.putShort(HeaderField.ATTRIBUTES.at(), (short) Attributes.APPEND_TIME));
    }

    private ByteBuffer header(Codec codec, ByteArrayOutputStream records) {
        return ByteBuffer.allocate(FIRST_RECORD + records.size()).put(valid(Codec.NONE, now).slice(0, FIRST_RECORD))
                .put(records.toByteArray()).rewind().putShort(HeaderField.ATTRIBUTES.at(), (short) codec.ordinal());
    }

    private static void compress(Codec codec, ByteArrayOutputStream to, ByteBuffer records) throws IOException {
        try (OutputStream stream = codec.compress(to)) {
            stream.write(records.array(), records.arrayOffset() + records.position(), records.remaining());
        }
    }

    private void compressed(Codec codec) throws IOException {
        if (codec == Codec.NONE) {
            return;
        }
        String wrong = "Kafka fails with UNKNOWN_SERVER_ERROR";
        var plain = new ByteArrayOutputStream();
        plain.writeBytes(noise(200));
        add("noise instead of " + codec, Errors.INVALID_RECORD, wrong, header(codec, plain));
        plain.reset();
        ByteBuffer records = valid(Codec.NONE, now).position(FIRST_RECORD);
        plain.write(records.array(), records.position(), records.remaining());
        add("plain records instead of " + codec, Errors.INVALID_RECORD, wrong, header(codec, plain));
        var longer = new ByteArrayOutputStream();
        compress(codec, longer, ByteBuffer.allocate(100).put(records.duplicate()).rewind());
        add("bytes after the last record in " + codec, Errors.INVALID_RECORD, null, header(codec, longer));
        var shorter = new ByteArrayOutputStream();
        compress(codec, shorter, records.duplicate().limit(records.limit() - 5));
        add("half of the second record in " + codec, Errors.INVALID_RECORD, null, header(codec, shorter));
        var delta = new ByteArrayOutputStream();
        compress(codec, delta, copy(valid(Codec.NONE, now)).put(FIRST_RECORD + 3, (byte) 2).position(FIRST_RECORD));
        add("the offset delta 1 twice in " + codec, Errors.INVALID_RECORD,
                "Kafka makes a new batch, for the sake of older clients", header(codec, delta));
    }

    /// One record with a value of a gibibyte, in a thousand frames of Zstandard.
    private void bomb() throws IOException {
        var records = new ByteArrayOutputStream();
        ByteBuffer start = ByteBuffer.allocate(64);
        Varint.write((1 << 30) + 10, start);
        start.put((byte) 0).put((byte) 0).put((byte) 0);
        Varint.write(-1, start);
        Varint.write(1 << 30, start);
        compress(Codec.ZSTD, records, start.flip());
        var zeros = new ByteArrayOutputStream();
        compress(Codec.ZSTD, zeros, ByteBuffer.allocate(1 << 20));
        for (int i = 0; i < 1024; i++) {
            records.writeBytes(zeros.toByteArray());
        }
        compress(Codec.ZSTD, records, ByteBuffer.allocate(1));
        add("a gibibyte in a batch of a few bytes", Errors.MESSAGE_TOO_LARGE, "Kafka decompresses and accepts it",
                count(header(Codec.ZSTD, records), 1));
    }
}
