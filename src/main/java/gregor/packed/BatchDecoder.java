package gregor.packed;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import org.jspecify.annotations.Nullable;

/// Decodes the records of a batch one after another. A wrong length or count cannot make it reserve more memory than
/// there are bytes.
final class BatchDecoder implements Iterator<Entry> {
    /// Instead of an append time: each record has its own timestamp.
    static final long OWN_TIME = Long.MIN_VALUE;

    private static final int MIN_RECORD_BYTES = 7;

    private final ByteBuffer records;
    private final int count;
    private final long baseOffset;
    private final int lastDelta;
    private final long baseTimestamp;
    private final long appendTime;
    private int decoded;
    private int previousDelta = -1;

    /// @throws CorruptBatchException if the bytes are too few for the count
    BatchDecoder(ByteBuffer records, int count, long baseOffset, int lastDelta, long baseTimestamp, long appendTime) {
        this.records = records;
        this.count = count;
        this.baseOffset = baseOffset;
        this.lastDelta = lastDelta;
        this.baseTimestamp = baseTimestamp;
        this.appendTime = appendTime;
        if (count < 0 || (long) count * MIN_RECORD_BYTES > records.remaining()) {
            throw new CorruptBatchException(
                    "a batch has a count of " + count + " records, in " + records.remaining() + " bytes");
        }
        checkEnd();
    }

    private void checkEnd() {
        if (decoded == count && records.hasRemaining()) {
            throw new CorruptBatchException(records.remaining() + " bytes follow the last of " + count + " records");
        }
    }

    @Override
    public boolean hasNext() {
        return decoded < count;
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more records");
        }
        int length = Varint.readInt(records);
        if (length < 0 || length > records.remaining()) {
            throw new CorruptBatchException(
                    "a record has a length of " + length + " bytes, and " + records.remaining() + " are left");
        }
        int end = records.position() + length;
        Entry entry = entry(records);
        if (records.position() != end) {
            throw new CorruptBatchException(
                    "a record has a length of " + length + " bytes, and takes " + (records.position() - end + length));
        }
        decoded++;
        checkEnd();
        return entry;
    }

    private Entry entry(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            throw new CorruptBatchException("a record has no bytes");
        }
        bytes.get();
        long timestamp = baseTimestamp + Varint.read(bytes);
        int delta = Varint.readInt(bytes);
        if (delta <= previousDelta || delta > lastDelta) {
            throw new CorruptBatchException("a record has the offset delta " + delta + ", after " + previousDelta
                    + " and with " + lastDelta + " as the last");
        }
        previousDelta = delta;
        byte[] key = payload(bytes);
        byte[] value = payload(bytes);
        return new Entry(baseOffset + delta, event(timestamp, key, value, headers(bytes)));
    }

    private Event event(long own, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        long timestamp = appendTime == OWN_TIME ? own : appendTime;
        if (timestamp < Event.NO_TIMESTAMP) {
            throw new CorruptBatchException("a record has the timestamp " + timestamp);
        }
        return new Event(timestamp, key, value, headers);
    }

    private static List<Header> headers(ByteBuffer bytes) {
        int count = Varint.readInt(bytes);
        if (count == 0) {
            return List.of();
        }
        if (count < 0 || count > bytes.remaining() / 2) {
            throw new CorruptBatchException(
                    "a record has a count of " + count + " headers, in " + bytes.remaining() + " bytes");
        }
        var headers = new ArrayList<Header>(count);
        for (int i = 0; i < count; i++) {
            byte[] name = payload(bytes);
            if (name == null) {
                throw new CorruptBatchException("a header has no name");
            }
            headers.add(new Header(new String(name, UTF_8), payload(bytes)));
        }
        return headers;
    }

    private static byte @Nullable [] payload(ByteBuffer bytes) {
        int length = Varint.readInt(bytes);
        if (length < -1 || length > bytes.remaining()) {
            throw new CorruptBatchException(
                    "a payload has a length of " + length + " bytes, and " + bytes.remaining() + " are left");
        }
        if (length == -1) {
            return null;
        }
        byte[] payload = new byte[length];
        bytes.get(payload);
        return payload;
    }
}
